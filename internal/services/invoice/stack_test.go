package invoice_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/export"
	"github.com/docketapi/docket/internal/services/job"
)

// numbers is a queue that only hands out numbers: the test works the jobs itself.
type numbers struct{}

func (numbers) Enqueue(_ context.Context, _ pgx.Tx, list []job.Order) ([]int64, error) {
	out := make([]int64, len(list))
	for i := range out {
		out[i] = rand.Int64()
	}
	return out, nil
}
func (numbers) Cancel(context.Context, pgx.Tx, int64) error { return nil }

// reads gives what the test tells it to.
type reads struct{ next invoice.Reading }

func (r *reads) Read(context.Context, invoice.Source) (invoice.Reading, error) { return r.next, nil }

// noIndex finds nothing.
type noIndex struct{}

func (noIndex) Queue(context.Context, pgx.Tx, uuid.UUID, uuid.UUID, bool) error { return nil }
func (noIndex) Forget(context.Context, uuid.UUID, uuid.UUID)                    {}

// noNotices tells of nothing: who waits looks now and then.
type noNotices struct{}

func (noNotices) Subscribe(string) (notice <-chan struct{}, cancel func()) { return nil, func() {} }

// services are all that is done with invoices.
type services struct {
	*invoice.Service
	*invoice.Uploads
	*invoice.Reviewer
	*invoice.Processor
	*exporter
}

type exporter = export.Service

// stack is the invoices' services.
type stack struct {
	tx     postgres.DB // a transaction that is rolled back, or a pool over a database of the test's own
	s      services
	config invoice.Config
	jobs   *job.Service
	caller auth.Principal
	reader *reads
	pager  *scans
	spool  string
	n      int
}

func newStack(t testing.TB) *stack { return newStackOver(t, pgtest.Tx(t)) }

func newStackOver(t testing.TB, conn postgres.DB) *stack {
	t.Helper()
	dir := t.TempDir()
	st := &stack{tx: conn, reader: &reads{}, pager: &scans{}, spool: filepath.Join(dir, "spool")}
	blobs, err := blob.Open(t.Context(), "", dir, st.spool)
	must(t, err)
	t.Cleanup(func() { _ = blobs.Close() })
	orders := job.NewOrders(st.tx, numbers{})
	intake := invoice.NewIntake(orders)
	documents, err := document.New(document.Config{DB: st.tx, Blobs: blobs, Pager: st.pager, Jobs: orders, Processor: intake, Index: noIndex{}, SpoolDir: st.spool})
	must(t, err)
	st.config = invoice.Config{DB: st.tx, Documents: documents, Jobs: orders, Intake: intake, Reader: st.reader, Notices: noNotices{}}
	st.remake(t)
	w, err := db.New().InsertWorkspace(t.Context(), st.tx, db.InsertWorkspaceParams{WorkspaceID: uuid.Must(uuid.NewV7()), Name: "test"})
	must(t, err)
	st.caller = auth.Principal{WorkspaceID: w.ID, UserID: uuid.New(), Role: auth.Admin}
	return st
}

// remake makes the service as the config now is.
func (st *stack) remake(t testing.TB) {
	t.Helper()
	made, err := invoice.New(st.config)
	must(t, err)
	exports, err := export.New(st.config.Documents, st.spool)
	must(t, err)
	st.s = services{made.Invoices, made.Uploads, made.Reviewer, made.Processor, exports}
	st.jobs, err = job.New(st.config.Jobs, map[string]job.Subject{job.KindProcessInvoice: st.s, job.KindProcessDocument: st.s})
	must(t, err)
}

// read posts a new document and reads it as the given invoice.
func (st *stack) read(t *testing.T, found evidence.Invoice, on ...pages.Page) invoice.Invoice {
	t.Helper()
	st.n++
	return st.readBytes(t, "<a>"+strings.Repeat(" ", st.n)+"</a>", found, on...)
}

func (st *stack) readBytes(t *testing.T, content string, found evidence.Invoice, on ...pages.Page) invoice.Invoice {
	t.Helper()
	posted, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader(content)})
	must(t, err)
	st.reader.next = invoice.Reading{Invoices: []evidence.Invoice{found}, Pages: on}
	st.process(t, posted.JobID)
	got, err := st.s.Find(t.Context(), st.caller, posted.ID)
	must(t, err)
	return got
}

func (st *stack) process(t *testing.T, id uuid.UUID) {
	t.Helper()
	must(t, st.s.Process(t.Context(), st.begin(t, id)))
}

func (st *stack) begin(t *testing.T, id uuid.UUID) *job.Run {
	t.Helper()
	var number int64
	must(t, st.tx.QueryRow(t.Context(), `SELECT river_id FROM jobs WHERE id = $1`, id).Scan(&number))
	run, err := st.jobs.Begin(t.Context(), id, number, false)
	must(t, err)
	return run
}

// byContent reads each file as it is told to.
type byContent map[string]evidence.Invoice

func (r byContent) Read(_ context.Context, src invoice.Source) (invoice.Reading, error) {
	data, err := os.ReadFile(src.Path)
	if err != nil {
		return invoice.Reading{}, err
	}
	return invoice.Reading{Invoices: []evidence.Invoice{r[string(data)]}}, nil
}

func newWorkspace(t *testing.T, st *stack) uuid.UUID {
	t.Helper()
	w, err := db.New().InsertWorkspace(t.Context(), st.tx, db.InsertWorkspaceParams{WorkspaceID: uuid.Must(uuid.NewV7()), Name: "other"})
	must(t, err)
	return w.ID
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
