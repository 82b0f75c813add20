package reading

import (
	"fmt"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
)

// longBill is an invoice on paper with so many lines, 250 a page.
func longBill(lines int) []pages.Page {
	var list []pages.Page
	for i := 0; i < lines; i++ {
		if i%250 == 0 {
			p := pages.Page{Number: len(list) + 1, Width: 595, Height: 4000, Source: pages.FromText}
			list = append(list, p)
			printRow(&list[len(list)-1], 0, "Pos", "Bezeichnung", "Menge", "Einzelpreis", "Gesamt")
		}
		printRow(&list[len(list)-1], 1+i%250, fmt.Sprint(i+1), "Regalbrett", "2", "1,50", "3,00")
	}
	return list
}

func printRow(p *pages.Page, row int, cells ...string) {
	for k, s := range cells {
		x, y := 0.07+0.18*float64(k), 0.01+0.0035*float64(row)
		b := pages.Box{X0: x, Y0: y, X1: x + 0.009*float64(len(s)), Y1: y + 0.0023}
		p.Lines = append(p.Lines, pages.Line{Words: []pages.Word{{Text: strings.TrimSpace(s), Box: b, Confidence: 1}}, Box: b})
	}
}

func TestLinesOfPaperAreAllRead(t *testing.T) {
	t.Parallel()
	in := Input{Progress: func(string, int) {}}
	got, err := extract(in, longBill(5010), nil, nil)
	if err != nil || len(got.Invoices[0].Data.Lines) != 5010 {
		t.Errorf("%d lines, %v", len(got.Invoices[0].Data.Lines), err)
	}
	if _, err := extract(in, longBill(einvoice.MaxLines+1), nil, nil); fault.CodeOf(err) != fault.CodeTooManyLines {
		t.Errorf("a line too many: %v", err)
	}
}
