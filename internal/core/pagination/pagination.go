// Package pagination is how lists are cut: a bounded number of items and an opaque cursor to the next ones.
//
// It owns the cursor's form. What a cursor points at is the list's own business.
package pagination

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/docketapi/docket/internal/core/fault"
)

// The bounds of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// maxCursor bounds what Decode looks at: our own cursors are far shorter.
const maxCursor = 1024

// Page is one page of a list. NextCursor is empty on the last one.
type Page[T any] struct {
	Items      []T
	NextCursor string
}

// Limit is n within the bounds; 0 is the default.
func Limit(n int) int {
	switch {
	case n <= 0:
		return DefaultLimit
	case n > MaxLimit:
		return MaxLimit
	}
	return n
}

type envelope[P any] struct {
	Position P      `json:"p"`
	Filter   string `json:"f"`
}

// Encode makes a cursor of a position. filter is everything else that decides which items a list has and in which
// order: a cursor is only good for the list it came from.
func Encode[P any](position P, filter any) (string, error) {
	b, err := json.Marshal(envelope[P]{Position: position, Filter: fingerprint(filter)})
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// Decode reads a cursor that Encode made for the same filter. Anything else is invalid_cursor.
func Decode[P any](cursor string, filter any) (P, error) {
	var e envelope[P]
	invalid := func(why string) (P, error) {
		var zero P
		return zero, fault.New(fault.CodeInvalidCursor, "the cursor %s", why).At("query/cursor", "take next_cursor as it was given")
	}
	if len(cursor) > maxCursor {
		return invalid("is not one of this API")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || json.Unmarshal(b, &e) != nil {
		return invalid("is not one of this API")
	}
	if e.Filter != fingerprint(filter) {
		return invalid("belongs to a list with other filters or another order")
	}
	return e.Position, nil
}

func fingerprint(filter any) string {
	b, err := json.Marshal(filter)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// Cut makes a page of rows that were asked for with one more than the limit: that one only tells that there is a next page.
func Cut[R, T, P any](rows []R, limit int, filter any, item func(R) T, position func(R) P) (Page[T], error) {
	out := Page[T]{Items: make([]T, 0, min(len(rows), limit))}
	for i, r := range rows {
		if i == limit {
			var err error
			out.NextCursor, err = Encode(position(rows[limit-1]), filter)
			return out, err
		}
		out.Items = append(out.Items, item(r))
	}
	return out, nil
}
