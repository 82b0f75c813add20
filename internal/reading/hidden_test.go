package reading_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// layered is a scan of the bill with words over it, which lie lower by some points.
func layered(lines []string, lower float64, shape func(*testkit.PDFText)) []byte {
	page := testkit.PDFPage{Picture: drawn(bill)}
	for i, s := range lines {
		text := testkit.PDFText{X: 52.8, Y: 72 + 19.2*float64(i) + lower, Size: 11.5, S: s, Hidden: true}
		if shape != nil {
			shape(&text)
		}
		page.Texts = append(page.Texts, text)
	}
	return testkit.PDF{Pages: []testkit.PDFPage{page}}.Bytes()
}

func changed(pairs ...string) []string {
	return strings.Split(strings.NewReplacer(pairs...).Replace(strings.Join(bill, "\n")), "\n")
}

func TestReadTrustsThePictureMoreThanHiddenWords(t *testing.T) {
	t.Parallel()
	other := []string{"Anderer Verkauf AG", "Nebenweg 8, 54321 Dorf", "", "RECHNUNG", "Rechnungsnummer: XX-77", "Rechnungsdatum: 01.02.2020",
		"Gesamtbetrag 9.999,00 EUR"}
	turned := testkit.PDFPage{Width: 842, Height: 595, Rotate: 90, Picture: func() *testkit.Picture { p := drawn(bill).Turned(270); return &p }(),
		Texts: []testkit.PDFText{{X: 60, Y: 60, Size: 11, S: strings.Join(changed("119,00", "911,00"), " "), Hidden: true}}}
	for name, data := range map[string][]byte{
		"the same words":         layered(bill, 0, nil),
		"letters for digits":     layered(changed("1", "l", "0", "O", "8", "B", "v", "^"), 0, nil),
		"shifted":                layered(bill, 60, nil),
		"shifted far":            layered(bill, 400, nil),
		"one other figure":       layered(changed("Gesamtbetrag 119,00", "Gesamtbetrag 179,00"), 0, nil),
		"other figures":          layered(changed("100,00", "200,00", "19,00", "38,00", "119,00", "238,00"), 0, nil),
		"another invoice":        layered(other, 0, nil),
		"a few lines":            layered(bill[:6], 0, nil),
		"under a stamp of words": layered(append([]string{"BEZAHLT am 01.01.2020"}, changed("2024", "2O24")...), 0, nil),
		"turned page":            testkit.PDF{Pages: []testkit.PDFPage{turned}}.Bytes(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inv := read(t, data).Invoices[0]
			if inv.Source != evidence.OCR || inv.Data.Number != "RE-2024-0815" || inv.Data.IssueDate.String() != "2024-03-12" || inv.Data.Totals.Gross.String() != "119.00" {
				t.Errorf("source %s, number %q, date %s, gross %s", inv.Source, inv.Data.Number, inv.Data.IssueDate, inv.Data.Totals.Gross)
			}
		})
	}
}

func TestReadDoubtsAFigureThatHiddenWordsDispute(t *testing.T) {
	t.Parallel()
	gross := func(data []byte) float64 {
		for _, e := range read(t, data).Invoices[0].Evidence {
			if e.Pointer == "/totals/gross" {
				return e.Confidence
			}
		}
		return 0
	}
	sure, disputed := gross(layered(bill, 0, nil)), gross(layered(changed("119,00", "179,00"), 0, nil))
	if disputed >= sure || sure == 0 {
		t.Errorf("the gross total is sure to %.3f, and to %.3f where hidden words say another", sure, disputed)
	}
}

func TestReadTrustsWordsThatAreDrawnOverAPicture(t *testing.T) {
	t.Parallel()
	visible := layered(bill, 200, func(text *testkit.PDFText) { text.Hidden = false })
	page, err := newReader(t).Pages(t.Context(), file(t, "x", visible))
	if err != nil || page[0].Source != pages.FromText {
		t.Errorf("words over a background are read as %v, %v", page[0].Source, err)
	}
}

func TestReadKeepsHiddenWordsInLettersThatRecognitionLacks(t *testing.T) {
	t.Parallel()
	layer := pages.Page{Source: pages.FromText, Lines: []pages.Line{line("Фактура", "Дата", "Общо", "Сума")}}
	seen := pages.Page{Source: pages.FromOCR, Lines: []pages.Line{line("ΦaKTypa", "4aTa", "O6uqo", "Cyma")}}
	got := reading.Better(seen, layer)
	if got.Source != pages.FromOCR || got.Lines[0].Words[0].Text != "Фактура" || got.Lines[0].Words[0].Confidence >= 0.9 {
		t.Errorf("kept %v", got)
	}
}

func TestReadTakesProvenIdentifiersOfHiddenWords(t *testing.T) {
	t.Parallel()
	layer := pages.Page{Source: pages.FromText, Lines: []pages.Line{line("Rechnung", "DE711904339", "119,00", "Total")}}
	seen := pages.Page{Source: pages.FromOCR, Lines: []pages.Line{line("Rechnung", "DE711904389", "119,00", "Total")}}
	if got := reading.Better(seen, layer); got.Lines[0].Words[1].Text != "DE711904339" {
		t.Errorf("kept %v", got)
	}
}

// line is words side by side, each a tenth of the page wide.
func line(texts ...string) pages.Line {
	var words []pages.Word
	for i, s := range texts {
		x := float64(i) * 0.2
		words = append(words, pages.Word{Text: s, Confidence: 0.9, Box: pages.Box{X0: x, Y0: 0.1, X1: x + 0.1, Y1: 0.12}})
	}
	return pages.NewLine(words)
}
