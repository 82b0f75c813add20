package invoice

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice/consult"
	"github.com/docketapi/docket/internal/services/job"
)

// Stages of process_invoice that are not the reader's.
const (
	stageFetch = "fetch"
	stageStore = "store"
)

// MaxInvoices bounds how many invoices are taken out of one document.
const MaxInvoices = 200

// Process reads the invoice of a job and commits the result together with the job's end. ctx ends, with the run's cause,
// when the attempt is no longer wanted.
func (s *Processor) Process(ctx context.Context, run *job.Run) error {
	return guard.Run(ctx, s.log, func() error { return s.process(ctx, run) })
}

func (s *Processor) process(ctx context.Context, run *job.Run) error {
	j := run.Job()
	d, err := s.documents.Row(ctx, document.Key{Workspace: j.WorkspaceID, ID: j.DocumentID})
	if err != nil {
		return err
	}
	release, err := s.hold(ctx, d)
	if err != nil {
		return err
	}
	defer release()
	read, err := s.read(ctx, run, d)
	if err != nil {
		return err
	}
	if err := recall(ctx, s.lessons, run.Job().WorkspaceID, read); err != nil {
		return err
	}
	if err := s.complete(ctx, run, read); err != nil {
		return err
	}
	return s.keep(ctx, &result{run: run, document: d, read: read})
}

// read reads a document's invoices: at least one.
func (s *Processor) read(ctx context.Context, run *job.Run, d document.Document) (Reading, error) {
	run.Progress(stageFetch, 0)
	path, release, err := s.documents.Local(ctx, run.Job().WorkspaceID, d)
	if err != nil {
		return Reading{}, err
	}
	defer release()
	done, err := s.parse(ctx, d)
	if err != nil {
		return Reading{}, err
	}
	defer done()
	read, err := s.reader.Read(ctx, Source{Path: path, Name: d.Name, Progress: run.Progress})
	if err != nil {
		return Reading{}, fmt.Errorf("read document %s: %w", d.ID, err)
	}
	switch n := len(read.Invoices); {
	case n == 0:
		return Reading{}, fault.New(fault.CodeNotAnInvoice, "no invoice was found in the document")
	case n > MaxInvoices:
		return Reading{}, fault.New(fault.CodeTooManyInvoices, "the document holds %d invoices; at most %d are read", n, MaxInvoices)
	}
	run.Progress(stageStore, 99)
	return read, nil
}

// heldBytes bounds the XML that is in memory at one time, parsed or as a result that waits to be stored: many small ones, a few
// large ones. What is made of a byte takes some twenty.
const heldBytes = 32 << 20

// hold waits until there is room for what is made of a document, until it is stored. One that is larger than the room has it alone.
func (s *Processor) hold(ctx context.Context, d document.Document) (release func(), err error) {
	if d.Kind != document.XML && !d.Kind.Signed() {
		return func() {}, nil // the reader bounds the work on pages, and the queue the jobs that wait with them
	}
	n := min(max(d.Size, 1), heldBytes)
	if err := s.held.Acquire(ctx, n); err != nil {
		return nil, context.Cause(ctx)
	}
	return func() { s.held.Release(n) }, nil
}

// complete asks the language model for what reading left open.
func (s *Processor) complete(ctx context.Context, run *job.Run, read Reading) error {
	return s.consultant.Complete(ctx, consult.Reading{Document: run.Job().DocumentID, Invoices: read.Invoices, Pages: read.Pages, Progress: run.Progress})
}

// parse takes a place among the XML that is parsed at one time: the queue gives more jobs than there are cores, so that their
// results share transactions.
func (s *Processor) parse(ctx context.Context, d document.Document) (release func(), err error) {
	if d.Kind != document.XML && !d.Kind.Signed() {
		return func() {}, nil // the reader bounds the work on pages itself
	}
	select {
	case s.parsing <- struct{}{}:
		return func() { <-s.parsing }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// JobRuns implements job.Subject: the invoice is being read.
func (s *Processor) JobRuns(ctx context.Context, j job.Job) error {
	err := s.ledger.q.SetInvoiceProcessing(ctx, s.ledger.db, db.SetInvoiceProcessingParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	return postgres.Translate(err, "invoice")
}

// JobRequeued implements job.Subject: the invoice waits again. An invoice that people have decided over, or that another job
// reads, is a conflict.
func (s *Processor) JobRequeued(ctx context.Context, tx pgx.Tx, j job.Job) error {
	if j.InvoiceID == uuid.Nil {
		return nil
	}
	row, err := s.ledger.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	status := Status(row.Status)
	switch {
	case status == Approved || status == Rejected:
		return undecided(status)
	case !status.Final() && postgres.Deref(row.JobID) != j.ID:
		return fault.New(fault.CodeConflict, "another job reads the invoice")
	}
	err = s.ledger.q.SetInvoiceQueued(ctx, tx, db.SetInvoiceQueuedParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID, JobID: &j.ID})
	return postgres.Translate(err, "invoice")
}

// JobEnded implements job.Subject: the invoice has failed for the job's reason; one that was read before says what it said.
func (s *Processor) JobEnded(ctx context.Context, tx pgx.Tx, j job.Job, f job.Failure) error {
	if f.Code != string(fault.CodeJobCancelled) { // what is no invoice is a document all the same
		if err := s.documents.QueueIndexing(ctx, tx, []document.Key{{Workspace: j.WorkspaceID, ID: j.DocumentID}}, j.ID); err != nil {
			return err
		}
	}
	if j.InvoiceID == uuid.Nil {
		return nil
	}
	row, err := s.ledger.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && (Status(row.Status).Final() || postgres.Deref(row.JobID) != j.ID) {
		return nil
	}
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if row.Data == nil {
		err = s.ledger.q.SetInvoiceFailed(ctx, tx, db.SetInvoiceFailedParams{
			WorkspaceID: j.WorkspaceID, ID: j.InvoiceID, ErrorCode: f.Code, ErrorMessage: f.Message,
		})
		err = postgres.Translate(err, "invoice")
	} else {
		err = s.assessor.reassess(ctx, tx, row)
	}
	if err != nil {
		return err
	}
	err = s.ledger.record(ctx, tx, auth.Principal{WorkspaceID: j.WorkspaceID}, "reading_failed", j.InvoiceID, trail{Comment: f.Message, JobID: &j.ID})
	if err != nil {
		return err
	}
	return s.ledger.notify(ctx, tx, j.InvoiceID)
}
