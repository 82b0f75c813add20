package lines

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/docketapi/docket/internal/reading/pages"
)

// vocabulary is what fuzzed pages are made of: headings, numbers, sums and odd text.
var vocabulary = []string{
	"Menge", "Beschreibung", "Preis", "Betrag", "Qty", "Description", "Total", "MwSt", "19%", "1", "2", "12,00", "1.234,56", "€", "(5)", "-3,10",
	"x", "Stk", "10Stk", "RM2.70S", "Netto", "Übertrag", "Zwischensumme", "Pos", "#", "Art-Nr", "abc", "\u00a0", "—", "Rabatt", "incl.", "BTW", "999999999999999999999",
	"0,000", "4006381333931", "Summe", "IBAN", "\xff", "",
}

// fuzzPage lays words out by bytes: which word, and where.
func fuzzPage(data []byte) pages.Page {
	p := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromOCR}
	for len(data) >= 5 && len(p.Lines) < 400 {
		text := vocabulary[int(data[0])%len(vocabulary)]
		x := float64(binary.LittleEndian.Uint16(data[1:])) / math.MaxUint16
		y := float64(data[3]) / 255
		w := float64(data[4]) / 1000
		b := pages.Box{X0: x, Y0: y, X1: x + w, Y1: y + 0.012}
		p.Lines = append(p.Lines, pages.Line{Words: []pages.Word{{Text: text, Box: b, Confidence: 0.5}}, Box: b})
		data = data[5:]
	}
	return p
}

func FuzzExtract(f *testing.F) {
	f.Add([]byte{})
	head := []byte{1, 0, 16, 50, 90, 0, 0, 90, 50, 40, 2, 0, 140, 50, 40, 3, 0, 200, 50, 40}
	item := []byte{26, 0, 16, 56, 90, 9, 0, 90, 56, 10, 11, 0, 140, 56, 40, 11, 0, 200, 56, 40}
	f.Add(append(append([]byte{}, head...), item...))
	f.Add(append(append(append([]byte{}, head...), item...), 22, 0, 16, 60, 90, 12, 0, 200, 60, 40))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, c := range []Context{comma(), {Receipt: true, Nets: []float64{12}, Rates: []float64{19}}} {
			p := fuzzPage(data)
			r := extract(c, p, p)
			for _, e := range r.Evidence {
				if e.Pointer == "" || e.Confidence < 0 || e.Confidence > 1 || (e.Box == nil) != (e.Source == "computed") {
					t.Fatalf("bad evidence %+v", e)
				}
			}
			for _, l := range r.Lines {
				if l.Net.IsPresent() && len(l.Net.String()) > 60 {
					t.Fatalf("amount of %d digits", len(l.Net.String()))
				}
			}
		}
	})
}

func BenchmarkExtractPage(b *testing.B) {
	rows := [][]at{{{40, "Pos"}, {70, "Bezeichnung"}, {380, ">Menge"}, {460, ">Einzelpreis"}, {560, ">Gesamt"}}}
	for range 40 {
		rows = append(rows, []at{{40, "1"}, {70, "Eichenbrett geölt, gehobelt, Länge 2 m"}, {380, ">12 Stk"}, {460, ">8,50"}, {560, ">102,00"}})
	}
	built := layoutOf(sheet(1, 100, pages.FromText, rows...))
	for b.Loop() {
		if r := Extract(built, comma()); len(r.Lines) != 40 {
			b.Fatal(len(r.Lines))
		}
	}
}
