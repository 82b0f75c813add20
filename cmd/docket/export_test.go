package main_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/examples"
	clientv1 "github.com/docketapi/docket/gen/client/v1"
)

// missing is what a person adds to the example as it is read from its picture: EN 16931 asks for it, the paper has it in
// other words or not at all.
const missing = `{
	"seller": {"address": {"line1": "Speicherweg 12", "city": "Kiel", "postal_code": "24103", "country": "DE"}},
	"buyer": {"address": {"country": "DE"}},
	"payment": {"means_code": "58"},
	"totals": {"line_net": "1256.00", "net": "1256.00", "tax": "232.88", "gross": "1488.88", "due": "1488.88"}
}`

// TestFromPaperToEInvoice reads a picture, has a person complete and approve it, and exports it as each e-invoice.
func TestFromPaperToEInvoice(t *testing.T) {
	t.Parallel()
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	for name, content := range map[string][]byte{"scan.png": scan(t), "invoice.pdf": examples.InvoicePDF} {
		inv := read(t, c, name, content)
		// What paper leaves unsaid but follows from it is filled in: it is an e-invoice before anybody has looked.
		if got := export(t, c, inv.ID, clientv1.ExportFormatUbl); got.StatusCode() != http.StatusOK {
			t.Errorf("%s as read: %d %.300s", name, got.StatusCode(), got.Body)
		} else {
			valid(t, c, got.Body)
		}
		data := approve(t, c, inv)
		for _, format := range []clientv1.ExportFormat{clientv1.ExportFormatUbl, clientv1.ExportFormatCii, clientv1.ExportFormatFacturx} {
			got := export(t, c, inv.ID, format)
			if got.StatusCode() != http.StatusOK {
				t.Errorf("%s as %s: %d %.1000s", name, format, got.StatusCode(), got.Body)
				continue
			}
			xml := got.Body
			if format == clientv1.ExportFormatFacturx {
				xml = embedded(t, got.Body)
			}
			holds(t, name+" as "+string(format), xml, data)
			valid(t, c, got.Body)
		}
	}
}

func export(t *testing.T, c *clientv1.ClientWithResponses, id clientv1.InvoiceID, format clientv1.ExportFormat) *clientv1.ExportInvoiceResponse {
	t.Helper()
	got, err := c.ExportInvoiceWithResponse(t.Context(), id, &clientv1.ExportInvoiceParams{Format: format})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// approve completes an invoice and approves it, and gives its data.
func approve(t *testing.T, c *clientv1.ClientWithResponses, inv *clientv1.Invoice) en16931.Invoice {
	t.Helper()
	ctx := t.Context()
	found, err := c.GetInvoiceWithResponse(ctx, inv.ID, &clientv1.GetInvoiceParams{})
	if err != nil {
		t.Fatal(err)
	}
	var patch map[string]any
	if err := json.Unmarshal([]byte(missing), &patch); err != nil {
		t.Fatal(err)
	}
	patch["lines"] = categorised(t, found.Body)
	body, err := json.Marshal(patch)
	if err != nil {
		t.Fatal(err)
	}
	tag := found.HTTPResponse.Header.Get("ETag")
	fixed, err := c.CorrectInvoiceWithBodyWithResponse(ctx, inv.ID, &clientv1.CorrectInvoiceParams{IfMatch: tag},
		"application/merge-patch+json", bytes.NewReader(body))
	if err != nil || fixed.JSON200 == nil {
		t.Fatalf("correct: %v %s", err, fixed.Body)
	}
	tag = fixed.HTTPResponse.Header.Get("ETag")
	done, err := c.ReviewInvoiceWithBodyWithResponse(ctx, inv.ID, &clientv1.ReviewInvoiceParams{IfMatch: tag}, "application/json", bytes.NewReader([]byte(`{"decision": "approve"}`)))
	if err != nil || done.JSON200 == nil || done.JSON200.Status != clientv1.InvoiceStatusApproved {
		t.Fatalf("approve: %v %s", err, done.Body)
	}
	var approved struct{ Data en16931.Invoice }
	if err := json.Unmarshal(done.Body, &approved); err != nil {
		t.Fatal(err)
	}
	return approved.Data
}

// categorised are the lines with the VAT category that their rate means here.
func categorised(t *testing.T, body []byte) []en16931.Line {
	t.Helper()
	var read struct{ Data en16931.Invoice }
	if err := json.Unmarshal(body, &read); err != nil {
		t.Fatal(err)
	}
	for i := range read.Data.Lines {
		read.Data.Lines[i].TaxCategory = "S"
	}
	return read.Data.Lines
}

func embedded(t *testing.T, pdf []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "a.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdfdetach", "-saveall", "-o", dir, path).CombinedOutput(); err != nil {
		t.Fatalf("pdfdetach: %v\n%s", err, out)
	}
	xml, err := os.ReadFile(filepath.Join(dir, "factur-x.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return xml
}

// holds tells where an exported document and the approved data differ, both as UBL.
func holds(t *testing.T, what string, xml []byte, want en16931.Invoice) {
	t.Helper()
	doc, err := einvoice.Parse(xml, xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got := doc.Invoice
	got.Extensions, want.Extensions = nil, nil
	want.ProfileID = "urn:cen.eu:en16931:2017"
	var a, b bytes.Buffer
	for _, w := range []struct {
		to  *bytes.Buffer
		inv *en16931.Invoice
	}{{&a, &got}, {&b, &want}} {
		if err := einvoice.Write(w.to, einvoice.UBL, w.inv); err != nil {
			t.Fatal(err)
		}
	}
	if a.String() != b.String() {
		t.Errorf("%s holds\n%s\nand not\n%s", what, &a, &b)
	}
}

// valid has the service judge what it has exported.
func valid(t *testing.T, c *clientv1.ClientWithResponses, file []byte) {
	t.Helper()
	body, contentType := upload(t, "export", file)
	got, err := c.ValidateInvoiceWithBodyWithResponse(t.Context(), &clientv1.ValidateInvoiceParams{}, contentType, bytes.NewReader(body))
	if err != nil || got.JSON200 == nil || !got.JSON200.Valid {
		t.Errorf("validate: %v %.2000s", err, got.Body)
	}
}
