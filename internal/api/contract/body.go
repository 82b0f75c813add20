package contract

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/fault"
)

// takesJSON tells a request whose body is JSON that is checked here. Bodies of other media types are streams: their handlers read
// them, within the limit.
func (o *Operation) takesJSON(r *http.Request) bool {
	return o.jsonBody != nil && isJSON(mediaTypeOf(r))
}

// checkBody validates a JSON body against its schema and hands the validated value on.
func (o *Operation) checkBody(ec echo.Context) error {
	r := ec.Request()
	if !o.takesJSON(r) {
		return nil
	}
	raw, err := readBody(r.Body)
	if err != nil {
		return bodyError(err)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return fault.New(fault.CodeValidation, "the request needs a body").At("", "is missing")
	}
	value, err := decode(raw, o.jsonBody)
	if err != nil {
		return err
	}
	if err := r.Context().Err(); err != nil {
		return err
	}
	if value, err = check(o.jsonBody, value, o.defaults); err != nil {
		return err
	}
	r.Body = &validated{ReadCloser: rewound(r.Body, raw), value: value}
	return nil
}

func readBody(body io.Reader) ([]byte, error) {
	if kept, ok := body.(*spooled); ok {
		return kept.all()
	}
	return io.ReadAll(body)
}

// rewound is a body that has been read, from its beginning: what is kept in a file is not kept in memory, too.
func rewound(body io.ReadCloser, raw []byte) io.ReadCloser {
	if kept, ok := body.(*spooled); ok {
		return kept
	}
	return io.NopCloser(bytes.NewReader(raw))
}

// validated is a body that has been read and checked. The generated handlers take the value instead of decoding again.
type validated struct {
	io.ReadCloser
	value any
}

// ValidatedValue is the decoded body, its defaults filled in. It is given away once: what it is bound to is enough to keep.
func (v *validated) ValidatedValue() any {
	value := v.value
	v.value = nil
	return value
}

// bodyError tells a body over its limit from a connection that broke.
func bodyError(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge(over.Limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.Wrap(err, fault.CodeTimeout, "the body came too slowly")
	}
	return fault.Wrap(err, fault.CodeMalformed, "the body ended early")
}
