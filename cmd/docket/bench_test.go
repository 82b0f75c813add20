package main_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/docketapi/docket/examples"
	"github.com/docketapi/docket/internal/infra/embed/local"
	"github.com/docketapi/docket/internal/reading/ocr/ppocr"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// BenchmarkInvoice says how long a caller waits for a finished invoice: POST with Prefer: wait until the 201.
func BenchmarkInvoice(b *testing.B) {
	p := start(b, []string{"DOCKET_DATA_DIR=" + sharedDir(b)}, "dev").ready()
	for _, kind := range []struct {
		name, file string
		make       func(n int) []byte
	}{
		{"xml", "invoice.xml", func(n int) []byte {
			return bytes.ReplaceAll(examples.InvoiceXML, []byte("NW-2026-0417"), fmt.Appendf(nil, "NW-2026-%07d", n))
		}},
		{"text_pdf", "invoice.pdf", func(n int) []byte { return fmt.Appendf(slices.Clone(examples.InvoicePDF), "\n%% copy %d\n", n) }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			var took []time.Duration
			n := int(time.Now().UnixNano() % 1e6)
			for b.Loop() {
				n++
				body, contentType := upload(b, kind.file, kind.make(n))
				t := time.Now()
				res := p.do(b.Context(), http.MethodPost, "/v1/invoices", contentType, body, "Prefer", "wait=20")
				answer, _ := io.ReadAll(res.Body)
				res.Body.Close()
				took = append(took, time.Since(t))
				if res.StatusCode != http.StatusCreated {
					b.Fatalf("%d: %.300s", res.StatusCode, answer)
				}
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

// BenchmarkUpload512MiB says what the largest upload costs in memory: the peak of the API process before and after.
func BenchmarkUpload512MiB(b *testing.B) {
	p := start(b, []string{"DOCKET_DATA_DIR=" + sharedDir(b)}, "dev").ready()
	body, contentType := upload(b, "warm.txt", []byte("warm"))
	p.do(b.Context(), http.MethodPost, "/v1/uploads?process=none", contentType, body).Body.Close()
	before := p.rss()
	for b.Loop() {
		const size = 512 << 20
		head, tail, contentType := multipartFrame(b, "large.bin")
		body := io.MultiReader(bytes.NewReader(head), io.LimitReader(&counter{seed: uint64(time.Now().UnixNano())}, size), bytes.NewReader(tail))
		t := time.Now()
		res := p.do(b.Context(), http.MethodPost, "/v1/uploads?process=none", contentType, body)
		answer, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusCreated {
			b.Fatalf("%d: %.300s", res.StatusCode, answer)
		}
		b.ReportMetric(size/time.Since(t).Seconds()/(1<<20), "MiB/s")
	}
	b.ReportMetric(float64(p.rss()-before)/(1<<20), "MiB-grown")
}

// BenchmarkStart says how long `docket dev` takes on data that is there.
func BenchmarkStart(b *testing.B) {
	dir := sharedDir(b)
	start(b, []string{"DOCKET_DATA_DIR=" + dir}, "dev").ready().stop()
	for b.Loop() {
		t := time.Now()
		p := start(b, []string{"DOCKET_DATA_DIR=" + dir}, "dev").ready()
		b.ReportMetric(time.Since(t).Seconds(), "s-to-ready")
		b.StopTimer()
		p.stop()
		b.StartTimer()
	}
}

// counter is an endless stream of bytes that no two runs share.
type counter struct{ seed uint64 }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		c.seed = c.seed*6364136223846793005 + 1442695040888963407
		p[i] = byte(c.seed >> 56)
	}
	return len(p), nil
}

func upload(tb testing.TB, name string, content []byte) (body []byte, contentType string) {
	head, tail, contentType := multipartFrame(tb, name)
	return slices.Concat(head, content, tail), contentType
}

// multipartFrame is what stands before and after the file in a form with the one part `file`.
func multipartFrame(tb testing.TB, name string) (head, tail []byte, contentType string) {
	tb.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if _, err := w.CreateFormFile("file", name); err != nil {
		tb.Fatal(err)
	}
	head = slices.Clone(b.Bytes())
	b.Reset()
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return head, b.Bytes(), w.FormDataContentType()
}

func reader(body any) io.Reader {
	switch v := body.(type) {
	case nil:
		return http.NoBody
	case []byte:
		return bytes.NewReader(v)
	case io.Reader:
		return v
	}
	panic(fmt.Sprintf("no reader for %T", body))
}

func TestMain(m *testing.M) {
	sandbox.Main(ppocr.Helper(), sandbox.Helper{Name: local.HelperName, Start: local.Start})
	code := m.Run()
	if path, err := executable(); err == nil {
		os.RemoveAll(path[:len(path)-len("/bin/docket")])
	}
	os.Exit(code)
}
