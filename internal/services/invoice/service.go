package invoice

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"runtime"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/semaphore"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/gather"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/job"
)

// pollEvery is how often Wait looks by itself: a notice may be lost with the connection that listens.
const pollEvery = time.Second

// Deps are what a Service works with. Reader may be nil in a process that runs no jobs, Notices in one that never waits.
type Deps struct {
	DB        postgres.DB
	Documents *document.Service
	Jobs      *job.Orders
	Reader    Reader
	Notices   Notices
	Log       *slog.Logger
	// Model, where there is one, is asked for what reading leaves open; DataSchema is the contract's JSON Schema of the data.
	Model llm.Model
	// ReadyPrecision is the probability from which all values that a payment hangs on are taken to be right; 0 asks for none.
	ReadyPrecision float64
	DataSchema     json.RawMessage
}

// Service is invoices. Make one with New.
type Service struct {
	Deps
	q       *db.Queries
	drawing chan struct{}       // has room for the Factur-X exports that may hold pages at one time
	parsing chan struct{}       // has room for the XML that is parsed at one time
	held    *semaphore.Weighted // bytes of XML that is parsed, or whose result waits to be stored

	postings *gather.Group[posting, Invoice]
	results  *gather.Group[*result, struct{}]
}

// How many postings and results share a transaction at most.
const (
	postingsAtOnce = 32
	resultsAtOnce  = 64
)

// New makes a Service and attaches it to the documents' uploads.
func New(d Deps) *Service {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	s := &Service{Deps: d, q: db.New(), drawing: make(chan struct{}, drawnAtOnce), parsing: make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
		held: semaphore.NewWeighted(heldBytes)}
	s.postings = gather.New(postingsAtOnce, s.post)
	s.results = gather.New(resultsAtOnce, s.storeResults)
	d.Documents.Attach(s)
	return s
}

// UploadInput is a file to read as an invoice.
type UploadInput struct {
	Name         string
	DeclaredType string // a hint
	Body         io.Reader
}

// CreateFromDocument queues the reading of a document. Errors: not_found, unsupported_format, body_too_large.
func (s *Service) CreateFromDocument(ctx context.Context, p auth.Principal, documentID uuid.UUID) (Invoice, error) {
	if subject := idempotency.Subject(ctx); subject != uuid.Nil {
		return s.Find(ctx, p, subject)
	}
	asked := context.WithoutCancel(ctx) // from its turn on it is not taken back
	return s.postings.Do(ctx, posting{
		document: document.Key{Workspace: p.WorkspaceID, ID: documentID},
		bind:     func(tx pgx.Tx, id uuid.UUID) error { return idempotency.Bind(asked, tx, id) },
	})
}

// CreateFromUpload keeps a file and queues its reading: document, invoice and job in one transaction. Errors: empty_file,
// body_too_large, image_too_large, unsupported_format, unavailable.
func (s *Service) CreateFromUpload(ctx context.Context, p auth.Principal, in UploadInput) (Invoice, error) {
	got, err := s.Documents.Receive(ctx, document.File{Name: in.Name, Body: in.Body, Limit: MaxBytes, Invoice: true})
	if err != nil {
		return Invoice{}, err
	}
	defer got.Discard()
	id := got.Made
	if id == uuid.Nil {
		id, err = postgres.InTx(ctx, s.DB, func(tx pgx.Tx) (uuid.UUID, error) {
			d, _, err := s.Documents.Keep(ctx, tx, p.WorkspaceID, got)
			if err != nil {
				return uuid.Nil, err
			}
			return s.create(ctx, tx, p, d)
		})
	}
	if err != nil {
		return Invoice{}, err
	}
	return s.Find(ctx, p, id)
}

// create adds an invoice and the job that reads it, and binds them to the request's idempotency key.
func (s *Service) create(ctx context.Context, tx pgx.Tx, p auth.Principal, d document.Document) (uuid.UUID, error) {
	id, err := s.queue(ctx, tx, p.WorkspaceID, d)
	if err != nil {
		return uuid.Nil, err
	}
	return id, idempotency.Bind(ctx, tx, id)
}

func (s *Service) queue(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, d document.Document) (uuid.UUID, error) {
	if err := refused(d); err != nil {
		return uuid.Nil, err
	}
	id := newID()
	_, err := s.queueAll(ctx, tx, []newInvoice{{id: id, workspace: workspace, document: d}})
	return id, err
}

func queueOf(d document.Document) string {
	if d.Kind == document.XML {
		return job.QueueQuick
	}
	return job.QueueRead
}

// Find gives an invoice of the caller's workspace; not_found for any other.
func (s *Service) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Invoice, error) {
	return s.find(ctx, s.DB, p.WorkspaceID, id)
}

func (s *Service) find(ctx context.Context, conn db.DBTX, workspace, id uuid.UUID) (Invoice, error) {
	row, err := s.q.GetInvoice(ctx, conn, db.GetInvoiceParams{WorkspaceID: workspace, ID: id})
	if err != nil {
		return Invoice{}, postgres.Translate(err, "invoice")
	}
	out, err := s.fromRows(ctx, conn, workspace, []db.Invoice{row})
	if err != nil {
		return Invoice{}, err
	}
	return out[0], nil
}

// Wait gives the invoice as soon as its reading has ended, or as it stands after d or when ctx ends.
func (s *Service) Wait(ctx context.Context, p auth.Principal, id uuid.UUID, d time.Duration) (Invoice, error) {
	if err := s.WaitRead(ctx, p, id, d); err != nil {
		return Invoice{}, err
	}
	return s.Find(ctx, p, id)
}

// WaitRead returns as soon as the invoice's reading has ended, or after d. not_found for one that is not there, or was deleted
// meanwhile.
func (s *Service) WaitRead(ctx context.Context, p auth.Principal, id uuid.UUID, d time.Duration) error {
	notice, cancel := s.Notices.Subscribe(id.String())
	defer cancel()
	timeout := time.NewTimer(d)
	defer timeout.Stop()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		status, err := s.q.GetInvoiceStatus(ctx, s.DB, db.GetInvoiceStatusParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return postgres.Translate(err, "invoice")
		}
		if Status(status).Final() {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timeout.C:
			return nil
		case <-notice:
		case <-poll.C:
		}
	}
}

// Delete removes an invoice with its history; a reading in progress is cancelled. Its document stays. match, when it is not nil,
// refuses a version that the caller does not mean.
func (s *Service) Delete(ctx context.Context, p auth.Principal, id uuid.UUID, match func(version int64) error) error {
	return postgres.Exec(ctx, s.DB, func(tx pgx.Tx) error {
		if err := s.Jobs.CancelAll(ctx, tx, p.WorkspaceID, uuid.Nil, id); err != nil {
			return err
		}
		gone, err := s.q.DeleteInvoice(ctx, tx, db.DeleteInvoiceParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return postgres.Translate(err, "invoice")
		}
		if match != nil {
			if err := match(gone.Version); err != nil {
				return err // nothing of the transaction stays
			}
		}
		if err := s.notify(ctx, tx, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{
			Action: "invoice.deleted", SubjectKind: "invoice", SubjectID: id, Detail: map[string]any{"document_id": gone.DocumentID},
		})
	})
}

func (s *Service) notify(ctx context.Context, tx pgx.Tx, ids ...uuid.UUID) error {
	in := db.NotifyParams{Channel: Channel}
	for _, id := range ids {
		in.Payloads = append(in.Payloads, id.String())
	}
	return postgres.Translate(s.q.Notify(ctx, tx, in), "invoice")
}

// newID panics only where the system has no randomness, where nothing works.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
