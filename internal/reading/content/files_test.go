package content_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// zipped is a ZIP file of the given parts, name and text in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func docx(t testing.TB, body string) []byte {
	t.Helper()
	return zipped(
		t, "[Content_Types].xml", "<Types/>",
		"word/styles.xml", `<w:styles `+wordNS+`><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>`,
		"word/document.xml", `<w:document `+wordNS+`><w:body>`+body+`</w:body></w:document>`)
}

const wordBody = `<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Mietvertrag</w:t></w:r></w:p>
<w:p><w:r><w:t>Die Miete </w:t></w:r><w:del><w:r><w:delText>alt</w:delText></w:r></w:del><w:r><w:t>beträgt 900 EUR.</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:r><w:t>Keller</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Raum</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Fläche</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>Küche</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12,5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`

func xlsx(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Artikel", "B1": "Preis", "A2": "Ventil", "B2": 12.5, "A4": "Dichtung", "B4": 3} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetSheetName("Sheet1", "Lager Nord"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const mail = "From: Ada Beispiel <ada@beispiel.example>\r\nTo: lager@kontor.example\r\nSubject: =?utf-8?q?Lieferung_n=C3=A4chste_Woche?=\r\nDate: Tue, 3 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=b\"\r\n\r\n" +
	"--=b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGuten Tag,\r\n\r\ndie Ware kommt sp=E4ter.\r\n" +
	"--=b\r\nContent-Type: text/csv; name=liste.csv\r\nContent-Disposition: attachment; filename=\"../liste.csv\"\r\n\r\na;b\r\n1;2\r\n--=b--\r\n"

const markdownText = "---\ntitle: x\n---\n# Handbuch\n\nText mit **Nachdruck** und [Verweis](https://kontor.example).\n\n## Teile\n\n- eins\n- zwei\n  - innen\n\n| Teil | Zahl |\n|---|---|\n| Filter | 2 |\n\n```\ncode zeile\n```\n"

const htmlText = "<!DOCTYPE html><html><head><title>Preisliste</title><style>p{}</style><script>var x='<p>'</script></head><body><h1>Preise</h1><p>Gültig&nbsp;ab <b>März</b>.</p><ul><li>Ventil<li>Rohr</ul><table><tr><th>Teil</th><th>Preis</th></tr><tr><td>Ventil</td><td>12,50</td></tr></table></body></html>"

const ublText = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>R-77</cbc:ID><cbc:IssueDate>2026-02-01</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>Bitte zahlen Sie den Betrag innerhalb von zehn Tagen.</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cbc:CityName>Lübeck</cbc:CityName><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyLegalEntity><cbc:RegistrationName>Nordlicht Werkzeuge GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">119.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Bohrer</cbc:Name></cac:Item></cac:InvoiceLine></Invoice>`

// bomb unpacks to a thousand times its size.
func bomb(t testing.TB) []byte {
	t.Helper()
	return docx(t, "<w:p><w:r><w:t>"+strings.Repeat("a", 64<<20)+"</w:t></w:r></w:p>")
}

func deep(n int, open, end string) string {
	return strings.Repeat(open, n) + "x" + strings.Repeat(end, n)
}

func manyParts(t testing.TB, n int) []byte {
	t.Helper()
	parts := []string{"word/document.xml", "<x/>"}
	for i := range n {
		parts = append(parts, fmt.Sprintf("f%d", i), "")
	}
	return zipped(t, parts...)
}
