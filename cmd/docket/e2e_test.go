package main_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/docketapi/docket/examples"
	clientv1 "github.com/docketapi/docket/gen/client/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

func client(t *testing.T, p *process) *clientv1.ClientWithResponses {
	t.Helper()
	c, err := clientv1.NewClientWithResponses(p.url, clientv1.WithHTTPClient(apitest.New(t, "v1", testKey)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wait(seconds string) *clientv1.CreateInvoiceParams {
	prefer := "wait=" + seconds
	return &clientv1.CreateInvoiceParams{Prefer: &prefer}
}

// read posts a file and gives the finished invoice.
func read(t *testing.T, c *clientv1.ClientWithResponses, name string, content []byte) *clientv1.Invoice {
	t.Helper()
	body, contentType := upload(t, name, content)
	res, err := c.CreateInvoiceWithBodyWithResponse(t.Context(), wait("60"), contentType, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if res.JSON201 == nil {
		t.Fatalf("%s: %d %s", name, res.HTTPResponse.StatusCode, res.Body)
	}
	return res.JSON201
}

// TestFromNothing is a newcomer's first hour: docket dev on an empty folder, an invoice in each form, what is in the
// lists, and the same after a restart.
func TestFromNothing(t *testing.T) {
	t.Parallel()
	dir := sharedDir(t)
	p := start(t, []string{"DOCKET_DATA_DIR=" + dir}, "dev").ready()
	c := client(t, p)

	xml, pdf := read(t, c, "invoice.xml", examples.InvoiceXML), read(t, c, "invoice.pdf", examples.InvoicePDF)
	for name, inv := range map[string]*clientv1.Invoice{"xml": xml, "pdf": pdf} {
		if inv.Data == nil || inv.Data.Number == nil || *inv.Data.Number != "NW-2026-0417" || inv.Data.Totals == nil ||
			inv.Data.Totals.Gross == nil || *inv.Data.Totals.Gross != "1488.88" {
			t.Errorf("%s: data %+v", name, inv.Data)
		}
		shown, err := c.GetInvoiceWithResponse(t.Context(), inv.ID, &clientv1.GetInvoiceParams{Include: &[]clientv1.GetInvoiceParamsInclude{clientv1.GetInvoiceParamsIncludeEvidence}})
		if err != nil || shown.JSON200 == nil || len(shown.JSON200.Evidence) == 0 {
			t.Errorf("%s: no evidence: %v", name, err)
		}
	}
	if xml.Status != clientv1.InvoiceStatusReady {
		t.Errorf("a valid XML invoice is %s: %+v", xml.Status, xml.Checks)
	}
	same(t, "invoice.pdf", pdf)

	p.stop()
	c = client(t, start(t, []string{"DOCKET_DATA_DIR=" + dir}, "dev").ready())
	list, err := c.ListInvoicesWithResponse(t.Context(), &clientv1.ListInvoicesParams{})
	if err != nil || list.JSON200 == nil || len(list.JSON200.Items) != 2 {
		t.Fatalf("after a restart: %v %s", err, list.Body)
	}
	again := read(t, c, "copy.xml", examples.InvoiceXML)
	if again.ID == xml.ID || again.DocumentID != xml.DocumentID || len(again.Duplicates) == 0 {
		t.Errorf("the same bytes again: %+v", again)
	}
}

// same holds the API's answer against `docket parse` on the same file.
func same(t *testing.T, file string, inv *clientv1.Invoice) {
	t.Helper()
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "parse", filepath.Join("..", "..", "examples", file)).Output()
	if err != nil {
		t.Fatal(err)
	}
	var line struct{ Invoice struct{ Data any } }
	if err := json.Unmarshal(out, &line); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(inv.Data)
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(line.Invoice.Data, got); diff != "" {
		t.Errorf("the API and docket parse differ (-parse +api):\n%s", diff)
	}
}

// TestDocumentsAndJobs walks the operations around an invoice.
func TestDocumentsAndJobs(t *testing.T) {
	t.Parallel()
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	ctx := t.Context()
	body, contentType := upload(t, `C:\in\invoice.pdf`, examples.InvoicePDF)
	none := clientv1.ProcessNone
	first, err := c.UploadDocumentWithBodyWithResponse(ctx, &clientv1.UploadDocumentParams{Process: &none}, contentType, bytes.NewReader(body))
	if err != nil || first.JSON201 == nil || first.JSON201.Name != "invoice.pdf" || first.JSON201.MediaType != "application/pdf" {
		t.Fatalf("upload: %v %s", err, first.Body)
	}
	second, err := c.UploadDocumentWithBodyWithResponse(ctx, &clientv1.UploadDocumentParams{Process: &none}, contentType, bytes.NewReader(body))
	if err != nil || second.JSON200 == nil || second.JSON200.ID != first.JSON201.ID {
		t.Fatalf("the same upload again: %v %s", err, second.Body)
	}
	id := first.JSON201.ID

	whole, err := c.GetDocumentContentWithResponse(ctx, id, &clientv1.GetDocumentContentParams{})
	if err != nil || !bytes.Equal(whole.Body, examples.InvoicePDF) {
		t.Errorf("content: %v, %d bytes", err, len(whole.Body))
	}
	span := "bytes=0-4"
	part, err := c.GetDocumentContentWithResponse(ctx, id, &clientv1.GetDocumentContentParams{Range: &span})
	if err != nil || part.StatusCode() != http.StatusPartialContent || string(part.Body) != "%PDF-" {
		t.Errorf("range: %v %d %q", err, part.StatusCode(), part.Body)
	}
	text, err := c.GetDocumentTextWithResponse(ctx, id, &clientv1.GetDocumentTextParams{})
	if err != nil || text.JSON200 == nil || len(text.JSON200.Pages) != 1 || !strings.Contains(string(text.Body), "NW-2026-0417") {
		t.Errorf("text: %v %.300s", err, text.Body)
	}
	page, err := c.GetDocumentPageWithResponse(ctx, id, 1, &clientv1.GetDocumentPageParams{})
	if err != nil || !bytes.HasPrefix(page.Body, []byte("\x89PNG")) {
		t.Errorf("page: %v %.100q", err, page.Body)
	}
	if page, err := c.GetDocumentPageWithResponse(ctx, id, 2, &clientv1.GetDocumentPageParams{}); err != nil || page.StatusCode() != http.StatusNotFound {
		t.Errorf("page 2 of 1: %v %d", err, page.StatusCode())
	}

	made, err := c.CreateInvoiceWithResponse(ctx, wait("60"), clientv1.CreateInvoiceJSONRequestBody{DocumentID: id})
	if err != nil || made.JSON201 == nil {
		t.Fatalf("invoice of a document: %v %s", err, made.Body)
	}
	job, err := c.GetJobWithResponse(ctx, *made.JSON201.JobID, &clientv1.GetJobParams{})
	if err != nil || job.JSON200 == nil || job.JSON200.State != clientv1.JobStateCompleted || job.JSON200.Percent != 100 {
		t.Errorf("job: %v %s", err, job.Body)
	}
	if cancel, err := c.CancelJobWithResponse(ctx, job.JSON200.ID, &clientv1.CancelJobParams{}); err != nil || cancel.StatusCode() != http.StatusConflict {
		t.Errorf("cancel a finished job: %v %d", err, cancel.StatusCode())
	}
	if gone, err := c.DeleteDocumentWithResponse(ctx, id, &clientv1.DeleteDocumentParams{}); err != nil || gone.StatusCode() != http.StatusNoContent {
		t.Errorf("delete: %v %d", err, gone.StatusCode())
	}
	if gone, err := c.GetInvoiceWithResponse(ctx, made.JSON201.ID, &clientv1.GetInvoiceParams{}); err != nil || gone.StatusCode() != http.StatusNotFound {
		t.Errorf("invoice of a deleted document: %v %d", err, gone.StatusCode())
	}
	if none, err := c.GetInvoiceWithResponse(ctx, uuid.Must(uuid.NewV7()), &clientv1.GetInvoiceParams{}); err != nil || none.StatusCode() != http.StatusNotFound {
		t.Errorf("unknown invoice: %v %d", err, none.StatusCode())
	}
}

// TestBadFiles holds what can go wrong with bytes to its code: at the edge a refusal, after a parser a failed invoice.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	for name, tc := range map[string]struct {
		content []byte
		code    string
	}{
		"empty.pdf":     {nil, "empty_file"},
		"text.pdf":      {[]byte("Dear Sir, this is no PDF."), ""},
		"truncated.pdf": {examples.InvoicePDF[:len(examples.InvoicePDF)/3], "pdf_damaged"},
		"nopages.pdf":   {[]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"), "pdf_no_pages"},
		"bomb.png":      {pngHeader(50_000, 50_000), "image_too_large"},
		"dtd.xml":       {[]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), "xml_dtd_forbidden"},
		"broken.xml":    {examples.InvoiceXML[:500], "xml_malformed"},
		"other.xml":     {[]byte(`<order xmlns="urn:example"/>`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, contentType := upload(t, name, tc.content)
			res, err := c.CreateInvoiceWithBodyWithResponse(context.WithoutCancel(t.Context()), wait("60"), contentType, bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			code := ""
			switch {
			case res.ApplicationProblemJSONDefault != nil:
				code = res.ApplicationProblemJSONDefault.Code
			case res.JSON201 != nil && res.JSON201.Status == clientv1.InvoiceStatusFailed && res.JSON201.Error != nil:
				code = res.JSON201.Error.Code
			}
			if code == "" || code == "internal" || tc.code != "" && code != tc.code {
				t.Errorf("code %q, want %q: %d %s", code, tc.code, res.StatusCode(), res.Body)
			}
		})
	}
}

// pngHeader is a picture that says it is large and has no more.
func pngHeader(w, h uint32) []byte {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(chunk, w), h)
	chunk = append(chunk, 8, 2, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\r"), chunk...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
}

// TestTwoProcesses runs API and workers apart over one database, kills the worker in the middle of a reading, and finds
// the invoice read once by the next one.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	settings := []string{"DATABASE_URL=" + pgtest.EmptyURL(t), "DOCKET_DATA_DIR=" + sharedDir(t)}
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	migrate := exec.Command(path, "migrate")
	migrate.Env = append(migrate.Environ(), append(settings, "DOCKET_API_KEY="+testKey)...)
	if out, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	c := client(t, start(t, settings, "api").ready())
	worker := start(t, settings, "worker")
	body, contentType := upload(t, "scan.png", scan(t))
	made, err := c.CreateInvoiceWithBodyWithResponse(t.Context(), &clientv1.CreateInvoiceParams{}, contentType, bytes.NewReader(body))
	if err != nil || made.JSON202 == nil {
		t.Fatalf("create: %v %s", err, made.Body)
	}
	until(t, "the job runs", func() bool {
		res, err := c.GetJobWithResponse(t.Context(), *made.JSON202.JobID, &clientv1.GetJobParams{})
		return err == nil && res.JSON200 != nil && res.JSON200.State == clientv1.JobStateRunning
	})
	worker.kill()
	start(t, settings, "worker")
	until(t, "the invoice is read", func() bool {
		res, err := c.GetInvoiceWithResponse(t.Context(), made.JSON202.ID, &clientv1.GetInvoiceParams{})
		return err == nil && res.JSON200 != nil && res.JSON200.Data != nil
	})
	list, err := c.ListInvoicesWithResponse(t.Context(), &clientv1.ListInvoicesParams{})
	if err != nil || list.JSON200 == nil || len(list.JSON200.Items) != 1 {
		t.Errorf("invoices: %v %s", err, list.Body)
	}
}

// scan is the example invoice as a picture without a text layer.
func scan(t *testing.T) []byte {
	t.Helper()
	out, err := exec.Command("pdftoppm", "-r", "200", "-gray", "-png", filepath.Join("..", "..", "examples", "invoice.pdf")).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(90 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("waited in vain until %s", what)
}
