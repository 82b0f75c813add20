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
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/guard"
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
	return guard.Run(ctx, s.Log, func() error { return s.process(ctx, run) })
}

func (s *Service) process(ctx context.Context, run *job.Run) error {
	j := run.Job()
	d, err := s.begin(ctx, run, auth.Principal{WorkspaceID: j.WorkspaceID})
	if err != nil {
		return err
	}
	read, err := s.read(ctx, run, d)
	if err != nil {
		return err
	}
	if err := s.consult(ctx, run, read); err != nil {
		return err
	}
	return run.Complete(ctx, func(tx pgx.Tx) error {
		if err := s.store(ctx, tx, j, d, read); err != nil {
			return err
		}
		return s.Documents.QueueIndexing(ctx, tx, j.WorkspaceID, d.ID, j.ID)
	})
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

// store writes a reading. The job's invoice gets the one of its place in the document; invoices beside it get rows of their own
// when the document is read for the first time, and are left alone when only this one is read again.
func (s *Service) store(ctx context.Context, tx pgx.Tx, j job.Job, d document.Document, read Reading) error {
	row, err := s.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if int(row.Ordinal) > len(read.Invoices) {
		return fault.New(fault.CodeNotAnInvoice, "the document was read as %d invoices; this is its invoice %d", len(read.Invoices), row.Ordinal)
	}
	if d.PageCount == 0 {
		if err := s.Documents.StorePages(ctx, tx, j.WorkspaceID, d.ID, read.Pages); err != nil {
			return err
		}
	}
	for i, found := range read.Invoices {
		at := row
		if i+1 != int(row.Ordinal) {
			at, err = s.q.InsertFurtherInvoice(ctx, tx, db.InsertFurtherInvoiceParams{
				ID: newID(), WorkspaceID: j.WorkspaceID, DocumentID: d.ID, BatchID: row.BatchID, Ordinal: int32(i) + 1, JobID: &j.ID, // at most MaxInvoices
			})
			if errors.Is(err, pgx.ErrNoRows) {
				continue
			}
			if err != nil {
				return postgres.Translate(err, "invoice")
			}
		}
		if err := s.storeOne(ctx, tx, j, at, found, read); err != nil {
			return err
		}
	}
	return nil
}

// JobRequeued implements job.Subject: the invoice waits again. An invoice that people have decided over, or that another job
// reads, is a conflict.
func (s *Service) JobRequeued(ctx context.Context, tx pgx.Tx, j job.Job) error {
	if j.InvoiceID == uuid.Nil {
		return nil
	}
	row, err := s.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
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
	err = s.q.SetInvoiceQueued(ctx, tx, db.SetInvoiceQueuedParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID, JobID: &j.ID})
	return postgres.Translate(err, "invoice")
}

// JobEnded implements job.Subject: the invoice has failed for the job's reason; one that was read before says what it said.
func (s *Service) JobEnded(ctx context.Context, tx pgx.Tx, j job.Job, f job.Failure) error {
	if f.Code != string(fault.CodeJobCancelled) { // what is no invoice is a document all the same
		if err := s.Documents.QueueIndexing(ctx, tx, j.WorkspaceID, j.DocumentID, j.ID); err != nil {
			return err
		}
	}
	if j.InvoiceID == uuid.Nil {
		return nil
	}
	row, err := s.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: j.WorkspaceID, ID: j.InvoiceID})
	if errors.Is(err, pgx.ErrNoRows) || err == nil && (Status(row.Status).Final() || postgres.Deref(row.JobID) != j.ID) {
		return nil
	}
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if row.Data == nil {
		err = s.q.SetInvoiceFailed(ctx, tx, db.SetInvoiceFailedParams{
			WorkspaceID: j.WorkspaceID, ID: j.InvoiceID, ErrorCode: f.Code, ErrorMessage: f.Message,
		})
		err = postgres.Translate(err, "invoice")
	} else {
		err = s.resettle(ctx, tx, row)
	}
	if err != nil {
		return err
	}
	err = s.record(ctx, tx, auth.Principal{WorkspaceID: j.WorkspaceID}, "reading_failed", j.InvoiceID, trail{Comment: f.Message, JobID: &j.ID})
	if err != nil {
		return err
	}
	return s.notify(ctx, tx, j.InvoiceID)
}
