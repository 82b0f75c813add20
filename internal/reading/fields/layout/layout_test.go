package layout_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// line puts words of equal letters side by side from a place on; lean lowers them to the right, as on a photo.
func line(x, y, lean float64, text string) pages.Line {
	var l pages.Line
	for w := range strings.FieldsSeq(text) {
		width := 0.01 * float64(len(w))
		l.Words = append(l.Words, pages.Word{Text: w, Box: pages.Box{X0: x, Y0: y, X1: x + width, Y1: y + 0.012}, Confidence: 1})
		x += width + 0.006
		y += lean * (width + 0.006)
	}
	return l
}

func build(source pages.Source, lines ...pages.Line) *layout.Page {
	return layout.Build(pages.Page{Number: 1, Width: 595, Height: 842, Source: source, Lines: lines})
}

func TestRowsJoinWhatStandsAtOneHeight(t *testing.T) {
	t.Parallel()
	p := build(pages.FromText, line(.6, .1, 0, "31.01.2024"), line(.1, .1, 0, "Invoice date:"), line(.1, .2, 0, "Total"))
	if len(p.Rows) != 2 || len(p.Rows[0].Segments) != 2 || p.Rows[0].Segments[0].Text != "Invoice date:" {
		t.Fatalf("got %d rows", len(p.Rows))
	}
}

func TestALeaningPhotoKeepsItsRows(t *testing.T) {
	t.Parallel()
	var lines []pages.Line
	for i := range 8 {
		y := 0.1 + 0.02*float64(i)
		lines = append(lines, line(.05, y, .06, "some words of an item line"), line(.8, y+.75*.06, .06, "1,00"))
	}
	p := build(pages.FromOCR, lines...)
	if len(p.Rows) != 8 {
		t.Fatalf("got %d rows, want 8", len(p.Rows))
	}
	for _, r := range p.Rows {
		if len(r.Segments) != 2 {
			t.Errorf("row %d has %d segments", r.Index, len(r.Segments))
		}
	}
	seen := p.Rows[0].Segments[1].Whole().Seen()
	if got := p.Fraction(seen)[1]; got < .144 || got > .146 {
		t.Errorf("seen at %v: evidence must point at the page as it is", got)
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		role locale.Role
		want string
	}{
		{"Invoice No.: 4711", locale.Number, "4711"}, {"Total (incl. 19% VAT) 119.00", locale.Gross, "119.00"},
		{"Total excl. VAT: 100.00", locale.Net, "100.00"}, {"Rechnungsnummer: R-1 Datum: 1.2.2024", locale.Number, "R-1"},
	} {
		p := build(pages.FromText, line(.1, .1, 0, c.text))
		found := false
		for _, l := range p.Labels {
			if l.Has(c.role) {
				found = true
				if got := l.Rest().Text(); got != c.want {
					t.Errorf("%q: rest %q, want %q", c.text, got, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%q: no label for %s", c.text, c.role)
		}
	}
}

func TestNoLabelsInsideWordsAndAddresses(t *testing.T) {
	t.Parallel()
	p := build(pages.FromText, line(.1, .1, 0, "contact@seller.example total-free BV003"))
	for _, l := range p.Labels {
		t.Errorf("label %q", l.Span.Text())
	}
}

func TestNearerValuesRelateBetter(t *testing.T) {
	t.Parallel()
	p := build(pages.FromText, line(.1, .1, 0, "Due date:"), line(.4, .1, 0, "near"), line(.4, .2, 0, "far"))
	var due *layout.Label
	for _, l := range p.Labels {
		if l.Has(locale.DueDate) {
			due = l
		}
	}
	if due == nil {
		t.Fatal("no label")
	}
	_, near := layout.Relate(due, p.Rows[0].Segments[1].Whole())
	_, far := layout.Relate(due, p.Rows[1].Segments[0].Whole())
	if near <= far {
		t.Errorf("near %v, far %v", near, far)
	}
}
