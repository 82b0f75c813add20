package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	clientv1 "github.com/docketapi/docket/gen/client/v1"

	"github.com/docketapi/docket/examples"
)

// hostile are files that somebody else's program, or an attacker, may send: by name the bytes and what is answered, the
// code of a refusal, the id of a finding, or "valid".
func hostile() map[string]struct {
	content []byte
	answer  string
} {
	doc := string(examples.InvoiceXML)
	body := doc[strings.Index(doc, "?>")+2:]
	edit := func(old, wrong string) []byte { return []byte(strings.Replace(doc, old, wrong, 1)) }
	declared := func(encoding string) string { return `<?xml version="1.0" encoding="` + encoding + `"?>` + body }
	const ubl = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">`
	return map[string]struct {
		content []byte
		answer  string
	}{
		"UTF-8 with a mark":            {[]byte("\ufeff" + doc), "valid"},
		"UTF-16 LE with a mark":        {utf16Of("\ufeff"+declared("UTF-16"), 0), "valid"},
		"UTF-16 BE with a mark":        {utf16Of("\ufeff"+declared("UTF-16"), 1), "valid"},
		"UTF-16 LE without a mark":     {utf16Of(declared("UTF-16"), 0), "valid"},
		"UTF-16 BE without a mark":     {utf16Of(declared("UTF-16"), 1), "valid"},
		"UTF-16, undeclared, no mark":  {utf16Of(body, 0), "xml_encoding"},
		"ISO-8859-1":                   {latin1(strings.Replace(declared("ISO-8859-1"), "Nordwind", "Nördwind", 1)), "valid"},
		"Windows-1252":                 {latin1(strings.Replace(declared("windows-1252"), "Nordwind", "N\u0080rdwind", 1)), "valid"},
		"Latin-1 that says UTF-8":      {latin1(strings.Replace(doc, "Nordwind", "Nördwind", 1)), "xml_encoding"},
		"unknown encoding":             {[]byte(declared("EBCDIC")), "xml_encoding"},
		"other prefixes":               {[]byte(strings.NewReplacer("cbc:", "q:", "xmlns:cbc", "xmlns:q", "cac:", "z:", "xmlns:cac", "xmlns:z").Replace(doc)), "valid"},
		"CDATA and references":         {edit(">NW-2026-0417<", "><![CDATA[NW-2026]]>&#45;0417<"), "valid"},
		"deep nesting":                 {[]byte(ubl + strings.Repeat("<a>", 100_000)), "xml_too_complex"},
		"huge attribute":               {edit(`currencyID="EUR"`, `currencyID="`+strings.Repeat("E", 5<<20)+`"`), "xml_too_complex"},
		"many attributes":              {edit(`currencyID="EUR"`, manyAttributes(10_000)), "xml_too_complex"},
		"huge value":                   {edit("NW-2026-0417", strings.Repeat("9", 5<<20)), "valid"},
		"attribute twice":              {edit(`currencyID="EUR"`, `currencyID="EUR" currencyID="SEK"`), "xml_malformed"},
		"element twice":                {edit("<cbc:IssueDate>", "<cbc:ID>2</cbc:ID><cbc:IssueDate>"), "DOCKET-XML-02"},
		"DTD":                          {[]byte(`<!DOCTYPE Invoice>` + body), "xml_dtd_forbidden"},
		"entities":                     {[]byte(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(body, "NW-2026-0417", "&x;", 1)), "xml_dtd_forbidden"},
		"undeclared entity":            {edit("NW-2026-0417", "&x;"), "xml_malformed"},
		"truncated":                    {[]byte(doc[:len(doc)/2]), "xml_malformed"},
		"second root":                  {[]byte(doc + "<x/>"), "xml_malformed"},
		"nothing":                      {nil, "empty_file"},
		"zeros":                        {make([]byte, 4096), "not_an_invoice"},
		"binary":                       {[]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), "not_an_invoice"},
		"day of no calendar":           {edit("2026-04-14", "2026-13-45"), "DOCKET-XML-04"},
		"number of a hundred thousand": {edit(">1488.88<", ">"+strings.Repeat("9", 100_000)+"<"), "BR-CO-15"},
		"number with an exponent":      {edit(">1488.88<", ">1e999999999<"), "BR-CO-15"},
		"fragment":                     {[]byte(ubl + "</Invoice>"), "BR-02"},
		"fragment of CII":              {[]byte(`<a:CrossIndustryInvoice xmlns:a="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>`), "BR-02"},
		"element in a wrong place":     {edit("<cbc:IssueDate>", "<cac:InvoiceLine><cac:TaxTotal/></cac:InvoiceLine><cbc:IssueDate>"), "BR-21"},
		"own JSON":                     {[]byte(`{"number":"7"}`), "BR-03"},
		"own JSON with a mark":         {[]byte("\ufeff" + `{"number":"7"}`), "BR-03"},
		"broken JSON":                  {[]byte(`{"number":`), "malformed_request"},
		"other XML":                    {[]byte(`<a/>`), "not_an_invoice"},
		"FatturaPA without a body":     {[]byte(`<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"/>`), "BR-02"},
		"CFDI":                         {[]byte(`<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4"/>`), "national_format_not_supported"},
		"Order-X":                      {[]byte(`<r:SCRDMCCBDACIOMessageStructure xmlns:r="urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"/>`), "orderx_not_supported"},
	}
}

// TestHostileFiles holds command and API to a finding or a clear error for each of them.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	for name, tc := range hostile() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "invoice")
			if err := os.WriteFile(path, tc.content, 0o600); err != nil {
				t.Fatal(err)
			}
			out, _ := command(t, "validate", path)
			answers(t, "docket validate", []byte(out), tc.answer)
			body, contentType := upload(t, "invoice", tc.content)
			got, err := c.ValidateInvoiceWithBodyWithResponse(t.Context(), &clientv1.ValidateInvoiceParams{}, contentType, bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			answers(t, "the API", got.Body, tc.answer)
		})
	}
}

// answers looks for the answer in what was said: a result, a problem, or a line with an error.
func answers(t *testing.T, who string, said []byte, want string) {
	t.Helper()
	var got struct {
		Valid    bool
		Findings []struct{ Rule string }
		Code     string
		Error    struct{ Code string }
	}
	if err := json.Unmarshal(said, &got); err != nil {
		t.Fatalf("%s: %v: %.300s", who, err, said)
	}
	found := got.Code == want || got.Error.Code == want || want == "valid" && got.Valid
	for _, f := range got.Findings {
		found = found || f.Rule == want
	}
	if !found {
		t.Errorf("%s does not say %s: %.500s", who, want, said)
	}
}

// utf16Of encodes with the low byte first, or with the high one.
func utf16Of(s string, high int) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{byte(u), byte(u >> 8)}
		out = append(out, pair[high], pair[1-high])
	}
	return out
}

// latin1 writes each character as one byte.
func latin1(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}
