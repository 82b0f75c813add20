package fields_test

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// FuzzExtract reads text laid out on a grid, with places that the bytes shift: whatever a page holds, reading ends, and
// every evidence stays on its page.
func FuzzExtract(f *testing.F) {
	f.Add(firstBill, []byte{1, 2, 3}, true)
	f.Add("Total incl. GST 6%   12.00\nCASH 20.00\nCHANGE 8.00", []byte{200, 0, 255, 127}, false)
	f.Add("IBAN DE89 3704 0044 0532 0130 00\nUSt-IdNr. DE811907980", []byte{}, true)
	f.Add("99999999999999999999999999999999999999,99 EUR\n%%%", []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf8, 0x7f}, false)
	f.Fuzz(func(t *testing.T, text string, shift []byte, ocr bool) {
		if len(text) > 4000 || strings.Count(text, "\n") > 200 {
			return
		}
		page := newSheet(1).text(text).page
		if ocr {
			page.Source = pages.FromOCR
		}
		moveWords(&page, shift)
		for _, inv := range fields.Extract([]pages.Page{page}, fields.Options{}) {
			for _, e := range inv.Evidence {
				if e.Box != nil && (e.Box[0] < 0 || e.Box[3] > 1 || math.IsNaN(e.Box[1])) {
					t.Errorf("evidence off the page: %+v", e)
				}
				if e.Confidence < 0 || e.Confidence > 1 {
					t.Errorf("confidence: %+v", e)
				}
			}
		}
	})
}

func moveWords(p *pages.Page, shift []byte) {
	for i := 0; i < len(shift) && len(p.Lines) > 0; i++ {
		l := &p.Lines[i%len(p.Lines)]
		w := &l.Words[i%len(l.Words)]
		if i+8 <= len(shift) && shift[i]%16 == 15 {
			w.Box.X0 = math.Float64frombits(binary.LittleEndian.Uint64(shift[i:]))
			continue
		}
		d := (float64(shift[i]) - 128) / 512
		w.Box = pages.Box{X0: w.Box.X0 + d, Y0: w.Box.Y0 + d/3, X1: w.Box.X1 + d, Y1: w.Box.Y1 + d/3}
	}
}
