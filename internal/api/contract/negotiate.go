package contract

import (
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/fault"
)

// acceptable refuses a caller that accepts none of the operation's media types (RFC 9110, 12.5.1). Errors are sent as
// problem+json whatever it accepts.
func (o *Operation) acceptable(ec echo.Context) error {
	accept := strings.Join(ec.Request().Header.Values("Accept"), ",")
	if strings.TrimSpace(accept) == "" || len(o.Answers) == 0 {
		return nil
	}
	for _, answer := range o.Answers {
		if accepts(accept, answer) {
			return nil
		}
	}
	return fault.New(fault.CodeNotAcceptable, "this operation answers %s", join(o.Answers))
}

// accepts tells whether an Accept header takes a media type: the most specific range that matches decides.
func accepts(header, mediaType string) bool {
	best, quality := -1, 0.0
	for part := range strings.SplitSeq(header, ",") {
		mt, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		specific := specificity(mt, mediaType)
		if specific <= best {
			continue
		}
		q := 1.0
		if v, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(v, 64); err != nil {
				q = 0
			}
		}
		best, quality = specific, q
	}
	return quality > 0
}

// specificity is 2 for the type itself, 1 for type/*, 0 for */*, -1 for no match.
func specificity(pattern, mediaType string) int {
	family, _, _ := strings.Cut(mediaType, "/")
	switch pattern {
	case mediaType:
		return 2
	case family + "/*":
		return 1
	case "*/*":
		return 0
	}
	return -1
}

// supported refuses a body of a media type that the operation does not take, before anything looks at the body.
func (o *Operation) supported(ec echo.Context) error {
	r := ec.Request()
	if len(o.Accepts) == 0 {
		return o.noBody(r)
	}
	given := r.Header.Values("Content-Type")
	if len(given) == 0 && !hasBody(r) {
		if o.BodyNeeded {
			return fault.New(fault.CodeValidation, "the request needs a body").At("", "is missing")
		}
		return nil
	}
	if len(given) != 1 || !slices.Contains(o.Accepts, mediaTypeOf(r)) {
		return fault.New(fault.CodeUnsupportedMedia, "this operation takes %s", join(o.Accepts))
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return fault.New(fault.CodeUnsupportedMedia, "send the body as it is, without a Content-Encoding")
	}
	_, params, _ := mime.ParseMediaType(given[0])
	if charset, ok := params["charset"]; ok && isJSON(mediaTypeOf(r)) && !strings.EqualFold(charset, "utf-8") {
		return fault.New(fault.CodeUnsupportedMedia, "JSON is UTF-8")
	}
	// The generated handlers compare the header's text, and media types have no case.
	r.Header.Set("Content-Type", strings.Replace(given[0], strings.SplitN(given[0], ";", 2)[0], mediaTypeOf(r), 1))
	return nil
}

// noBody refuses a body where none has a meaning: a caller that sends one expects it to be heard. One of unknown length
// may turn out to be none.
func (o *Operation) noBody(r *http.Request) error {
	if !takesBody(r.Method) || !hasBody(r) {
		return nil
	}
	if r.ContentLength < 0 {
		if n, _ := io.ReadFull(r.Body, make([]byte, 1)); n == 0 {
			return nil
		}
	}
	return fault.New(fault.CodeUnsupportedMedia, "this operation takes no body")
}

func hasBody(r *http.Request) bool {
	return r.ContentLength != 0 && r.Body != nil && r.Body != http.NoBody
}

// mediaTypeOf is the request's media type in lower case without parameters, "" when it has none that can be read.
func mediaTypeOf(r *http.Request) string {
	mt, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return mt
}

func join(words []string) string { return strings.Join(words, ", ") }

func equalFold(a, b string) bool { return strings.EqualFold(a, b) }
