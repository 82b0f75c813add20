package fields_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// printed is a word at a place, in hundredths of a millimetre of a page that is 21 by 29.7 cm.
func printed(text string, x, y float64) pages.Word {
	const w, h = 2100.0, 2970.0
	return pages.Word{Text: text, Confidence: 1, Box: pages.Box{X0: x / w, Y0: y / h, X1: (x + 2*float64(len(text))) / w, Y1: (y + 3) / h}}
}

// row is words with so much space between their beginnings, each a line of its own where it is wide.
func row(p *pages.Page, y, step float64, words ...string) {
	var l pages.Line
	for i, text := range words {
		l.Words = append(l.Words, printed(text, 10+step*float64(i), y))
		if step > 40 {
			p.Lines = append(p.Lines, pages.Line{Words: l.Words, Box: l.Words[0].Box})
			l.Words = nil
		}
	}
	if len(l.Words) > 0 {
		l.Box = l.Words[0].Box
		p.Lines = append(p.Lines, l)
	}
}

// document is pages with rows of one form.
func document(n, rows int, form func(p *pages.Page, y float64, i int)) []pages.Page {
	list := make([]pages.Page, n)
	for k := range list {
		list[k] = pages.Page{Number: k + 1, Width: 595, Height: 842, Source: pages.FromText}
		for i := range rows {
			form(&list[k], 20+min(60, 2900/float64(rows))*float64(i), k*rows+i)
		}
	}
	return list
}

func tableRow(p *pages.Page, y float64, i int) {
	if len(p.Lines) == 0 {
		row(p, y, 360, "Pos", "Bezeichnung", "Menge", "Einzelpreis", "Gesamt")
		return
	}
	row(p, y, 360, fmt.Sprint(i), "Regalbrett", "2", "1,50", "3,00")
}

func proseRow(p *pages.Page, y float64, i int) {
	row(p, y, 12, strings.Fields(fmt.Sprintf("Die Ware Nr. %d vom 1. 3. bleibt bis zur Zahlung von %d,50 EUR unser Eigentum und der Käufer", i, i))...)
}

// large are documents as long as they may be, and pages as full as no person fills them.
var large = map[string]func() []pages.Page{
	"500 pages of a table": func() []pages.Page { return document(500, 41, tableRow) },
	"500 pages of prose":   func() []pages.Page { return document(500, 40, proseRow) },
	"a page of 2000 items": func() []pages.Page { return document(1, 2000, tableRow) },
	"a page of prose":      func() []pages.Page { return document(1, 600, proseRow) },
	"bare products": func() []pages.Page {
		return document(1, 2500, func(p *pages.Page, y float64, _ int) { row(p, y, 360, "Dübel", "2", "1,50", "3,00") })
	},
	"labels and values": func() []pages.Page {
		return document(1, 2500, func(p *pages.Page, y float64, i int) {
			row(p, y, 360, "Summe", fmt.Sprintf("%d,00", i), "Datum", "1.3.2025")
		})
	},
	"one line": func() []pages.Page {
		return document(1, 1, func(p *pages.Page, y float64, _ int) {
			row(p, y, 7, strings.Fields(strings.Repeat("ab 12 1,50 ", 3334))...)
		})
	},
	"one row": func() []pages.Page {
		return document(1, 1, func(p *pages.Page, y float64, _ int) {
			for i := range 10_000 {
				w := printed([]string{"Total", "1,50"}[i%2], 0, y)
				w.Box.X0, w.Box.X1 = float64(i)*1e-4, float64(i)*1e-4+1e-5
				w.Box.Y1 = w.Box.Y0 + 1e-5
				p.Lines = append(p.Lines, pages.Line{Words: []pages.Word{w}, Box: w.Box})
			}
		})
	},
	"words as lines": func() []pages.Page {
		return document(1, 100, func(p *pages.Page, y float64, i int) {
			for k := range 100 {
				w := printed(fmt.Sprint(k), 10+float64(k)*20, y)
				w.Box.X1 = w.Box.X0 + 19.0/2100
				p.Lines = append(p.Lines, pages.Line{Words: []pages.Word{w}, Box: w.Box})
			}
		})
	},
}

func TestAllPagesAreRead(t *testing.T) {
	t.Parallel()
	got := fields.Extract(document(260, 5, tableRow), fields.Options{})
	if len(got) != 1 || got[0].LastPage != 260 || len(got[0].Data.Lines) != 260*4 {
		t.Errorf("%d invoices, to page %d, %d lines", len(got), got[0].LastPage, len(got[0].Data.Lines))
	}
}

func TestPageThatIsNotReadToItsEndIsReported(t *testing.T) {
	t.Parallel()
	for words, want := range map[int]bool{20_000: false, 20_001: true} {
		page := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText}
		for i := range words {
			row(&page, 20+float64(i/100)*14, 20, "Holz")
			page.Lines[i].Words[0].Box.X0, page.Lines[i].Words[0].Box.X1 = float64(i%100)/100, float64(i%100)/100+0.008
		}
		if got := rulesOf(page); slices.Contains(got, "DOCKET-READ-05") != want {
			t.Errorf("%d words: %v", words, got)
		}
	}
}

func TestWordsThatAreTooLongAreReported(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]bool{300: false, 301: true} {
		page := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText}
		row(&page, 20, 20, strings.Repeat("x", size))
		if got := rulesOf(page); slices.Contains(got, "DOCKET-READ-07") != want {
			t.Errorf("a word of %d bytes: %v", size, got)
		}
	}
}

// BenchmarkLarge reads documents as long as they may be.
func BenchmarkLarge(b *testing.B) {
	for name, build := range large {
		in := build()
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				fields.Extract(in, fields.Options{})
			}
		})
	}
}
