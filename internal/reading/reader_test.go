package reading_test

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/ocr/tesseract"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

var bill = []string{"Muster Werkzeuge GmbH", "Hauptweg 7, 12345 Teststadt", "USt-IdNr.: DE123456788", "", "RECHNUNG",
	"Rechnungsnummer: RE-2024-0815", "Rechnungsdatum: 12.03.2024", "", "Nettobetrag 100,00 EUR", "Umsatzsteuer 19 % 19,00 EUR",
	"Gesamtbetrag 119,00 EUR", "", "IBAN: DE02 1203 0000 0000 2020 51"}

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>RE-2024-0815</cbc:ID><cbc:IssueDate>2024-03-12</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>`

func newReader(t *testing.T) *reading.Reader {
	t.Helper()
	r, err := reading.New(reading.Options{OCR: tesseract.Name})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, data []byte) reading.Result {
	t.Helper()
	got, err := newReader(t).Read(t.Context(), reading.Input{Path: file(t, "x", data)})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Invoices) != 1 {
		t.Fatalf("%d invoices", len(got.Invoices))
	}
	return got
}

func hybrid(lines []string) []byte {
	doc := testkit.PDF{Pages: []testkit.PDFPage{{}}, Files: []testkit.PDFFile{{Name: "factur-x.xml", Data: []byte(xml)}}}
	for i, s := range lines {
		doc.Pages[0].Texts = append(doc.Pages[0].Texts, testkit.PDFText{X: 56, Y: 72 + 18*float64(i), Size: 11, S: s})
	}
	return doc.Bytes()
}

func TestReadTakesTheBestWay(t *testing.T) {
	t.Parallel()
	soup := testkit.PDF{Pages: []testkit.PDFPage{{Picture: drawn(bill)}}}
	for i := range 20 {
		soup.Pages[0].Texts = append(soup.Pages[0].Texts, testkit.PDFText{X: 56, Y: 72 + 18*float64(i), Size: 8, S: "unreadable characters", Private: true, Hidden: true})
	}
	for name, c := range map[string]struct {
		data []byte
		want evidence.Kind
	}{
		"xml":    {[]byte(xml), evidence.UBL},
		"hybrid": {hybrid(bill), evidence.FacturX},
		"text":   {testkit.TextPDF(bill), evidence.Text},
		"scan":   {testkit.ScanPDF(*drawn(bill)), evidence.OCR},
		"soup":   {soup.Bytes(), evidence.OCR},
		"png":    {drawn(bill).PNG(), evidence.OCR},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, c.data)
			inv := got.Invoices[0]
			if inv.Source != c.want || inv.Data.Number != "RE-2024-0815" || inv.Data.Totals.Gross.String() != "119.00" {
				t.Errorf("source %s, number %q, gross %s", inv.Source, inv.Data.Number, inv.Data.Totals.Gross)
			}
			if len(inv.Evidence) == 0 || inv.Checks == nil {
				t.Errorf("evidence %v, checks %v", inv.Evidence, inv.Checks)
			}
			if (len(got.Pages) == 1) != (c.want != evidence.UBL) {
				t.Errorf("%d pages", len(got.Pages))
			}
		})
	}
}

func drawn(lines []string) *testkit.Picture {
	p := testkit.DrawLines(lines...)
	return &p
}

func TestReadReportsWhenPageAndXMLDiffer(t *testing.T) {
	t.Parallel()
	has := func(lines []string) string {
		for _, f := range read(t, hybrid(lines)).Invoices[0].Checks {
			if f.Rule == "DOCKET-XML-01" {
				return strings.Join(f.Pointers, ",") + " " + f.Expected + " " + f.Actual
			}
		}
		return ""
	}
	if got := has(bill); got != "" {
		t.Errorf("the same values are reported: %s", got)
	}
	other := append([]string{}, bill...)
	other[5] = "Rechnungsnummer: XX-9999-4711"
	if got := has(other); got != "/number XX-9999-4711 RE-2024-0815" {
		t.Errorf("another number on the page: %q", got)
	}
}

func TestReadGivesEachBadFileItsCode(t *testing.T) {
	t.Parallel()
	whole := testkit.TextPDF(bill)
	for name, c := range map[string]struct {
		data []byte
		want fault.Code
	}{
		"empty":        {nil, fault.CodeEmptyFile},
		"text":         {[]byte("Dear reader,\nthis is no PDF."), fault.CodeUnsupportedFormat},
		"zeros":        {make([]byte, 1<<16), fault.CodeUnsupportedFormat},
		"no pages":     {testkit.PDF{}.Bytes(), fault.CodePDFNoPages},
		"cut off":      {whole[:len(whole)/4], fault.CodePDFDamaged},
		"dtd":          {[]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), fault.CodeXMLDTD},
		"malformed":    {[]byte("<a><b></a>"), fault.CodeXMLMalformed},
		"other xml":    {[]byte("<a/>"), fault.CodeNotAnInvoice},
		"cut picture":  {drawn(bill).JPEG()[:3000], fault.CodeImageDamaged},
		"broken image": {[]byte("\x89PNG\r\n\x1a\nnothing"), fault.CodeImageDamaged},
	} {
		_, err := newReader(t).Read(t.Context(), reading.Input{Path: file(t, "invoice.pdf", c.data), Name: "invoice.pdf"})
		got, _ := fault.As(err)
		if fault.CodeOf(err) != c.want || got == nil || got.Message == "" || !fault.IsPermanent(err) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestReadRefusesALargePictureInsideAPDF(t *testing.T) {
	t.Parallel()
	r, err := reading.New(reading.Options{OCR: tesseract.Name, Limits: pages.Limits{Pixels: 1_000_000}})
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, "a.pdf", testkit.ScanPDF(*drawn(bill)))
	if _, err := r.Read(t.Context(), reading.Input{Path: path}); fault.CodeOf(err) != fault.CodeImageTooLarge {
		t.Fatalf("got %v", err)
	}
}

func TestReadRefusesWhatIsTooLargeUnread(t *testing.T) {
	t.Parallel()
	path := file(t, "a.pdf", []byte("%PDF-1.4"))
	if err := os.Truncate(path, reading.MaxBytes+1); err != nil { // sparse: costs no disk
		t.Fatal(err)
	}
	if _, err := newReader(t).Read(t.Context(), reading.Input{Path: path}); fault.CodeOf(err) != fault.CodeBodyTooLarge {
		t.Fatalf("got %v", err)
	}
}

func TestReadTellsItsProgressAndStops(t *testing.T) {
	t.Parallel()
	path := file(t, "a.pdf", testkit.ScanPDF(*drawn(bill), *drawn(bill)))
	var mu sync.Mutex
	last := map[string]int{}
	note := func(stage string, percent int) {
		mu.Lock()
		defer mu.Unlock()
		last[stage] = max(last[stage], percent)
	}
	if _, err := newReader(t).Read(t.Context(), reading.Input{Path: path, Progress: note}); err != nil {
		t.Fatal(err)
	}
	if last["recognise"] != 90 || last["text"] == 0 || last["extract"] == 0 {
		t.Errorf("progress %v", last)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := newReader(t).Read(ctx, reading.Input{Path: path, Progress: func(stage string, _ int) {
		if stage == "text" {
			cancel()
		}
	}})
	if err == nil || ctx.Err() == nil {
		t.Errorf("a cancelled reading ended with %v", err)
	}
}

func TestPagesAndPicturesStandAlike(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	long := append(append([]string{}, bill...), bill...)
	path := file(t, "a.png", drawn(long).Turned(90).PNG())
	list, err := r.Pages(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	p := list[0]
	if p.Rotation != 270 || p.Source != pages.FromOCR || p.Height < p.Width {
		t.Fatalf("page %v x %v turned by %d", p.Width, p.Height, p.Rotation)
	}
	data, err := r.PagePNG(t.Context(), path, 1, 200, p.Rotation)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 1240 || c.Height != 1754 {
		t.Fatalf("picture %+v, %v", c, err)
	}
	for _, number := range []int{0, 2} {
		if _, err := r.PagePNG(t.Context(), path, number, 100, 0); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("page %d: %v", number, err)
		}
	}
	if list, err := r.Pages(t.Context(), file(t, "a.xml", []byte(xml))); err != nil || len(list) != 0 {
		t.Errorf("XML has %d pages, %v", len(list), err)
	}
}

func TestParseFilesKeepsOrderAndGoesOn(t *testing.T) {
	t.Parallel()
	good, bad := file(t, "good.pdf", testkit.TextPDF(bill)), file(t, "bad.pdf", []byte("%PDF-1.7 nothing"))
	files := []string{bad, good, filepath.Join(t.TempDir(), "missing.pdf"), good, bad, good}
	var got []reading.FileResult
	err := newReader(t).ParseFiles(t.Context(), files, 3, func(r reading.FileResult) error {
		got = append(got, r)
		return nil
	})
	if err != nil || len(got) != len(files) {
		t.Fatalf("%d results, %v", len(got), err)
	}
	for i, r := range got {
		if r.File != files[i] || (r.Error == nil) != (files[i] == good) || (r.Invoice == nil) == (files[i] == good) {
			t.Errorf("line %d: %+v", i, r)
		}
	}
	if got[0].Error.Code != fault.CodePDFDamaged {
		t.Errorf("code %s", got[0].Error.Code)
	}
}

func TestParseFilesReadsSeveralInvoicesOfAFile(t *testing.T) {
	t.Parallel()
	second := append([]string{}, bill...)
	second[5] = "Rechnungsnummer: RE-2024-0900"
	path := file(t, "two.pdf", testkit.TextPDF(bill, second))
	err := newReader(t).ParseFiles(t.Context(), []string{path}, 1, func(r reading.FileResult) error {
		if r.Invoice == nil || len(r.MoreInvoices) != 1 || r.MoreInvoices[0].Data.Number != "RE-2024-0900" {
			t.Errorf("got %+v", r)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
