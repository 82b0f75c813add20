// Package passages converts what search and chat say of places in documents into the schemas that the versions of the
// contract share.
//
// It owns these conversions. Everything of one version alone is that version's.
package passages

import (
	"time"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/search"
)

// Filter is which documents a caller asks about. A list that is given stays one, though it be empty.
func Filter(f *common.DocumentFilters) vector.Filter {
	if f == nil {
		return vector.Filter{}
	}
	return vector.Filter{DocumentIDs: of(f.DocumentIds), Languages: of(f.Languages), MediaTypes: of(f.MediaTypes),
		CreatedFrom: at(f.CreatedFrom), CreatedBefore: at(f.CreatedBefore)}
}

func of[T any](p *[]T) []T {
	if p == nil {
		return nil
	}
	return *p
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// Page is a page's number, null for 0: where a document has no pages.
func Page(n int) nullable.Nullable[int] {
	if n == 0 {
		return nullable.NewNullNullable[int]()
	}
	return nullable.NewNullableWithValue(n)
}

// Boxes are places on pages, null where there are none.
func Boxes(in []search.Box) nullable.Nullable[[]common.PageBox] {
	if len(in) == 0 {
		return nullable.NewNullNullable[[]common.PageBox]()
	}
	out := make([]common.PageBox, len(in))
	for i, b := range in {
		out[i] = common.PageBox{Page: b.Page, Box: []float64{b.X0, b.Y0, b.X1, b.Y1}}
	}
	return nullable.NewNullableWithValue(out)
}

// Citation is a passage that a sentence rests on.
func Citation(c chat.Citation) common.Citation {
	out := common.Citation{N: c.N, DocumentID: c.DocumentID, Name: c.Name, Page: Page(c.Page), Boxes: Boxes(c.Boxes), Quote: c.Quote, Start: c.Start, End: c.End}
	if c.ChunkID != uuid.Nil {
		out.ChunkID = &c.ChunkID
	}
	return out
}

// Citations are an answer's; never null.
func Citations(in []chat.Citation) []common.Citation {
	out := make([]common.Citation, len(in))
	for i, c := range in {
		out[i] = Citation(c)
	}
	return out
}

// Stretches are parts of an answer; never null.
func Stretches(in []chat.Stretch) []common.Stretch {
	out := make([]common.Stretch, len(in))
	for i, s := range in {
		out[i] = common.Stretch{Start: s.Start, End: s.End}
	}
	return out
}
