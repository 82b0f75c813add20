package invoice

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/document"
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
func (s *Service) Process(ctx context.Context, run *job.Run) error {
	j := run.Job()
	d, err := s.begin(ctx, run, auth.Principal{WorkspaceID: j.WorkspaceID})
	if err != nil {
		return err
	}
	read, err := s.read(ctx, run, d)
	if err != nil {
		return err
	}
	return run.Complete(ctx, func(tx pgx.Tx) error { return s.store(ctx, tx, j, d, read) })
}

// read reads a document's invoices: at least one.
func (s *Service) read(ctx context.Context, run *job.Run, d document.Document) (Reading, error) {
	run.Progress(stageFetch, 0)
	path, release, err := s.Documents.Local(ctx, run.Job().WorkspaceID, d)
	if err != nil {
		return Reading{}, err
	}
	defer release()
	read, err := s.Reader.Read(ctx, Source{Path: path, Name: d.Name, Progress: run.Progress})
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

// begin marks the invoice as processing and finds its document.
func (s *Service) begin(ctx context.Context, run *job.Run, p auth.Principal) (document.Document, error) {
	j := run.Job()
	err := s.q.SetInvoiceProcessing(ctx, s.DB, db.SetInvoiceProcessingParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	if err != nil {
		return document.Document{}, postgres.Translate(err, "invoice")
	}
	return s.Documents.Find(ctx, p, j.DocumentID)
}

// store writes a reading: the first invoice into the row that was posted, each further one into a row of its own.
func (s *Service) store(ctx context.Context, tx pgx.Tx, j job.Job, d document.Document, read Reading) error {
	first, err := s.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if d.PageCount == 0 {
		if err := s.Documents.StorePages(ctx, tx, j.WorkspaceID, d.ID, read.Pages); err != nil {
			return err
		}
	}
	for i, found := range read.Invoices {
		id := first.ID
		if i > 0 {
			row, err := s.q.InsertFurtherInvoice(ctx, tx, db.InsertFurtherInvoiceParams{
				ID: newID(), WorkspaceID: j.WorkspaceID, DocumentID: d.ID, BatchID: first.BatchID, Ordinal: int32(i) + 1, JobID: &j.ID, // at most MaxInvoices
			})
			if err != nil {
				return postgres.Translate(err, "invoice")
			}
			id = row.ID
		}
		if err := s.storeOne(ctx, tx, j, id, found); err != nil {
			return err
		}
	}
	return nil
}

// JobRequeued implements job.Subject: the invoice waits again.
func (s *Service) JobRequeued(ctx context.Context, tx pgx.Tx, j job.Job) error {
	if j.InvoiceID == uuid.Nil {
		return nil
	}
	err := s.q.SetInvoiceQueued(ctx, tx, db.SetInvoiceQueuedParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	return postgres.Translate(err, "invoice")
}

// JobEnded implements job.Subject: the invoice has failed for the job's reason.
func (s *Service) JobEnded(ctx context.Context, tx pgx.Tx, j job.Job, f job.Failure) error {
	if j.InvoiceID == uuid.Nil {
		return nil
	}
	err := s.q.SetInvoiceFailed(ctx, tx, db.SetInvoiceFailedParams{
		WorkspaceID: j.WorkspaceID, ID: j.InvoiceID, ErrorCode: f.Code, ErrorMessage: f.Message,
	})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	return s.notify(ctx, tx, j.InvoiceID)
}
