package invoice_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/export"
)

// complete is an invoice that lacks nothing that EN 16931 asks for.
func complete() en16931.Invoice {
	amount := en16931.MustDecimal
	party := func(name, vat, city string) en16931.Party {
		return en16931.Party{Name: name, VATID: vat, Address: &en16931.Address{Line1: "Am Anger 3", City: city, PostalCode: "01234", Country: "DE"}}
	}
	return en16931.Invoice{
		Number: "LB/2031 – 17", IssueDate: en16931.MustDate("2031-05-02"), DueDate: en16931.MustDate("2031-06-01"), TypeCode: "380", Currency: "EUR",
		Seller: party("Lindenblatt GmbH", "DE123456788", "Aue"), Buyer: party("Kontor Süd", "DE987654321", "Hof"),
		Payment: &en16931.Payment{MeansCode: "58", Accounts: []en16931.Account{{IBAN: "DE89370400440532013000"}}},
		Totals:  en16931.Totals{LineNet: amount("100.00"), Net: amount("100.00"), Tax: amount("19.00"), Gross: amount("119.00"), Due: amount("119.00")},
		Taxes:   []en16931.Tax{{Base: amount("100.00"), Amount: amount("19.00"), Category: "S", Rate: amount("19")}},
		Lines: []en16931.Line{{ID: "1", Name: "Stuhl", Quantity: amount("2"), Unit: "H87", Price: &en16931.Price{Net: amount("50.00")},
			Net: amount("100.00"), TaxCategory: "S", TaxRate: amount("19")}},
	}
}

// exported reads an invoice and exports it.
func exported(t *testing.T, st *stack, data en16931.Invoice, in export.Input) (string, []byte, error) {
	t.Helper()
	return exportOf(t, st, st.read(t, evidence.Invoice{Source: evidence.UBL, Data: data}), in)
}

func exportOf(t *testing.T, st *stack, inv invoice.Invoice, in export.Input) (string, []byte, error) {
	t.Helper()
	out, err := st.s.Export(t.Context(), st.caller, inv, in)
	if err != nil {
		return "", nil, err
	}
	defer func() { must(t, out.Body.Close()) }()
	b, err := io.ReadAll(out.Body)
	must(t, err)
	if int64(len(b)) != out.Size {
		t.Errorf("the export says that it has %d bytes and has %d", out.Size, len(b))
	}
	return out.Name, b, nil
}

func TestExportsKeepTheRulesAndTheData(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	for format, ext := range map[export.Format]string{export.FormatUBL: ".ubl.xml", export.FormatCII: ".cii.xml", export.FormatFacturX: ".pdf"} {
		name, b, err := exported(t, st, complete(), export.Input{Format: format})
		must(t, err)
		if name != "invoice-LB_2031_17"+ext {
			t.Errorf("%s is named %s", format, name)
		}
		if format == export.FormatFacturX {
			b = attached(t, b, "factur-x.xml")
		}
		doc, err := einvoice.Parse(b, xmltree.Limits{})
		must(t, err)
		if findings := doc.Check(rules.Auto); len(findings) > 0 {
			t.Errorf("%s breaks rules: %v", format, findings)
		}
		got, want := doc.Invoice, complete()
		want.ProfileID = "urn:cen.eu:en16931:2017"
		got.Extensions = nil
		same(t, string(format), got, want)
	}
}

func same(t *testing.T, what string, got, want en16931.Invoice) {
	t.Helper()
	var texts [2]bytes.Buffer
	for i, inv := range []*en16931.Invoice{&got, &want} {
		must(t, einvoice.Write(&texts[i], einvoice.UBL, inv))
	}
	if texts[0].String() != texts[1].String() {
		t.Errorf("%s: got\n%s\nwant\n%s", what, &texts[0], &texts[1])
	}
}

// attached is a file of a PDF.
func attached(t *testing.T, pdf []byte, name string) []byte {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.pdf")
	must(t, os.WriteFile(path, pdf, 0o600))
	if out, err := exec.Command("pdfdetach", "-saveall", "-o", dir, path).CombinedOutput(); err != nil {
		t.Fatalf("pdfdetach: %v\n%s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	must(t, err)
	return b
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	data := complete()
	data.Seller.Address, data.Number = nil, "***"
	for format, refused := range map[export.Format]bool{
		export.FormatUBL: true, export.FormatCII: true, export.FormatFacturX: true, export.FormatCSV: false, export.FormatXLSX: false,
	} {
		name, _, err := exported(t, st, data, export.Input{Format: format})
		if !refused {
			must(t, err)
			if _, err := uuid.Parse(strings.SplitN(name, ".", 2)[0]); err != nil {
				t.Errorf("%s without a number is named %s", format, name)
			}
			continue
		}
		known, ok := fault.As(err)
		if !ok || known.Code != fault.CodeExportIncomplete {
			t.Errorf("%s: %v", format, err)
			continue
		}
		if !strings.Contains(known.Details[0].Pointer, "/seller") || known.Details[0].Rule != "BR-08" {
			t.Errorf("%s names %+v", format, known.Details)
		}
		if _, b, err := exported(t, st, data, export.Input{Format: format, AllowIncomplete: true}); err != nil || len(b) == 0 {
			t.Errorf("%s is not allowed: %v", format, err)
		}
	}
}

func TestExportsClaimTheProfile(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	const extended = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
	const xrechnung = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
	for _, c := range []struct {
		own     string
		format  export.Format
		profile rules.Profile
		want    string
	}{
		{"", export.FormatUBL, "", ">urn:cen.eu:en16931:2017<"},
		{"", export.FormatUBL, rules.XRechnung, ">" + xrechnung + "<"},
		{"", export.FormatCII, rules.Peppol, "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"},
		{xrechnung, export.FormatCII, rules.Auto, ">" + xrechnung + "<"},
		{xrechnung, export.FormatUBL, rules.EN16931, ">urn:cen.eu:en16931:2017<"},
		{extended, export.FormatCII, "", ">" + extended + "<"},
		{extended, export.FormatUBL, "", ">urn:cen.eu:en16931:2017<"},
		{"urn:ferd:CrossIndustryDocument:invoice:1p0:comfort", export.FormatCII, "", ">urn:cen.eu:en16931:2017<"},
	} {
		data := complete()
		data.ProfileID = c.own
		_, b, err := exported(t, st, data, export.Input{Format: c.format, Profile: c.profile, AllowIncomplete: true})
		must(t, err)
		if !strings.Contains(string(b), c.want) {
			t.Errorf("%+v: got %.600s", c, b)
		}
	}
	if _, _, err := exported(t, st, complete(), export.Input{Format: export.FormatFacturX, Profile: rules.Peppol}); fault.CodeOf(err) != fault.CodeValidation {
		t.Errorf("Factur-X of Peppol: %v", err)
	}
}

// What one syntax has once, and data may have more often, is written once.
func TestExportsFitTheirSyntax(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	data := complete()
	data.Buyer.IDs = []en16931.ID{{ID: "K-7"}, {ID: "4000001123452", Scheme: "0088"}}
	data.TaxPointDate = data.IssueDate
	data.Taxes = append(data.Taxes, en16931.Tax{Category: "Z", Rate: en16931.MustDecimal("0"), Base: en16931.MustDecimal("0.00"), Amount: en16931.MustDecimal("0.00")})
	for format, want := range map[export.Format]string{
		export.FormatUBL: `<cbc:ID schemeID="0088">4000001123452</cbc:ID>`,
		export.FormatCII: "<ram:TaxPointDate>",
	} {
		_, b, err := exported(t, st, data, export.Input{Format: format, AllowIncomplete: format == export.FormatCII})
		must(t, err)
		if got := string(b); strings.Count(got, want) != 1 || format == export.FormatUBL && strings.Contains(got, "K-7") {
			t.Errorf("%s: got %s", format, got)
		}
	}
}

// A payment reference stands within payment means in UBL; that there are none is said.
func TestUBLTakesAPaymentReferenceAlone(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	data := complete()
	data.Payment, data.OtherPayments = &en16931.Payment{Reference: "RF-2031-7"}, nil
	_, b, err := exported(t, st, data, export.Input{Format: export.FormatUBL})
	must(t, err)
	for _, want := range []string{">1</cbc:PaymentMeansCode>", "<cbc:PaymentID>RF-2031-7<"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is missing in %s", want, b)
		}
	}
}

func TestExportNeedsData(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	_, err := st.s.Export(t.Context(), st.caller, invoice.Invoice{Status: invoice.Queued}, export.Input{Format: export.FormatCSV})
	if fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("got %v", err)
	}
}

// scans draws grey pages with one word each.
type scans struct{ count int }

func (s scans) Pages(context.Context, string) (out []pages.Page, err error) {
	for n := range s.count {
		box := pages.Box{X0: .1, Y0: .1, X1: .3, Y1: .12}
		out = append(out, pages.Page{Number: n + 1, Width: 595, Height: 842, DPI: 200, Source: pages.FromOCR,
			Lines: []pages.Line{{Box: box, Words: []pages.Word{{Text: "Lindenblatt", Box: box, Confidence: 1}}}}})
	}
	return out, nil
}

func (s scans) PagePNG(_ context.Context, _ string, _, dpi, _ int) ([]byte, error) {
	img := image.NewGray(image.Rect(0, 0, 595*dpi/72, 842*dpi/72))
	for i := range img.Pix {
		img.Pix[i] = byte(i)
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

// readScan reads a document of pages.
func readScan(t *testing.T, st *stack, first, last int) invoice.Invoice {
	t.Helper()
	posted, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader("%PDF-1.4 scan")})
	must(t, err)
	list, err := st.pager.Pages(t.Context(), "")
	must(t, err)
	st.reader.next = invoice.Reading{Invoices: []evidence.Invoice{{Source: evidence.OCR, Data: complete(), FirstPage: first, LastPage: last}}, Pages: list}
	st.process(t, posted.JobID)
	inv, err := st.s.Find(t.Context(), st.caller, posted.ID)
	must(t, err)
	return inv
}

func TestFacturXHasTheOriginalPagesWithTheirWords(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	st.pager.count = 5
	inv := readScan(t, st, 2, 3)
	_, b, err := exportOf(t, st, inv, export.Input{Format: export.FormatFacturX})
	must(t, err)
	_, again, err := exportOf(t, st, inv, export.Input{Format: export.FormatFacturX})
	must(t, err)
	if !bytes.Equal(b, again) {
		t.Error("the same export has other bytes, under one ETag")
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	must(t, os.WriteFile(path, b, 0o600))
	text, err := exec.Command("pdftotext", path, "-").CombinedOutput()
	must(t, err)
	if strings.Count(string(text), "Lindenblatt") != 2 || strings.Count(string(text), "\f") != 2 {
		t.Errorf("the text is %q", text)
	}
	if left, err := filepath.Glob(filepath.Join(st.spool, "export-*")); err != nil || len(left) > 0 {
		t.Errorf("left in the spool: %v, %v", left, err)
	}
}

func TestFacturXOfTooManyPages(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	data := complete()
	for range 12_000 {
		data.Lines = append(data.Lines, data.Lines[0])
	}
	_, _, err := exported(t, st, data, export.Input{Format: export.FormatFacturX, AllowIncomplete: true})
	if fault.CodeOf(err) != fault.CodeTooManyPages {
		t.Errorf("got %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(st.spool, "export-*")); err != nil || len(left) > 0 {
		t.Errorf("left in the spool: %v, %v", left, err)
	}
}

func TestFacturXEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, evidence.Invoice{Source: evidence.UBL, Data: complete()})
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	cancel()
	if _, err := st.s.Export(ctx, st.caller, inv, export.Input{Format: export.FormatFacturX}); err == nil {
		t.Error("it was made")
	}
}

func TestFacturXBearsAGuidelineOfFacturX(t *testing.T) {
	t.Parallel()
	data := complete()
	data.ProfileID = "urn:cen.eu:en16931:2017#compliant#urn:example.org:national:1.0"
	_, b, err := exported(t, newStack(t), data, export.Input{Format: export.FormatFacturX, AllowIncomplete: true})
	must(t, err)
	if xml := string(attached(t, b, "factur-x.xml")); !strings.Contains(xml, ">urn:cen.eu:en16931:2017<") {
		t.Errorf("the file claims another: %.900s", xml)
	}
}
