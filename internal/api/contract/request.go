package contract

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

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
