package einvoice_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

func dec(s string) en16931.Decimal { return en16931.MustDecimal(s) }

// full is an invoice that uses the terms that both syntaxes have.
func full() en16931.Invoice {
	return en16931.Invoice{
		ProfileID: "urn:cen.eu:en16931:2017", ProcessID: "P1", Number: "2031-17", TypeCode: "380",
		IssueDate: en16931.MustDate("2031-05-02"), DueDate: en16931.MustDate("2031-06-01"), Currency: "EUR", TaxCurrency: "SEK",
		TaxPointDateCode: "35", BuyerReference: "B-7", ProjectRef: "PR1", ContractRef: "C1", PurchaseOrderRef: "PO1",
		SalesOrderRef: "SO1", ReceivingRef: "RA1", DespatchRef: "DA1", TenderRef: "T1", AccountingRef: "4711", PaymentTerms: "30 days net",
		InvoicedObject:    &en16931.ID{ID: "METER-1", Scheme: "AAB"},
		Notes:             []en16931.Note{{Text: "Thank you & goodbye", SubjectCode: "AAI"}, {Text: "Plain"}},
		PrecedingInvoices: []en16931.DocumentRef{{Number: "2031-1", IssueDate: en16931.MustDate("2031-01-02")}},
		Seller: en16931.Party{
			Name: "Birch Mill Ltd", TradingName: "Birch", IDs: []en16931.ID{{ID: "s-1"}, {ID: "s-2", Scheme: "0088"}},
			RegistrationID: "HRB 1", RegistrationScheme: "0002", VATID: "DE000000001", TaxID: "12/34", LegalInfo: "Registered in Moss",
			Endpoint: &en16931.ID{ID: "birch@example.org", Scheme: "EM"},
			Address:  &en16931.Address{Line1: "1 Mill Lane", Line2: "Yard", Line3: "Gate 3", City: "Moss", PostalCode: "01234", Subdivision: "North", Country: "DE"},
			Contact:  &en16931.Contact{Name: "Ann", Phone: "+49 1", Email: "ann@example.org"},
		},
		Buyer:             en16931.Party{Name: "Fern AB", VATID: "SE000000000001", Address: &en16931.Address{City: "Lund", Country: "SE"}},
		Payee:             &en16931.Payee{Name: "Bank of Moss", ID: &en16931.ID{ID: "p", Scheme: "0088"}, RegistrationID: "77"},
		TaxRepresentative: &en16931.Party{Name: "Rep & Sons", VATID: "SE000000000002", Address: &en16931.Address{City: "Ystad", Country: "SE"}},
		Delivery:          &en16931.Delivery{Name: "Dock", LocationID: &en16931.ID{ID: "L1", Scheme: "0088"}, Date: en16931.MustDate("2031-05-01"), Address: &en16931.Address{City: "Malmo", Country: "SE"}},
		Period:            &en16931.Period{Start: en16931.MustDate("2031-04-01"), End: en16931.MustDate("2031-04-30")},
		Payment: &en16931.Payment{
			MeansCode: "58", Text: "SEPA", Reference: "2031-17",
			Accounts: []en16931.Account{{IBAN: "DE02120300000000202051", Name: "Birch", BIC: "BYLADEM1001"}, {IBAN: "123-4"}},
		},
		OtherPayments: []en16931.Payment{{
			MeansCode: "59", Reference: "2031-17",
			DirectDebit: &en16931.DirectDebit{Account: "SE4550000000058398257466"},
		}},
		Allowances: []en16931.AllowanceCharge{{Amount: dec("5.00"), Base: dec("100.00"), Percent: dec("5"), TaxCategory: "S", TaxRate: dec("25"), Reason: "Volume", ReasonCode: "95"}},
		Charges:    []en16931.AllowanceCharge{{Amount: dec("3.00"), TaxCategory: "S", TaxRate: dec("25"), Reason: "Freight", ReasonCode: "FC"}},
		Totals: en16931.Totals{
			LineNet: dec("100.00"), Allowances: dec("5.00"), Charges: dec("3.00"), Net: dec("98.00"), Tax: dec("24.50"), TaxAccounting: dec("270.00"),
			Gross: dec("122.50"), Paid: dec("10.00"), Rounding: dec("0.50"), Due: dec("113.00"),
		},
		Taxes:       []en16931.Tax{{Base: dec("98.00"), Amount: dec("24.50"), Category: "S", Rate: dec("25")}, {Base: dec("0.00"), Amount: dec("0.00"), Category: "E", Rate: dec("0"), ExemptionReason: "Exempt", ExemptionCode: "VATEX-EU-132"}},
		Attachments: []en16931.Attachment{{ID: "A1", Description: "Sheet", Filename: "a.csv", MimeType: "text/csv", Content: []byte("a,b\n")}, {ID: "A2", URI: "https://example.org/a2"}},
		Lines: []en16931.Line{{
			ID: "1", Note: "Fragile", ObjectID: &en16931.ID{ID: "O1", Scheme: "ABZ"}, Name: "Board", Description: "Birch board", Quantity: dec("10"), Unit: "C62",
			Price: &en16931.Price{Net: dec("10.00"), Gross: dec("12.00"), Discount: dec("2.00"), BaseQuantity: dec("1"), BaseUnit: "C62"},
			Net:   dec("100.00"), TaxCategory: "S", TaxRate: dec("25"), OrderLineRef: "3", AccountingRef: "4712",
			Period:         &en16931.Period{Start: en16931.MustDate("2031-04-02"), End: en16931.MustDate("2031-04-03")},
			Allowances:     []en16931.AllowanceCharge{{Amount: dec("1.00"), Reason: "Damage"}},
			Charges:        []en16931.AllowanceCharge{{Amount: dec("1.00"), Reason: "Packing"}},
			IDs:            &en16931.ItemIDs{Seller: "b-1", Buyer: "f-1", Standard: "4000000000006", StandardScheme: "0160"},
			Classification: []en16931.Classification{{Code: "65434568", Scheme: "STI", SchemeVersion: "1"}},
			OriginCountry:  "FI", Attributes: []en16931.Attribute{{Name: "Grain", Value: "fine"}},
		}},
	}
}

func through(t *testing.T, s einvoice.Syntax, inv en16931.Invoice) en16931.Invoice {
	t.Helper()
	var out bytes.Buffer
	if err := einvoice.Write(&out, s, &inv); err != nil {
		t.Fatal(err)
	}
	doc, err := einvoice.Parse(out.Bytes(), xmltree.Limits{})
	if err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	return doc.Invoice
}

func TestBothSyntaxesKeepEveryTerm(t *testing.T) {
	t.Parallel()
	creditNote := full()
	creditNote.TypeCode = "381"
	for _, inv := range []en16931.Invoice{full(), creditNote} {
		for _, way := range [][]einvoice.Syntax{{einvoice.UBL}, {einvoice.CII}, {einvoice.UBL, einvoice.CII, einvoice.UBL}} {
			got := inv
			for _, s := range way {
				got = through(t, s, got)
			}
			if !reflect.DeepEqual(got, inv) {
				t.Errorf("type %s through %v:\n got %+v\nwant %+v", inv.TypeCode, way, got, inv)
			}
		}
	}
}

const stranger = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:z="urn:z" z:mood="fair">
 <b:UUID>u-1</b:UUID><b:ID schemeAgencyID="9">7</b:ID><b:DueDate>soon</b:DueDate><b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
 <a:AllowanceCharge><b:ChargeIndicator>true</b:ChargeIndicator><b:Amount currencyID="USD">1</b:Amount><z:why>x &amp; y</z:why></a:AllowanceCharge>
 <a:AllowanceCharge><b:ChargeIndicator>false</b:ChargeIndicator><b:Amount currencyID="EUR">2</b:Amount></a:AllowanceCharge>
 <a:InvoiceLine><b:ID>1</b:ID><a:Item><b:Name>N</b:Name><b:Name>N2</b:Name></a:Item></a:InvoiceLine>
</Invoice>`

func TestUnknownPartsSurvive(t *testing.T) {
	t.Parallel()
	doc, err := einvoice.Parse([]byte(stranger), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, x := range doc.Invoice.Extensions {
		paths = append(paths, x.Path)
	}
	want := []string{
		"/ubl:Invoice/@Q{urn:z}mood", "/ubl:Invoice/cac:AllowanceCharge[2]/Q{urn:z}why", "/ubl:Invoice/cac:AllowanceCharge[2]/cbc:Amount/@currencyID",
		"/ubl:Invoice/cac:InvoiceLine/cac:Item/cbc:Name[2]", "/ubl:Invoice/cbc:DueDate", "/ubl:Invoice/cbc:ID/@schemeAgencyID", "/ubl:Invoice/cbc:UUID",
	}
	if !reflect.DeepEqual(paths, want) {
		t.Errorf("extensions are at\n%s", strings.Join(paths, "\n"))
	}
	if got := through(t, einvoice.UBL, doc.Invoice); !reflect.DeepEqual(got, doc.Invoice) {
		t.Errorf("got  %+v\nwant %+v", got, doc.Invoice)
	}
	if got := doc.Source.XPath("/lines/0/name"); got != "/ubl:Invoice/cac:InvoiceLine/cac:Item/cbc:Name[1]" {
		t.Errorf("the line's name was read at %s", got)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for doc, code := range map[string]string{
		`<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4"/>`: einvoice.CodeNational,
		`<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe"/>`:  einvoice.CodeNational,
		`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><b:ProfileID xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">reporting:1.0</b:ProfileID></Invoice>`: einvoice.CodeNational,
		`<r:SCRDMCCBDACIOMessageStructure xmlns:r="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"/>`:                                                                                                 einvoice.CodeOrderX,
		`<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>`:                                                                                                                                     einvoice.CodeNotInvoice,
		`<html/>`:    einvoice.CodeNotInvoice,
		`<Invoice/>`: einvoice.CodeUnsupported,
	} {
		_, err := einvoice.Parse([]byte(doc), xmltree.Limits{})
		var refused *einvoice.Error
		ok := errors.As(err, &refused)
		if !ok || refused.Code != code {
			t.Errorf("%s: error is %v, want code %s", doc, err, code)
		}
	}
}

// FuzzReadWrite holds both syntaxes to: what was read can be written, and reads the same.
func FuzzReadWrite(f *testing.F) {
	inv := full()
	for _, s := range []einvoice.Syntax{einvoice.UBL, einvoice.CII} {
		var out bytes.Buffer
		if err := einvoice.Write(&out, s, &inv); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
	f.Add([]byte(stranger))
	f.Add([]byte(strings.ReplaceAll(stranger, `"urn:z"`, `"urn:{z}/%7D"`))) // no URI, but no parser minds
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := einvoice.Parse(data, xmltree.Limits{Bytes: 1 << 17})
		if err != nil {
			return
		}
		doc.Source.All()
		var out bytes.Buffer
		if err := einvoice.Write(&out, doc.Syntax, &doc.Invoice); err != nil {
			t.Fatalf("write what was read: %v", err)
		}
		if _, err := einvoice.Parse(out.Bytes(), xmltree.Limits{}); err != nil {
			t.Fatalf("read what was written: %v\n%s", err, out.String())
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for _, lines := range []int{20, 10_000} {
		inv := full()
		line := inv.Lines[0]
		for i := 1; i < lines; i++ {
			line.ID = fmt.Sprint(i + 1)
			inv.Lines = append(inv.Lines, line)
		}
		for _, s := range []einvoice.Syntax{einvoice.UBL, einvoice.CII} {
			var out bytes.Buffer
			if err := einvoice.Write(&out, s, &inv); err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%s/lines=%d", s, lines), func(b *testing.B) {
				b.SetBytes(int64(out.Len()))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := einvoice.Parse(out.Bytes(), xmltree.Limits{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

const termsAndRemark = `<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:a="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<r:SupplyChainTradeTransaction>
<a:IncludedSupplyChainTradeLineItem><a:AssociatedDocumentLineDocument><a:IncludedNote><a:Content>Mind the step</a:Content></a:IncludedNote></a:AssociatedDocumentLineDocument></a:IncludedSupplyChainTradeLineItem>
<a:IncludedSupplyChainTradeLineItem><a:AssociatedDocumentLineDocument><a:LineID>1</a:LineID></a:AssociatedDocumentLineDocument></a:IncludedSupplyChainTradeLineItem>
<a:ApplicableHeaderTradeSettlement>
<a:SpecifiedTradePaymentTerms><a:Description>2 % within a week</a:Description></a:SpecifiedTradePaymentTerms>
<a:SpecifiedTradePaymentTerms><a:Description>in full</a:Description><a:DueDateDateTime><u:DateTimeString format="102">20310601</u:DateTimeString></a:DueDateDateTime></a:SpecifiedTradePaymentTerms>
</a:ApplicableHeaderTradeSettlement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>`

func TestRemarksAndFurtherTermsAreKept(t *testing.T) {
	t.Parallel()
	doc, err := einvoice.Parse([]byte(termsAndRemark), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	inv := doc.Invoice
	if len(inv.Lines) != 1 || inv.Lines[0].ID != "1" || inv.PaymentTerms != "2 % within a week\nin full" || inv.DueDate.String() != "2031-06-01" {
		t.Errorf("lines %+v, terms %q, due %s", inv.Lines, inv.PaymentTerms, inv.DueDate)
	}
	if len(inv.Extensions) != 2 {
		t.Errorf("extensions are %+v", inv.Extensions)
	}
	if got := through(t, einvoice.CII, inv); !reflect.DeepEqual(got, inv) {
		t.Errorf("got  %+v\nwant %+v", got, inv)
	}
}

func TestOutputFollowsTheSchemasOrder(t *testing.T) {
	t.Parallel()
	inv := full()
	for s, order := range map[einvoice.Syntax][]string{
		einvoice.CII: {"<ram:IssuerAssignedID>O1<", "<ram:TypeCode>130<", "<ram:ReferenceTypeCode>ABZ<"},
		einvoice.UBL: {"<cbc:ID schemeID=\"ABZ\">O1<", "<cbc:DocumentTypeCode>130<", "<cac:AllowanceCharge>", "<cac:Item>", "<cbc:Description>Birch", "<cbc:Name>Board"},
	} {
		var out bytes.Buffer
		if err := einvoice.Write(&out, s, &inv); err != nil {
			t.Fatal(err)
		}
		rest := out.String()
		for _, want := range order {
			_, after, ok := strings.Cut(rest, want)
			if !ok {
				t.Errorf("%s: %s does not come in its turn", s, want)
			}
			rest = after
		}
	}
}
