package chunking_test

import (
	"testing"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/testkit/models"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// FuzzPageModels puts made documents in order and cuts them: no passage is too long, and every place is one of its text on a
// page that there is.
func FuzzPageModels(f *testing.F) {
	for _, seed := range models.Seeds() {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list := models.Make(data)
		blocks := content.FromPages(list)
		for _, b := range blocks {
			if !utf8.ValidString(b.Text) {
				t.Errorf("text that is no UTF-8: %q", b.Text)
			}
			for _, l := range b.Lines {
				if l.Start < 0 || l.End < l.Start || l.End > len(b.Text) || l.Page < 1 || l.Page > len(list) {
					t.Errorf("line %+v of %q", l, b.Text)
				}
			}
		}
		for i, c := range chunking.Cut(blocks, nil) {
			if c.Ordinal != i || c.Pieces > chunking.MaxPieces || c.Text == "" {
				t.Errorf("chunk %d: %+v", i, c)
			}
			for _, s := range c.Spans {
				if s.Start < 0 || s.End <= s.Start || s.End > len(c.Text) {
					t.Errorf("span %+v of %q", s, c.Text)
				}
			}
		}
	})
}
