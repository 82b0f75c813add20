package invoice

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gather"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
)

// result is what an attempt at a job has read. With found it is of no invoice yet: the document turned out to be one.
type result struct {
	run      *job.Run
	document document.Document
	read     Reading
	found    bool
	written  []written // what is read, as it is stored

	row db.Invoice // of the job's invoice, while it is stored
}

// placed is one invoice of a reading and where it goes.
type placed struct {
	row     db.Invoice
	found   evidence.Invoice
	written *written
	job     uuid.UUID
}

// keep stores a result. What does not depend on other invoices is written out before its turn comes: results wait for each other.
func (s *Processor) keep(ctx context.Context, r *result) error {
	for _, found := range r.read.Invoices {
		w, err := write(found, r.read.Pages)
		if err != nil {
			return err
		}
		r.written = append(r.written, w)
	}
	_, err := s.results.Do(ctx, r)
	return err
}

// storeResults commits the results of several jobs together with the jobs' ends.
func (s *Processor) storeResults(ctx context.Context, group []*result) ([]gather.Outcome[struct{}], error) {
	runs := make([]*job.Run, len(group))
	of := make(map[*job.Run]*result, len(group))
	for i, r := range group {
		runs[i], of[r.run] = r.run, r
	}
	lost, err := job.CompleteTogether(ctx, runs, func(tx pgx.Tx, counting []*job.Run) error {
		list := make([]*result, len(counting))
		for i, run := range counting {
			list[i] = of[run]
		}
		return s.store(ctx, tx, list)
	})
	if err != nil {
		return nil, err
	}
	out := make([]gather.Outcome[struct{}], len(group))
	for i := range out {
		out[i].Err = lost[i]
	}
	return out, nil
}

// store writes readings: the extractions as they are, and the invoices with their corrections replayed.
func (s *Processor) store(ctx context.Context, tx pgx.Tx, list []*result) error {
	if err := s.findRows(ctx, tx, list); err != nil {
		return err
	}
	var contents []content
	var extractions []db.InsertExtractionParams
	for _, r := range list {
		parts, err := s.parts(ctx, tx, r)
		if err != nil {
			return err
		}
		for _, p := range parts {
			c, err := s.replay(ctx, tx, p.row, p.found)
			if err != nil {
				return err
			}
			if c.text = p.written.text; c.first {
				c.written = p.written
			}
			x, err := extractionOf(p, c)
			if err != nil {
				return err
			}
			contents, extractions = append(contents, c), append(extractions, x)
			if p.written.layout == nil {
				continue
			}
			err = s.ledger.q.SetInvoiceLayout(ctx, tx, db.SetInvoiceLayoutParams{InvoiceID: c.id, WorkspaceID: c.workspace, Pages: p.written.layout})
			if err != nil {
				return postgres.Translate(err, "invoice")
			}
		}
	}
	if err := each(s.ledger.q.InsertExtraction(ctx, tx, extractions).Exec); err != nil {
		return postgres.Translate(err, "invoice")
	}
	if err := s.assessor.assess(ctx, tx, contents...); err != nil {
		return err
	}
	return s.index(ctx, tx, list)
}

// findRows locks the invoices of the jobs, and adds those that are found only now.
func (s *Processor) findRows(ctx context.Context, tx pgx.Tx, list []*result) error {
	var in db.LockInvoicesParams
	var fresh []newInvoice
	ids := make([]uuid.UUID, len(list))
	for i, r := range list {
		j := r.run.Job()
		if ids[i] = j.InvoiceID; r.found {
			ids[i] = newID()
			fresh = append(fresh, newInvoice{id: ids[i], job: j.ID, workspace: j.WorkspaceID, document: r.document})
			continue
		}
		in.WorkspaceIds, in.Ids = append(in.WorkspaceIds, j.WorkspaceID), append(in.Ids, j.InvoiceID)
	}
	rows := make(map[uuid.UUID]db.Invoice, len(list))
	if len(in.Ids) > 0 {
		locked, err := s.ledger.q.LockInvoices(ctx, tx, in)
		if err != nil {
			return postgres.Translate(err, "invoice")
		}
		for _, l := range locked {
			rows[l.Invoice.ID] = l.Invoice
		}
	}
	if len(fresh) > 0 {
		made, err := s.intake.queueAll(ctx, tx, fresh)
		if err != nil {
			return err
		}
		for _, m := range made {
			rows[m.ID] = m
		}
	}
	for i, r := range list {
		row, ok := rows[ids[i]]
		if !ok {
			return postgres.NotFound("invoice")
		}
		r.row = row
	}
	return nil
}

// parts says where the invoices of a reading go. The job's invoice gets the one of its place in the document; invoices beside it
// get rows of their own when the document is read for the first time, and are left alone when only this one is read again.
func (s *Processor) parts(ctx context.Context, tx pgx.Tx, r *result) ([]placed, error) {
	j, row, found := r.run.Job(), r.row, r.read.Invoices
	if int(row.Ordinal) > len(found) {
		return nil, fault.New(fault.CodeNotAnInvoice, "the document was read as %d invoices; this is its invoice %d", len(found), row.Ordinal)
	}
	if r.document.PageCount == 0 {
		if err := s.documents.StorePages(ctx, tx, j.WorkspaceID, r.document.ID, r.read.Pages); err != nil {
			return nil, err
		}
	}
	var out []placed
	for i, f := range found {
		at := row
		if i+1 != int(row.Ordinal) {
			var err error
			at, err = s.ledger.q.InsertFurtherInvoice(ctx, tx, db.InsertFurtherInvoiceParams{
				ID: newID(), WorkspaceID: j.WorkspaceID, DocumentID: r.document.ID, BatchID: row.BatchID, Ordinal: int32(i) + 1, JobID: &j.ID, // at most MaxInvoices
			})
			if errors.Is(err, pgx.ErrNoRows) {
				continue
			}
			if err != nil {
				return nil, postgres.Translate(err, "invoice")
			}
		}
		out = append(out, placed{row: at, found: f, written: &r.written[i], job: j.ID})
	}
	return out, nil
}

// index queues the indexing of the documents whose jobs end.
func (s *Processor) index(ctx context.Context, tx pgx.Tx, list []*result) error {
	var documents []document.Key
	var ending []uuid.UUID
	for _, r := range list {
		j := r.run.Job()
		documents, ending = append(documents, document.Key{Workspace: j.WorkspaceID, ID: r.document.ID}), append(ending, j.ID)
	}
	return s.documents.QueueIndexing(ctx, tx, documents, ending...)
}

// each runs a batch of statements and gives its first error; the others follow from it.
func each(run func(func(int, error))) error {
	var first error
	run(func(_ int, err error) {
		if first == nil {
			first = err
		}
	})
	return first
}
