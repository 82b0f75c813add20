package locate_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/locate"
	"github.com/docketapi/docket/internal/reading/pages"
)

// pageOf lays text out as a printer would: two spaces part cells.
func pageOf(text string) []pages.Page {
	p := pages.Page{Number: 3, Width: 595, Height: 842, Source: pages.FromText}
	const w, h = 0.008, 0.018
	for row, line := range strings.Split(text, "\n") {
		at := 4
		for cell := range strings.SplitSeq(line, "  ") {
			var l pages.Line
			for _, word := range strings.Fields(cell) {
				n := utf8.RuneCountInString(word)
				box := pages.Box{X0: float64(at) * w, Y0: float64(row+4) * h, X1: float64(at+n) * w, Y1: (float64(row+4) + .7) * h}
				l.Words = append(l.Words, pages.Word{Text: word, Box: box, Confidence: 1})
				at += n + 1
			}
			if len(l.Words) > 0 {
				l.Box = pages.Box{X0: l.Words[0].Box.X0, Y0: l.Words[0].Box.Y0, X1: l.Words[len(l.Words)-1].Box.X1, Y1: l.Words[0].Box.Y1}
				p.Lines = append(p.Lines, l)
			}
			at += 8
		}
	}
	return []pages.Page{p}
}

const german = `Möbelhaus Birnbaum
& Söhne GmbH
Rechnungsnr.:RB-77/12   vom 3. April 2026
Lieferung am 05.04.2026
Tisch  2  1.234,50  2.469,00 EUR
Rabatt 3 %  -74,07
Summe  2.394,93 €
USt-IdNr. DE136695976
IBAN DE89 3704 0044 0532 0130 00`

func TestWords(t *testing.T) {
	t.Parallel()
	f := locate.New(pageOf(german), "DE", "EUR")
	for said, want := range map[string]string{
		"RB-77/12": "RB-77/12", "rb 77/12": "RB-77/12", "Mobelhaus Birnbaum": "Möbelhaus Birnbaum", "MÖBELHAUS BIRNBAUM & SÖHNE GMBH": "Möbelhaus Birnbaum & Söhne GmbH",
		"Möbelhaus": "Möbelhaus", "Möbel": "", "Birnbaum GmbH": "", "RB-77": "", "77/12": "", "Tisch 2": "", "x": "", "": "", "&": "", "Möbelhaus Söhne": "",
	} {
		got, ok := f.Words(said)
		if got.Value != want || ok != (want != "") {
			t.Errorf("%q: got %+v, %v", said, got, ok)
		}
		if ok && (got.Page != 3 || got.Box[2] <= got.Box[0] || got.Box[3] <= got.Box[1] || got.Confidence != 1) {
			t.Errorf("%q: %+v", said, got)
		}
	}
}

func TestAmountsAndDates(t *testing.T) {
	t.Parallel()
	f := locate.New(pageOf(german), "DE", "EUR")
	for said, want := range map[string]bool{"2469": true, "2469.00": true, "2394.93": true, "-74.07": true, "74.07": false, "2.469": false, "2": false, "3": false, "1234.5": true, "0": false} {
		if got, ok := f.Amount(en16931.MustDecimal(said)); ok != want {
			t.Errorf("%s: got %+v", said, got)
		}
	}
	if _, ok := f.Amount(en16931.Decimal{}); ok {
		t.Error("no amount stands on the page")
	}
	for said, want := range map[string]string{"2026-04-03": "3. April 2026", "2026-04-05": "05.04.2026", "2026-05-04": "", "2026-04-04": ""} {
		got, ok := f.Date(en16931.MustDate(said))
		if got.Text != want || ok != (want != "") {
			t.Errorf("%s: got %+v", said, got)
		}
	}
	if got, _ := f.Date(en16931.MustDate("2026-04-05")); !got.Ambiguous {
		t.Errorf("05.04. could be the fourth of May: %+v", got)
	}
}

func TestDatesByTheLocale(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Invoice\nDate 03/04/2026\nShipped 03/28/2026\nTotal $ 1,200.00":       "2026-03-04",
		"Facture\nDate 03/04/2026\nLivraison 28/03/2026\nTotal TTC 1 200,00 €": "2026-04-03",
	} {
		f := locate.New(pageOf(text), "", "")
		for _, day := range []string{"2026-03-04", "2026-04-03"} {
			if _, ok := f.Date(en16931.MustDate(day)); ok != (day == want) {
				t.Errorf("%s in %q: %v", day, text, ok)
			}
		}
	}
}

func TestIdentifiers(t *testing.T) {
	t.Parallel()
	f := locate.New(pageOf(german), "DE", "EUR")
	for _, c := range []struct {
		find func(string) (locate.Place, bool)
		said string
		want string
	}{
		{f.IBAN, "DE89370400440532013000", "DE89370400440532013000"}, {f.IBAN, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"},
		{f.IBAN, "DE02120300000000202051", ""}, {f.IBAN, "DE00370400440532013000", ""}, {f.IBAN, "", ""},
		{f.VATID, "DE 136695976", "DE136695976"}, {f.VATID, "DE136695975", ""}, {f.VATID, "136695976", ""},
		{f.Currency, "EUR", "EUR"}, {f.Currency, "USD", ""}, {f.Currency, "Tisch", ""},
	} {
		if got, ok := c.find(c.said); got.Value != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %+v, %v", c.said, got, ok)
		}
	}
}

func TestNoPages(t *testing.T) {
	t.Parallel()
	f := locate.New(nil, "", "")
	if _, ok := f.Words("anything"); ok {
		t.Error("found on no page")
	}
}

func FuzzWords(f *testing.F) {
	f.Add(german, "Möbelhaus Birnbaum & Söhne")
	f.Add("a:b c", "ab")
	f.Add("a\nb\nc", "abc")
	f.Fuzz(func(t *testing.T, text, said string) {
		if len(text) > 4000 {
			return
		}
		finder := locate.New(pageOf(text), "", "")
		if p, ok := finder.Words(said); ok && (p.Value == "" || p.Page != 3) {
			t.Errorf("%q: %+v", said, p)
		}
	})
}
