package contract

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/fault"
)

// MaxWait is the longest that Prefer: wait holds a request.
const MaxWait = 60 * time.Second

// Wait reads wait=N out of a Prefer header (RFC 7240). Other preferences, and what cannot be read, are ignored, as the
// RFC asks. More than MaxWait is MaxWait.
func Wait(prefer *string) time.Duration {
	if prefer == nil {
		return 0
	}
	for part := range strings.SplitSeq(*prefer, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "wait") {
			continue
		}
		value, _, _ = strings.Cut(value, ";")
		n, err := strconv.Atoi(strings.Trim(strings.TrimSpace(value), `"`))
		if err != nil || n <= 0 {
			return 0
		}
		return min(time.Duration(min(n, 3600))*time.Second, MaxWait)
	}
	return 0
}

// Applied is the Preference-Applied header for a wait.
func Applied(wait time.Duration) *string {
	if wait <= 0 {
		return nil
	}
	s := "wait=" + strconv.Itoa(int(wait.Seconds()))
	return &s
}

// ETag is a version as a strong entity tag (RFC 9110, 8.8.3).
func ETag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// Matches tells whether an If-None-Match or If-Match header names the tag, or any with *. Weak tags match as their
// strong twins only where weak is true, as If-None-Match compares.
func Matches(header, tag string, weak bool) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if weak {
			part = strings.TrimPrefix(part, "W/")
		}
		if part == tag {
			return true
		}
	}
	return false
}

// ifMatch is the header that guards a change: operations that need it state it as required.
const ifMatch = "If-Match"

// IfMatch is the guard of a change that may be made without one; nil, where the caller sent none.
func IfMatch(header *string) func(tag string) error {
	if header == nil {
		return nil
	}
	return func(tag string) error { return CheckIfMatch(*header, tag) }
}

// noVersions refuses a condition on a resource without entity tags: none of those that are named can be its own
// (RFC 9110, 13.1.1). Operations that state the header judge it themselves.
func (o *Operation) noVersions(ec echo.Context) error {
	r := ec.Request()
	if !o.changes() || o.states(ifMatch) || r.Header.Get(ifMatch) == "" || Matches(r.Header.Get(ifMatch), "", false) {
		return nil
	}
	return fault.New(fault.CodePreconditionFailed, "the resource has no versions").At("header/"+ifMatch, "names a version")
}

// changes tells operations that change something.
func (o *Operation) changes() bool { return o.Method != http.MethodGet && !o.Safe }

// states tells whether the contract names a parameter of the operation.
func (o *Operation) states(name string) bool {
	return slices.ContainsFunc(o.params, func(p *openapi3.ParameterRef) bool { return p.Value.Name == name })
}

// CheckIfMatch is the guard of a change: precondition_failed when the resource has moved on.
func CheckIfMatch(header, tag string) error {
	if !Matches(header, tag, false) {
		return fault.New(fault.CodePreconditionFailed, "the resource is at %s now", tag).At("header/"+ifMatch, "names another version")
	}
	return nil
}

// NextLink is the Link header of a list's page: this request with the cursor of the next page. nil on the last one.
func NextLink(ctx context.Context, cursor string) *string {
	u, ok := ctx.Value(urlKey{}).(*url.URL)
	if cursor == "" || !ok {
		return nil
	}
	query := u.Query()
	query.Set("cursor", cursor)
	s := "<" + u.Path + "?" + query.Encode() + `>; rel="next"`
	return &s
}

type urlKey struct{}

// Span is a range of bytes.
type Span struct{ Offset, Length int64 }

// IfRange tells whether a range may be answered under an If-Range header (RFC 9110, 13.1.5): it names exactly the content that there
// is, by its strong tag or by the date of its last change. Without the header every range may.
func IfRange(header *string, tag string, changed time.Time) bool {
	if header == nil {
		return true
	}
	v := strings.TrimSpace(*header)
	if strings.HasPrefix(v, `"`) || strings.HasPrefix(v, "W/") {
		return v == tag && !strings.HasPrefix(tag, "W/")
	}
	at, err := http.ParseTime(v)
	return err == nil && at.Equal(changed.Truncate(time.Second))
}

// NotChangedSince tells whether a content has stayed as it was at the time of an If-Modified-Since header (RFC 9110, 13.1.3). A
// header that cannot be read says nothing.
func NotChangedSince(header *string, changed time.Time) bool {
	if header == nil {
		return false
	}
	at, err := http.ParseTime(strings.TrimSpace(*header))
	return err == nil && !changed.Truncate(time.Second).After(at)
}

// LastModified is a time as the header of the same name.
func LastModified(t time.Time) *string {
	s := t.UTC().Format(http.TimeFormat)
	return &s
}

// ParseRange reads a Range header for a content of size bytes (RFC 9110, 14.2). The second result is false where the
// whole content is the answer: without a header, with another unit, with several ranges, or with one that cannot be
// read. A range that lies outside is range_not_satisfiable.
func ParseRange(header *string, size int64) (Span, bool, error) {
	whole := Span{0, size}
	if header == nil {
		return whole, false, nil
	}
	set, ok := strings.CutPrefix(strings.TrimSpace(*header), "bytes=")
	first, last, found := strings.Cut(strings.TrimSpace(set), "-")
	if !ok || !found || strings.Contains(set, ",") {
		return whole, false, nil
	}
	if first == "" { // the last n bytes
		n, ok := position(last)
		if !ok {
			return whole, false, nil
		}
		if n == 0 {
			return whole, false, unsatisfiable(size)
		}
		n = min(n, size)
		return Span{size - n, n}, true, nil
	}
	from, ok := position(first)
	to := size - 1
	if ok && last != "" {
		to, ok = position(last)
		ok = ok && to >= from
	}
	if !ok {
		return whole, false, nil
	}
	if from >= size {
		return whole, false, unsatisfiable(size)
	}
	to = min(to, size-1)
	return Span{from, to - from + 1}, true, nil
}

// position reads a place in the content.
func position(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0
}

// UnsatisfiableError is the error of a range that lies outside of a content of Size bytes. It wraps a fault.
type UnsatisfiableError struct {
	Size  int64
	cause error
}

// Error implements error.
func (u *UnsatisfiableError) Error() string { return u.cause.Error() }

// Unwrap gives the fault.
func (u *UnsatisfiableError) Unwrap() error { return u.cause }

func unsatisfiable(size int64) error {
	return &UnsatisfiableError{size, fault.New(fault.CodeRangeInvalid, "the content has %d bytes", size).At("header/Range", "lies outside")}
}
