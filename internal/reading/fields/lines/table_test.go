package lines

import (
	"fmt"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/pages"
)

// wrote gives lines as "name|quantity|unit|price|net|rate".
func wrote(r Result) []string {
	var out []string
	for _, l := range r.Lines {
		p := ""
		if l.Price != nil {
			p = l.Price.Net.String()
		}
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%s|%s", l.Name, l.Quantity, l.Unit, p, l.Net, l.TaxRate))
	}
	return out
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got:\n%s\nwant:\n%s", g, w)
	}
}

// Headings of every language over the same two items.
func TestHeadingsOfEveryLanguage(t *testing.T) {
	t.Parallel()
	cases := map[string][7]string{
		"de":  {"Pos.", "Bezeichnung", "Menge", "Einheit", "Einzelpreis", "MwSt-%", "Gesamtpreis"},
		"de2": {"Pos", "Leistung", "Anzahl", "ME", "E-Preis", "USt", "Betrag netto"},
		"fr":  {"N°", "Désignation", "Qté", "Unité", "P.U. HT", "TVA", "Montant HT"},
		"en":  {"No.", "Description", "Qty", "UOM", "Unit Price", "VAT %", "Amount"},
		"en2": {"#", "Item Description", "Quantity", "Unit", "Rate", "Tax", "Line Total"},
		"nl":  {"Nr", "Omschrijving", "Aantal", "Eenheid", "Prijs", "BTW %", "Totaal"},
		"it":  {"N.", "Descrizione", "Q.tà", "U.M.", "Prezzo unitario", "IVA %", "Importo"},
		"es":  {"Nº", "Concepto", "Cantidad", "Unidad", "Precio unitario", "% IVA", "Importe"},
		"pt":  {"Nº", "Descrição", "Qtd.", "Un.", "Preço unitário", "IVA %", "Total líquido"},
		"da":  {"Nr", "Beskrivelse", "Antal", "Enhed", "Stykpris", "Moms %", "Beløb"},
		"sv":  {"Rad", "Benämning", "Antal", "Enhet", "À-pris", "Moms %", "Summa"},
		"nb":  {"Nr", "Beskrivelse", "Antall", "Enhet", "Enhetspris", "MVA %", "Sum"},
		"fi":  {"Rivi", "Tuote", "Määrä", "Yksikkö", "À-hinta", "ALV %", "Yhteensä"},
	}
	for name, h := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := sheet(1, 300, pages.FromText,
				[]at{{40, h[0]}, {70, h[1]}, {330, ">" + h[2]}, {340, h[3]}, {460, ">" + h[4]}, {505, ">" + h[5]}, {575, ">" + h[6]}},
				[]at{{40, "1"}, {70, "Eichenbrett geölt"}, {330, ">12"}, {340, "kg"}, {460, ">8,50"}, {505, ">19"}, {575, ">102,00"}},
				[]at{{40, "2"}, {70, "Montageset 40 Teile"}, {330, ">3"}, {340, "kg"}, {460, ">1.200,00"}, {505, ">19"}, {575, ">3.600,00"}},
			)
			same(t, wrote(extract(comma(), p)),
				"Eichenbrett geölt|12|KGM|8.50|102.00|19", "Montageset 40 Teile|3|KGM|1200.00|3600.00|19")
		})
	}
}

func TestWrappedTextsAndSums(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromText,
		[]at{{40, "Artikel-Nr"}, {110, "Artikelbezeichnung"}, {380, ">Menge"}, {460, ">Preis"}, {560, ">Gesamt"}},
		[]at{{40, "AX-100"}, {110, "Kugelschreiber blau"}, {380, ">100 Stk"}, {460, ">0,45"}, {560, ">45,00"}},
		[]at{{110, "Lieferschein 4711 vom 03.04.2024"}},
		[]at{{40, "AX-200"}, {110, "Ordner breit, Rücken 80 mm, Karton grau"}, {380, ">20 Stk"}, {460, ">2,10"}, {560, ">42,00"}},
		[]at{{300, "Zwischensumme"}, {560, ">87,00"}},
		[]at{{40, "AX-300"}, {110, "Locher"}, {380, ">1 Stk"}, {460, ">13,00"}, {560, ">13,00"}},
		[]at{{300, "Nettobetrag"}, {560, ">100,00"}},
		[]at{{300, "MwSt 19%"}, {560, ">19,00"}},
		[]at{{300, "Rechnungsbetrag"}, {560, ">119,00"}},
	)
	r := extract(comma(), p)
	same(t, wrote(r), "Kugelschreiber blau|100|H87|0.45|45.00|", "Ordner breit, Rücken 80 mm, Karton grau|20|H87|2.10|42.00|", "Locher|1|H87|13.00|13.00|")
	if r.Lines[0].Description != "Lieferschein 4711 vom 03.04.2024" || r.Lines[0].IDs == nil || r.Lines[0].IDs.Seller != "AX-100" {
		t.Errorf("first line: %+v %+v", r.Lines[0], r.Lines[0].IDs)
	}
	if r.NetSum.String() != "100.00" || r.Score < 0.95 {
		t.Errorf("sum %s, score %v", r.NetSum, r.Score)
	}
}

func TestTableOverTwoPages(t *testing.T) {
	t.Parallel()
	head := []at{{40, "Description"}, {350, ">Qty"}, {450, ">Unit price"}, {560, ">Total"}}
	one := sheet(1, 700, pages.FromText, head,
		[]at{{40, "Blue paint"}, {350, ">2"}, {450, ">11.00"}, {560, ">22.00"}},
		[]at{{40, "Carried forward"}, {560, ">22.00"}},
	)
	again := sheet(2, 100, pages.FromText,
		[]at{{40, "Brought forward"}, {560, ">22.00"}}, head,
		[]at{{40, "Brush"}, {350, ">4"}, {450, ">3.00"}, {560, ">12.00"}},
		[]at{{350, "Total"}, {560, ">34.00"}},
	)
	bare := sheet(2, 100, pages.FromText,
		[]at{{40, "Brush"}, {350, ">4"}, {450, ">3.00"}, {560, ">12.00"}},
		[]at{{350, "Total"}, {560, ">34.00"}},
	)
	want := []string{"Blue paint|2||11.00|22.00|", "Brush|4||3.00|12.00|"}
	same(t, wrote(extract(dot(), one, again)), want...)
	same(t, wrote(extract(dot(), one, bare)), want...)
}

func TestCarriedSumsEndNoTable(t *testing.T) {
	t.Parallel()
	head := []at{{40, "Bezeichnung"}, {350, ">Menge"}, {450, ">Einzelpreis"}, {560, ">Betrag"}}
	one := sheet(1, 700, pages.FromText, head,
		[]at{{40, "Blaue Farbe"}, {350, ">2"}, {450, ">11,00"}, {560, ">22,00"}},
		[]at{{300, "Zwischensumme / Übertrag"}, {560, ">22,00"}},
	)
	two := sheet(2, 100, pages.FromText, head,
		[]at{{40, "Übertrag"}, {560, ">22,00"}},
		[]at{{40, "Pinsel"}, {350, ">4"}, {450, ">3,00"}, {560, ">12,00"}},
		[]at{{350, "Summe netto"}, {560, ">34,00"}},
	)
	same(t, wrote(extract(comma(), one, two)), "Blaue Farbe|2||11.00|22.00|", "Pinsel|4||3.00|12.00|")
}

func TestGrossAmountsLoseVAT(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromText,
		[]at{{40, "Artikel"}, {330, ">Aantal"}, {420, ">Prijs"}, {460, ">BTW"}, {560, ">Prijs incl. BTW"}},
		[]at{{40, "Leren hoes"}, {330, ">2"}, {420, ">60,50"}, {460, ">21%"}, {560, ">121,00"}},
	)
	c := comma()
	c.Grosses, c.Nets = []float64{121}, []float64{100}
	r := extract(c, p)
	same(t, wrote(r), "Leren hoes|2||50.00|100.00|21")
	for _, e := range r.Evidence {
		if e.Pointer == "/lines/0/net" && (e.Source != "computed" || e.Box != nil) {
			t.Errorf("net without VAT is computed: %+v", e)
		}
	}
}

func TestRowsWithoutHead(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromOCR,
		[]at{{40, "Fence post"}, {330, ">5"}, {420, ">9,90"}, {560, ">49,50"}},
		[]at{{40, "Gate"}, {330, ">1"}, {420, ">120,00"}, {560, ">120,00"}},
		[]at{{40, "Total"}, {560, ">169,50"}},
	)
	same(t, wrote(extract(comma(), p)), "Fence post|5||9.90|49.50|", "Gate|1||120.00|120.00|")
}

func TestTillSlip(t *testing.T) {
	t.Parallel()
	p := sheet(1, 60, pages.FromOCR,
		[]at{{40, "MARKET CORNER"}},
		[]at{{40, "Date 12/03/2023"}},
		[]at{{40, "Green tea"}, {300, ">3.20"}},
		[]at{{40, "2 x 1.50"}, {140, "Bread roll"}, {300, ">3.00"}},
		[]at{{40, "Total Qty"}, {300, ">3.00"}},
		[]at{{40, "Total"}, {300, ">6.20"}},
		[]at{{40, "Cash"}, {300, ">10.00"}},
	)
	c := dot()
	c.Receipt = true
	same(t, wrote(extract(c, p)), "Green tea||||3.20|", "Bread roll|2||1.50|3.00|")
}

// Every value's text must stand in its evidence, and every box on the page.
func TestEvidenceHoldsValues(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromOCR,
		[]at{{40, "Désignation"}, {350, ">Quantité"}, {450, ">Prix unitaire"}, {560, ">Montant"}},
		[]at{{40, "Lampe de bureau"}, {350, ">3,00"}, {450, ">1 250,00 €"}, {560, ">3 750,00 €"}},
	)
	r := extract(comma(), p)
	same(t, wrote(r), "Lampe de bureau|3.00||1250.00|3750.00|")
	want := map[string]string{
		"/lines/0/name": "Lampe de bureau", "/lines/0/quantity": "3,00", "/lines/0/price/net": "1 250,00 €", "/lines/0/net": "3 750,00 €",
	}
	for _, e := range r.Evidence {
		if e.Text != want[e.Pointer] {
			t.Errorf("%s: text %q, want %q", e.Pointer, e.Text, want[e.Pointer])
		}
		if e.Page != 1 || e.Box == nil || e.Box[0] < 0 || e.Box[2] > 1 || e.Box[0] >= e.Box[2] || e.Confidence <= 0.5 || e.Confidence > 0.99 {
			t.Errorf("%s: %+v", e.Pointer, e)
		}
		delete(want, e.Pointer)
	}
	if len(want) > 0 {
		t.Errorf("no evidence for %v", want)
	}
}

func TestNoTableNoLines(t *testing.T) {
	t.Parallel()
	p := sheet(1, 60, pages.FromText,
		[]at{{40, "Dear customer, please find our offer of 12 March 2024 attached."}},
		[]at{{40, "Total"}, {300, ">6.20"}},
	)
	if r := extract(dot(), p); len(r.Lines) != 0 || r.NetSum.IsPresent() || r.Score != 0 {
		t.Errorf("got %+v", r)
	}
}

// Numbers stand in the middle of texts of two lines.
func TestCentredTexts(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromText,
		[]at{{40, "Pos"}, {80, "Désignation"}, {350, ">Qté"}, {450, ">P.U. HT"}, {560, ">Total HT"}},
		[]at{{80, "Table en chêne massif avec"}},
		[]at{{40, "1"}, {80, "rallonges"}, {350, ">2"}, {450, ">310,00"}, {560, ">620,00"}},
		[]at{{80, "Banc en chêne massif avec un"}},
		[]at{{40, "2"}, {80, "dossier"}, {350, ">4"}, {450, ">90,00"}, {560, ">360,00"}},
		[]at{{350, "Total HT"}, {560, ">980,00"}},
	)
	r := extract(comma(), p)
	if len(r.Lines) != 2 || r.Lines[0].Name != "Table en chêne massif avec rallonges" {
		t.Errorf("got %q", wrote(r))
	}
}

// A head whose last column is unreadable: the products tell where the amounts stand.
func TestAmountWithoutHeading(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromOCR,
		[]at{{80, "Artikel"}, {350, ">Menge"}, {450, ">Einzelpreis"}, {560, ">Nr"}},
		[]at{{80, "Gartenschere"}, {350, ">2"}, {450, ">31,00"}, {560, ">62,00"}},
		[]at{{80, "Rechen"}, {350, ">4"}, {450, ">9,00"}, {560, ">36,00"}},
	)
	same(t, wrote(extract(comma(), p)), "Gartenschere|2||31.00|62.00|", "Rechen|4||9.00|36.00|")
}

// Allowances and charges of the document are no lines.
func TestAllowancesAreNoLines(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromText,
		[]at{{40, "Pos"}, {80, "Bezeichnung"}, {350, ">Menge"}, {450, ">Einzelpreis"}, {560, ">Betrag"}},
		[]at{{40, "1"}, {80, "Gartenschere"}, {350, ">2"}, {450, ">31,00"}, {560, ">62,00"}},
		[]at{{40, "2"}, {80, "Rechen"}, {350, ">4"}, {450, ">9,00"}, {560, ">36,00"}},
		[]at{{80, "Rabatt 10 % auf 98,00 EUR"}, {560, ">-9,80"}},
		[]at{{80, "Frachtpauschale Inland"}, {560, ">12,00"}},
	)
	same(t, wrote(extract(comma(), p)), "Gartenschere|2||31.00|62.00|", "Rechen|4||9.00|36.00|")
}

func TestTextsWithoutHeading(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromText,
		[]at{{350, ">Qty"}, {450, ">Unit Price"}, {560, ">Amount"}},
		[]at{{60, "Roof tiles red"}, {350, ">200"}, {450, ">1.10"}, {560, ">220.00"}},
		[]at{{60, "Ridge tiles"}, {350, ">12"}, {450, ">4.50"}, {560, ">54.00"}},
	)
	same(t, wrote(extract(dot(), p)), "Roof tiles red|200||1.10|220.00|", "Ridge tiles|12||4.50|54.00|")
}

// Headings whose words stand under each other, and two languages under each other.
func TestHeadingsInTwoRows(t *testing.T) {
	t.Parallel()
	rows := [][]at{
		{{60, "Roof tiles red"}, {350, ">200"}, {450, ">1.10"}, {560, ">220.00"}},
		{{60, "Ridge tiles"}, {350, ">12"}, {450, ">4.50"}, {560, ">54.00"}},
	}
	want := []string{"Roof tiles red|200||1.10|220.00|", "Ridge tiles|12||4.50|54.00|"}
	split := append([][]at{
		{{60, "Item"}, {350, ">Quantity"}, {450, ">Unit"}, {560, ">Line"}},
		{{450, ">Price"}, {560, ">Total"}},
	}, rows...)
	both := append([][]at{
		{{60, "Bezeichnung"}, {350, ">Menge"}, {450, ">Einzelpreis"}, {560, ">Gesamtpreis"}},
		{{60, "Description"}, {350, ">Quantity"}, {450, ">Unit price"}, {560, ">Total"}},
	}, rows...)
	same(t, wrote(extract(dot(), sheet(1, 250, pages.FromText, split...))), want...)
	same(t, wrote(extract(dot(), sheet(1, 250, pages.FromText, both...))), want...)
}

// A page that leans: every line stands lower the further right it is.
func TestLeaningTable(t *testing.T) {
	t.Parallel()
	p := sheet(1, 250, pages.FromOCR,
		[]at{{60, "Description"}, {350, ">Qty"}, {450, ">Price"}, {560, ">Amount"}},
		[]at{{60, "Roof tiles red"}, {350, ">200"}, {450, ">1.10"}, {560, ">220.00"}},
		[]at{{60, "Ridge tiles"}, {350, ">12"}, {450, ">4.50"}, {560, ">54.00"}},
		[]at{{60, "Gutter"}, {350, ">3"}, {450, ">18.00"}, {560, ">54.00"}},
	)
	for i := range p.Lines {
		l := &p.Lines[i]
		for k := range l.Words {
			b := &l.Words[k].Box
			b.Y0, b.Y1 = b.Y0+0.008*b.X0, b.Y1+0.008*b.X0
		}
	}
	same(t, wrote(extract(dot(), p)), "Roof tiles red|200||1.10|220.00|", "Ridge tiles|12||4.50|54.00|", "Gutter|3||18.00|54.00|")
}
