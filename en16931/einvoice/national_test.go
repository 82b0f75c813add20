package einvoice_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
)

// nationalInvoices are the invoices in the test documents of national formats: what is paid and booked by, in one line.
var nationalInvoices = map[string][]string{
	"ksef.xml": {"ksef FV/12/2026 2026-02-10 380 EUR PL7740001454>DE136695976 280.00+50.00=330.00 due 330.00 on 2026-03-12 to PL61109010140000071219812874 " +
		"S 23 200.00 46.00, S 8 50.00 4.00, E 0 30.00 0.00"},
	"ksef-correction.xml": {"ksef FK/1/2026 2026-02-20 384 PLN PL7740001454>PL5260250274 -40.00+-9.20=-49.20 due -49.20 on  to  S 23 -40.00 -9.20"},
	"ksef-gross.xml":      {"ksef P/1 2026-02-21 380 PLN PL7740001454>PL5260250274 162.60+37.40=200.00 due 0.00 on  to  S 23 162.60 37.40"},
	"fatturapa.xml": {"fatturapa 7/PA 2026-01-15 380 EUR IT01234567890> 1040.00+228.80=1268.80 due 840.00 on 2026-02-14 to IT60X0542811101000000123456 " +
		"B 22.00 1040.00 228.80"},
	"fatturapa-batch.xml": {
		"fatturapa NC1 2026-03-01 381 EUR IT01234567890>IT09876543210 100.00+22.00=122.00 due 122.00 on  to  S 22.00 100.00 22.00",
		"fatturapa F10 2026-03-02 380 EUR IT01234567890>IT09876543210 102.00+0.00=102.00 due 102.00 on 2026-04-01 to IT60X0542811101000000123456 E 0.00 102.00 0.00",
	},
	"fatturapa-simplified.xml": {"fatturapa S1 2026-03-03 380 EUR IT01234567890>IT09876543210 70.00+7.00=77.00 due 77.00 on  to  S 10.00 70.00 7.00"},
	"facturae.xml":             {"facturae A-17 2026-04-01 380 EUR ESA28017895>ESP2807900B 950.00+199.50=1149.50 due 1007.00 on 2026-05-01 to ES9121000418450200051332 S 21.00 950.00 199.50"},
	"facturae-corrective.xml":  {"facturae R-2 2026-04-02 384 EUR ES00000000T> -100.00+0.00=-100.00 due -100.00 on  to  E 0.00 -100.00 0.00"},
	"ebinterface.xml":          {"ebinterface 2026-55 2026-05-05 380 EUR ATU13585627> 210.00+40.00=250.00 due 200.00 on 2026-06-04 to AT611904300234573201 S 20 190.00 38.00, S 10 20.00 2.00"},
	"ebinterface-43.xml":       {"ebinterface G-1 2026-05-06 381 EUR ATU13585627>ATU37675002 20.00+4.00=24.00 due 24.00 on  to  S 20 20.00 4.00"},
	"svefaktura.xml":           {"svefaktura 1234 2026-06-01 380 SEK SE556000475501> 249.50+62.38=311.88 due 312.00 on 2026-07-01 to 12345678 S 25 249.50 62.38"},
	"oioubl.xml":               {"oioubl A00095678 2026-07-01 380 DKK DK16356706> 1100.00+275.00=1375.00 due 1375.00 on 2026-07-31 to 87654321 S 25 1100.00 275.00"},
}

func national(t *testing.T, name string) []*einvoice.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "national", name))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := einvoice.ParseAll(context.Background(), data, xmltree.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return docs
}

func TestNationalFormatsAreRead(t *testing.T) {
	t.Parallel()
	for name, want := range nationalInvoices {
		docs := national(t, name)
		var got []string
		for _, d := range docs {
			got = append(got, summary(d))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func summary(d *einvoice.Document) string {
	inv, account := &d.Invoice, ""
	if inv.Payment != nil && len(inv.Payment.Accounts) > 0 {
		account = inv.Payment.Accounts[0].IBAN
	}
	t := inv.Totals
	head := []string{
		string(d.Syntax), inv.Number, inv.IssueDate.String(), inv.TypeCode, inv.Currency, inv.Seller.VATID + ">" + inv.Buyer.VATID,
		t.Net.String() + "+" + t.Tax.String() + "=" + t.Gross.String(), "due", t.Due.String(), "on", inv.DueDate.String(), "to", account,
	}
	var rows []string
	for _, x := range inv.Taxes {
		rows = append(rows, strings.Join([]string{x.Category, x.Rate.String(), x.Base.String(), x.Amount.String()}, " "))
	}
	return strings.Join(head, " ") + " " + strings.Join(rows, ", ")
}

// TestNationalFormatsAreSound holds the test documents, which are right, to having no fatal finding, and a wrong sum to one.
func TestNationalFormatsAreSound(t *testing.T) {
	t.Parallel()
	for name := range nationalInvoices {
		for _, d := range national(t, name) {
			findings, err := d.CheckUntil(context.Background(), rules.Auto, "")
			if err != nil || len(findings) == 0 || findings[0].Rule != "DOCKET-NATIONAL-01" {
				t.Errorf("%s: %v %+v", name, err, findings)
			}
			for _, f := range findings {
				if f.Severity == en16931.Fatal {
					t.Errorf("%s: %s %s: want %s, is %s", name, f.Rule, f.Message, f.Expected, f.Actual)
				}
			}
		}
	}
	data, err := os.ReadFile("testdata/national/ksef.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][2]string{{"<P_15>330.00", "<P_15>340.00"}, {"<P_14_1>46.00", "<P_14_1>12.00"}, {"<P_13_1>200.00", "<P_13_1>300.00"}, {"<P_2>FV/12/2026</P_2>", ""}} {
		d, err := einvoice.Parse([]byte(strings.Replace(string(data), wrong[0], wrong[1], 1)), xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if rules.Valid(d.Check(rules.Auto)) {
			t.Errorf("with %s it is valid", wrong[1])
		}
	}
}

// TestNationalFormatsLoseNothing holds reading to: whatever text an element has, it is in the invoice or in its extensions.
func TestNationalFormatsLoseNothing(t *testing.T) {
	t.Parallel()
	stated := map[string]bool{ // by words, or by a code of the standard's
		"P_16": true, "P_17": true, "P_18": true, "P_18A": true, "ResidenceTypeCode": true, "CountryCode": true, "Country": true, "ChargeIndicator": true,
	}
	named := map[string]bool{"VAT": true, "SWT": true, "StandardRated": true, "00000000": true}
	for name := range nationalInvoices {
		for _, d := range national(t, name) {
			whole, err := json.Marshal(d.Invoice)
			if err != nil {
				t.Fatal(err)
			}
			var text strings.Builder
			for _, x := range d.Invoice.Extensions {
				text.WriteString(x.XML)
			}
			for n := range leaves(d.Root) {
				value := strings.TrimSpace(n.Text)
				quoted, _ := json.Marshal(value) // a string can be marshalled
				if value != "" && !stated[n.Local] && !named[value] && !strings.Contains(string(whole), strings.Trim(string(quoted), `"`)) && !strings.Contains(text.String(), value) {
					t.Errorf("%s: %s %q is nowhere", name, n.XPath(), value)
				}
			}
		}
	}
}

// leaves are the elements without children.
func leaves(root *xmltree.Node) func(func(*xmltree.Node) bool) {
	var walk func(n *xmltree.Node, yield func(*xmltree.Node) bool) bool
	walk = func(n *xmltree.Node, yield func(*xmltree.Node) bool) bool {
		for _, c := range n.Children {
			if !walk(c, yield) {
				return false
			}
		}
		return len(n.Children) > 0 || yield(n)
	}
	return func(yield func(*xmltree.Node) bool) { walk(root, yield) }
}

// TestNationalPlaces holds the places to what a reader of the document would look for.
func TestNationalPlaces(t *testing.T) {
	t.Parallel()
	for name, at := range map[string][2]string{
		"ksef.xml":      {"/taxes/1/base", "/*[local-name()='Faktura']/Fa/P_13_2"},
		"fatturapa.xml": {"/lines/0/net", "/*[local-name()='FatturaElettronica']/FatturaElettronicaBody/DatiBeniServizi/DettaglioLinee/PrezzoTotale"},
		"facturae.xml":  {"/number", "/*[local-name()='Facturae']/Invoices/Invoice/InvoiceHeader/InvoiceNumber"},
		"oioubl.xml":    {"/totals/gross", "/ubl:Invoice/LegalMonetaryTotal/TaxInclusiveAmount"},
	} {
		if got := national(t, name)[0].Source.XPath(at[0]); got != at[1] {
			t.Errorf("%s: %s was read at %s, want %s", name, at[0], got, at[1])
		}
	}
}

func TestFurtherInvoicesAreTold(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/national/fatturapa-batch.xml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := einvoice.Parse(data, xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	told := slices.ContainsFunc(d.Check(rules.Auto), func(f en16931.Finding) bool { return strings.Contains(f.Message, "1 further") })
	if d.Invoice.Number != "NC1" || !told {
		t.Errorf("number %s, told %v", d.Invoice.Number, told)
	}
}

// FuzzNational holds the readers of national formats to: whatever the document, reading and judging end.
func FuzzNational(f *testing.F) {
	files, err := filepath.Glob("testdata/national/*.xml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no test documents: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		docs, err := einvoice.ParseAll(context.Background(), data, xmltree.Limits{Tokens: 20_000})
		if err != nil {
			return
		}
		for _, d := range docs {
			_ = d.Check(rules.Auto)
			_ = d.Source.All()
		}
	})
}

// TestNationalFilesMadeToCostMuch holds reading to work that grows with the file, and no faster: each of these made it compare
// everything with everything else.
func TestNationalFilesMadeToCostMuch(t *testing.T) {
	t.Parallel()
	const n = 15_000
	many := func(s string) string { return strings.Repeat(s, n) }
	body := func(general, goods, pay string) string {
		return `<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"><FatturaElettronicaHeader/><FatturaElettronicaBody><DatiGenerali>` +
			general + `</DatiGenerali><DatiBeniServizi>` + goods + `</DatiBeniServizi>` + pay + `</FatturaElettronicaBody></p:FatturaElettronica>`
	}
	lines := many(`<DettaglioLinee><NumeroLinea>1</NumeroLinea><PrezzoTotale>1</PrezzoTotale><AliquotaIVA>22</AliquotaIVA></DettaglioLinee>`)
	var rows, payments strings.Builder
	for i := range n {
		fmt.Fprintf(&rows, `<DatiRiepilogo><AliquotaIVA>22</AliquotaIVA><EsigibilitaIVA>S</EsigibilitaIVA><ImponibileImporto>1</ImponibileImporto><Imposta>1</Imposta><RiferimentoNormativo>reason %d</RiferimentoNormativo></DatiRiepilogo>`, i)
		fmt.Fprintf(&payments, `<DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento><CodicePagamento>%d</CodicePagamento><IBAN>IT%d</IBAN></DettaglioPagamento>`, i, i)
	}
	for name, doc := range map[string]string{
		"lines and references": body(`<DatiOrdineAcquisto><NumItem>1</NumItem>`+many(`<RiferimentoNumeroLinea>x</RiferimentoNumeroLinea>`)+`</DatiOrdineAcquisto>`, lines, ""),
		"rows of a rate":       body("", lines+rows.String(), ""),
		"payments":             body("", "", `<DatiPagamento>`+payments.String()+`</DatiPagamento>`),
		"withheld taxes":       body(`<DatiGeneraliDocumento>`+many(`<DatiRitenuta><ImportoRitenuta>1</ImportoRitenuta></DatiRitenuta>`)+`</DatiGeneraliDocumento>`, "", ""),
	} {
		began := time.Now()
		docs, err := einvoice.ParseAll(context.Background(), []byte(doc), xmltree.Limits{})
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: reading takes %s", name, took)
		}
		if err == nil && len(docs[0].Invoice.Taxes) > 1 {
			t.Errorf("%s: %d rows", name, len(docs[0].Invoice.Taxes))
		}
	}
}
