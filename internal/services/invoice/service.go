package invoice

import (
	"context"
	"encoding/json"
	"errors"
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
	"github.com/docketapi/docket/internal/services/invoice/consult"
	"github.com/docketapi/docket/internal/services/invoice/lessons"
	"github.com/docketapi/docket/internal/services/job"
)

// pollEvery is how often Wait looks by itself: a notice may be lost with the connection that listens.
const pollEvery = time.Second

// Config is what a Service is made of.
type Config struct {
	DB        postgres.DB
	Documents *document.Service
	Jobs      *job.Orders
	Intake    *Intake
	Reader    Reader
	Notices   Notices
	Log       *slog.Logger // nil: nothing is logged
	// Model, where there is one, is asked for what reading leaves open; DataSchema is the contract's JSON Schema of the data.
	Model llm.Model
	// ReadyPrecision is the probability from which all values that a payment hangs on are taken to be right; 0 asks for none.
	ReadyPrecision float64
	DataSchema     json.RawMessage
}

// Services are what can be done with invoices, each by a service of its own. Make them with New.
type Services struct {
	Invoices  *Service
	Uploads   *Uploads
	Reviewer  *Reviewer
	Processor *Processor
	Lessons   *lessons.Book
}

// ledger is what the services share: the rows of invoices, how they are found, locked, recorded and told of.
type ledger struct {
	db postgres.DB
	q  *db.Queries
}

// guards hold an invoice against the others of its workspace: accounts that are new for its seller, and what repeats it.
type guards struct{ ledger *ledger }

// assessor decides what is to be looked at in an invoice, and writes it.
type assessor struct {
	ledger    *ledger
	guards    *guards
	precision float64 // from which the values that a payment hangs on are taken to be right
}

// Service finds, lists, shows and sums up invoices.
type Service struct {
	ledger  *ledger
	notices Notices
}

// Uploads make invoices of files and documents.
type Uploads struct {
	ledger    *ledger
	documents *document.Service
	intake    *Intake
	postings  *gather.Group[posting, Invoice]
}

// Reviewer is what people do with invoices: correct, decide, have them read again, delete.
type Reviewer struct {
	ledger    *ledger
	assessor  *assessor
	lessons   *lessons.Book
	documents *document.Service
	jobs      *job.Orders
}

// Processor is the jobs that read invoices, and what becomes of an invoice when its job does not end well.
type Processor struct {
	ledger     *ledger
	assessor   *assessor
	lessons    *lessons.Book
	documents  *document.Service
	jobs       *job.Orders
	intake     *Intake
	reader     Reader
	consultant *consult.Consultant
	log        *slog.Logger
	parsing    chan struct{}       // has room for the XML that is parsed at one time
	held       *semaphore.Weighted // bytes of XML that is parsed, or whose result waits to be stored
	results    *gather.Group[*result, struct{}]
}

// How many postings and results share a transaction at most.
const (
	postingsAtOnce = 32
	resultsAtOnce  = 64
)

// New makes the services. It refuses parts that are nil.
func New(c Config) (Services, error) {
	if c.DB == nil || c.Documents == nil || c.Jobs == nil || c.Intake == nil || c.Reader == nil || c.Notices == nil {
		return Services{}, errors.New("make invoices: a part is missing")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	l := &ledger{db: c.DB, q: db.New()}
	book := lessons.New(l.db, l.q)
	a := &assessor{ledger: l, guards: &guards{ledger: l}, precision: c.ReadyPrecision}
	uploads := &Uploads{ledger: l, documents: c.Documents, intake: c.Intake}
	uploads.postings = gather.New(postingsAtOnce, uploads.post)
	processor := &Processor{ledger: l, assessor: a, lessons: book, documents: c.Documents, jobs: c.Jobs, intake: c.Intake, reader: c.Reader, log: c.Log,
		consultant: consult.New(c.Model, c.DataSchema, c.Log), parsing: make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
		held: semaphore.NewWeighted(heldBytes)}
	processor.results = gather.New(resultsAtOnce, processor.storeResults)
	return Services{
		Invoices: &Service{ledger: l, notices: c.Notices}, Uploads: uploads, Processor: processor,
		Lessons: book, Reviewer: &Reviewer{ledger: l, assessor: a, lessons: book, documents: c.Documents, jobs: c.Jobs},
	}, nil
}

// UploadInput is a file to read as an invoice.
type UploadInput struct {
	Name         string
	DeclaredType string // a hint
	Body         io.Reader
	Attempt      *idempotency.Attempt // nil: the request may be sent once only
}

// CreateFromDocument queues the reading of a document. Errors: not_found, unsupported_format, body_too_large.
func (s *Uploads) CreateFromDocument(ctx context.Context, p auth.Principal, documentID uuid.UUID, a *idempotency.Attempt) (Invoice, error) {
	if subject := a.Subject(); subject != uuid.Nil {
		return s.ledger.find(ctx, s.ledger.db, p.WorkspaceID, subject)
	}
	asked := context.WithoutCancel(ctx) // from its turn on it is not taken back
	return s.postings.Do(ctx, posting{
		document: document.Key{Workspace: p.WorkspaceID, ID: documentID},
		bind:     func(tx pgx.Tx, id uuid.UUID) error { return a.Bind(asked, tx, id) },
	})
}

// CreateFromUpload keeps a file and queues its reading: document, invoice and job in one transaction. Errors: empty_file,
// body_too_large, image_too_large, unsupported_format, unavailable.
func (s *Uploads) CreateFromUpload(ctx context.Context, p auth.Principal, in UploadInput) (Invoice, error) {
	got, err := s.documents.Receive(ctx, document.File{Name: in.Name, Body: in.Body, Limit: MaxBytes, Invoice: true, Attempt: in.Attempt})
	if err != nil {
		return Invoice{}, err
	}
	defer got.Discard()
	id := got.Made
	if id == uuid.Nil {
		id, err = postgres.InTx(ctx, s.ledger.db, func(tx pgx.Tx) (uuid.UUID, error) {
			d, _, err := s.documents.Keep(ctx, tx, p.WorkspaceID, got)
			if err != nil {
				return uuid.Nil, err
			}
			return s.create(ctx, tx, p, d, in.Attempt)
		})
	}
	if err != nil {
		return Invoice{}, err
	}
	return s.ledger.find(ctx, s.ledger.db, p.WorkspaceID, id)
}

// create adds an invoice and the job that reads it, and binds them to the request's idempotency key.
func (s *Uploads) create(ctx context.Context, tx pgx.Tx, p auth.Principal, d document.Document, a *idempotency.Attempt) (uuid.UUID, error) {
	id, err := s.intake.queue(ctx, tx, p.WorkspaceID, d)
	if err != nil {
		return uuid.Nil, err
	}
	return id, a.Bind(ctx, tx, id)
}

// Find gives an invoice of the caller's workspace; not_found for any other.
func (s *Service) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Invoice, error) {
	return s.ledger.find(ctx, s.ledger.db, p.WorkspaceID, id)
}

func (s *ledger) find(ctx context.Context, conn db.DBTX, workspace, id uuid.UUID) (Invoice, error) {
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
	notice, cancel := s.notices.Subscribe(id.String())
	defer cancel()
	timeout := time.NewTimer(d)
	defer timeout.Stop()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		status, err := s.ledger.q.GetInvoiceStatus(ctx, s.ledger.db, db.GetInvoiceStatusParams{WorkspaceID: p.WorkspaceID, ID: id})
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
func (s *Reviewer) Delete(ctx context.Context, p auth.Principal, id uuid.UUID, match func(version int64) error) error {
	return postgres.Exec(ctx, s.ledger.db, func(tx pgx.Tx) error {
		if err := s.jobs.CancelAll(ctx, tx, p.WorkspaceID, uuid.Nil, id); err != nil {
			return err
		}
		gone, err := s.ledger.q.DeleteInvoice(ctx, tx, db.DeleteInvoiceParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return postgres.Translate(err, "invoice")
		}
		if match != nil {
			if err := match(gone.Version); err != nil {
				return err // nothing of the transaction stays
			}
		}
		if err := s.ledger.notify(ctx, tx, id); err != nil {
			return err
		}
		return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{
			Action: "invoice.deleted", SubjectKind: "invoice", SubjectID: id, Detail: map[string]any{"document_id": gone.DocumentID},
		})
	})
}

func (s *ledger) notify(ctx context.Context, tx pgx.Tx, ids ...uuid.UUID) error {
	in := db.NotifyParams{Channel: Channel}
	for _, id := range ids {
		in.Payloads = append(in.Payloads, id.String())
	}
	return postgres.Translate(s.q.Notify(ctx, tx, in), "invoice")
}

// newID panics only where the system has no randomness, where nothing works.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
