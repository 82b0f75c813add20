package tasks_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/app"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/tasks"
)

// stack is every service over a database of the test's own, with a reader that the test scripts.
type stack struct {
	pool        *pgxpool.Pool
	caller      auth.Principal
	documents   *document.Service
	invoices    invoices
	jobs        *job.Service
	idempotency *idempotency.Service
	search      *search.Service
	catalog     *search.Catalog
	writer      *search.Writer
	reader      *scripted
	pager       *scriptedPager
	dir         string
	config      app.Config
	app         *app.App
	log         *slog.Logger // of the workers
}

// invoices are what callers do with invoices.
type invoices struct {
	*invoice.Service
	*invoice.Uploads
	*invoice.Reviewer
}

// scripted reads what the test tells it to.
type scripted struct {
	mu    sync.Mutex
	read  func(ctx context.Context, src invoice.Source) (invoice.Reading, error)
	calls atomic.Int32
}

func (s *scripted) Read(ctx context.Context, src invoice.Source) (invoice.Reading, error) {
	s.calls.Add(1)
	s.mu.Lock()
	read := s.read
	s.mu.Unlock()
	return read(ctx, src)
}

func (s *scripted) does(read func(ctx context.Context, src invoice.Source) (invoice.Reading, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = read
}

// pagerPanics in a file makes the pager panic.
const pagerPanics = "a bug in the pager"

// scriptedPager gives one page with the file's bytes as its line.
type scriptedPager struct{ calls atomic.Int32 }

func (p *scriptedPager) Pages(_ context.Context, path string) ([]pages.Page, error) {
	p.calls.Add(1)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(data), pagerPanics) {
		panic(pagerPanics)
	}
	return []pages.Page{onePage(string(data))}, nil
}

func (p *scriptedPager) PagePNG(context.Context, string, int, int, int) ([]byte, error) {
	return nil, errors.New("no pictures here")
}

func onePage(text string) pages.Page {
	box := pages.Box{X0: 0.1, Y0: 0.1, X1: 0.9, Y1: 0.11}
	l := pages.Line{Box: box}
	for _, w := range strings.Fields(text) {
		l.Words = append(l.Words, pages.Word{Text: w, Box: box, Confidence: 1})
	}
	return pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText, Lines: []pages.Line{l}}
}

func newStack(t *testing.T) *stack {
	t.Helper()
	s := stackOver(t, pgtest.Pool(t), t.TempDir())
	s.caller = s.newCaller(t)
	return s
}

func stackOver(t *testing.T, pool *pgxpool.Pool, dir string) *stack {
	t.Helper()
	s := &stack{pool: pool, dir: dir, reader: &scripted{}, pager: &scriptedPager{}, log: slog.New(slog.DiscardHandler)}
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) { return oneInvoice("N-1"), nil })
	spool := filepath.Join(dir, "spool")
	blobs, err := blob.Open(t.Context(), "", dir, spool)
	must(t, err)
	t.Cleanup(func() { _ = blobs.Close() })
	s.config = app.Config{Pool: pool, Blobs: blobs, SpoolDir: spool, Pager: s.pager, Reader: s.reader, Extractor: noXML{}}
	s.connect(t)
	return s
}

// connect makes the services anew, as the stack's config and log now are.
func (s *stack) connect(t *testing.T) {
	t.Helper()
	s.config.Log = s.log
	a, err := app.New(t.Context(), s.config)
	must(t, err)
	t.Cleanup(a.Close)
	s.app, s.documents, s.invoices, s.jobs, s.idempotency = a, a.Documents, invoices{a.Invoices.Invoices, a.Invoices.Uploads, a.Invoices.Reviewer}, a.Jobs, a.Idempotency
	s.search, s.catalog, s.writer = a.Search, a.Catalog, a.Writer
}

// withEmbedder makes the services anew with search by meaning.
func (s *stack) withEmbedder(t *testing.T, e search.Embedder) {
	t.Helper()
	s.config.Embedder, s.config.Vectors = e, pgvector.New(s.pool)
	s.connect(t)
}

// noXML holds every file for one without an e-invoice.
type noXML struct{}

func (noXML) InvoiceXML(context.Context, string) (*xmltree.Node, error) {
	return nil, errors.New("no XML here")
}

// newCaller is an admin of a workspace of its own.
func (s *stack) newCaller(t *testing.T) auth.Principal {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := db.New().InsertWorkspace(t.Context(), s.pool, db.InsertWorkspaceParams{WorkspaceID: id, Name: "test"})
	must(t, err)
	return auth.Principal{WorkspaceID: id, UserID: uuid.New(), Role: auth.Admin}
}

func (s *stack) newWorkers(t *testing.T) *tasks.Workers {
	t.Helper()
	w, err := s.app.Workers(t.Context(), 2, false)
	must(t, err)
	return w
}

func (s *stack) startWorkers(t *testing.T) {
	t.Helper()
	w := s.newWorkers(t)
	must(t, w.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := w.Stop(ctx); err != nil {
			t.Errorf("stop workers: %v", err)
		}
	})
}

func (s *stack) post(t *testing.T, body string) invoice.Invoice {
	t.Helper()
	inv, err := s.invoices.CreateFromUpload(t.Context(), s.caller, invoice.UploadInput{Name: "a.xml", Body: strings.NewReader(body)})
	must(t, err)
	return inv
}

func (s *stack) wait(t *testing.T, id uuid.UUID) invoice.Invoice {
	t.Helper()
	inv, err := s.invoices.Wait(t.Context(), s.caller, id, 20*time.Second)
	must(t, err)
	return inv
}

func oneInvoice(number string) invoice.Reading {
	return invoice.Reading{Invoices: []evidence.Invoice{{Source: evidence.UBL, Data: en16931.Invoice{
		Number: number, Currency: "EUR", IssueDate: en16931.MustDate("2026-03-01"), TypeCode: "380",
		Seller: en16931.Party{Name: "Nordlicht Werkzeuge GmbH", VATID: "DE 123 456 789"},
		Totals: en16931.Totals{Gross: en16931.MustDecimal("119.00")},
	}}}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("%s: did not happen", what)
}
