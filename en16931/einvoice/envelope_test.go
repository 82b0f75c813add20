package einvoice_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

func enveloped(t *testing.T) string {
	t.Helper()
	inv := full()
	var out bytes.Buffer
	if err := einvoice.Write(&out, einvoice.UBL, &inv); err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(out.String(), "?>")
	return body
}

func TestEnvelopesAreOpened(t *testing.T) {
	t.Parallel()
	invoice := enveloped(t)
	const attached = `<AttachedDocument xmlns="urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>7</cbc:ID><cac:Attachment>`
	for name, doc := range map[string]string{
		"sbdh": `<s:StandardBusinessDocument xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><s:StandardBusinessDocumentHeader>` +
			`<s:Sender><s:Identifier>kennel</s:Identifier></s:Sender></s:StandardBusinessDocumentHeader>` + invoice + `</s:StandardBusinessDocument>`,
		"text":   attached + `<cac:ExternalReference><cbc:Description><![CDATA[` + invoice + `]]></cbc:Description></cac:ExternalReference></cac:Attachment></AttachedDocument>`,
		"base64": attached + `<cbc:EmbeddedDocumentBinaryObject>` + base64.StdEncoding.EncodeToString([]byte(invoice)) + `</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></AttachedDocument>`,
	} {
		doc, err := einvoice.Parse([]byte(doc), xmltree.Limits{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		inv := full()
		if doc.Invoice.Number != inv.Number || len(doc.Invoice.Lines) != len(inv.Lines) {
			t.Errorf("%s: number %q, %d lines", name, doc.Invoice.Number, len(doc.Invoice.Lines))
		}
		if i := len(doc.Invoice.Extensions) - 1; name == "sbdh" && (doc.Invoice.Extensions[i].Syntax != einvoice.EnvelopeSyntax || !strings.Contains(doc.Invoice.Extensions[i].XML, "kennel")) {
			t.Errorf("the envelope is lost: %+v", doc.Invoice.Extensions)
		}
	}
	for _, empty := range []string{attached + `</cac:Attachment></AttachedDocument>`, `<s:StandardBusinessDocument xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"/>`} {
		if _, err := einvoice.Parse([]byte(empty), xmltree.Limits{}); err == nil {
			t.Errorf("%q is read", empty)
		}
	}
}
