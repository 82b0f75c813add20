package reading_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
)

// withPDFInside is the invoice of the tests with a PDF among its documents.
func withPDFInside(pdf []byte) []byte {
	return []byte(strings.Replace(xml, "<cac:LegalMonetaryTotal>", `<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="r.pdf">`+
		base64.StdEncoding.EncodeToString(pdf)+`</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference><cac:LegalMonetaryTotal>`, 1))
}

func TestTheEmbeddedPDFIsThePages(t *testing.T) {
	t.Parallel()
	r, path := newReader(t), file(t, "r.xml", withPDFInside(withFiles()))
	list, err := r.Pages(t.Context(), path)
	if err != nil || len(list) != 1 || list[0].Characters() == 0 {
		t.Fatalf("%d pages, %v", len(list), err)
	}
	if png, err := r.PagePNG(t.Context(), path, 1, 72, 0); err != nil || !strings.HasPrefix(string(png), "\x89PNG") {
		t.Errorf("%d bytes, %v", len(png), err)
	}
	if _, err := r.PagePNG(t.Context(), path, 2, 72, 0); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("a page that is not there: %v", err)
	}
}

func TestXMLWithoutAPDFHasNoPages(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for name, data := range map[string]string{"invoice": xml, "other": "<a/>", "broken": "<a", "broken PDF": string(withPDFInside([]byte("%PDF-1.7 no more")))} {
		path := file(t, strings.ReplaceAll(name, " ", ""), []byte(data))
		if list, err := r.Pages(t.Context(), path); err != nil || len(list) > 0 {
			t.Errorf("%s: %d pages, %v", name, len(list), err)
		}
		if name == "broken PDF" {
			continue // its picture says what is wrong with it
		}
		if _, err := r.PagePNG(t.Context(), path, 1, 72, 0); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
}
