package invoice

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
)

// Intake makes invoices that are to be read, and the jobs that read them. It needs no documents but those that it is given, so
// that documents may call it. Make one with NewIntake.
type Intake struct {
	q    *db.Queries
	jobs *job.Orders
}

// NewIntake makes an Intake.
func NewIntake(jobs *job.Orders) *Intake { return &Intake{q: db.New(), jobs: jobs} }

// ProcessUpload implements document.Processor: an invoice is queued where one is asked for; with auto a job finds out
// whether the document is one. The same bytes again with auto find what the first upload made.
func (in *Intake) ProcessUpload(ctx context.Context, tx pgx.Tx, p auth.Principal, up document.Uploaded, how document.Process) error {
	d := up.Document
	switch {
	case how == document.ProcessInvoice:
		_, err := in.queue(ctx, tx, p.WorkspaceID, d)
		return err
	case how == document.ProcessAuto && up.Created && d.Kind.Readable() && !d.Kind.Message() && d.Size <= MaxBytes:
		return in.jobs.Create(ctx, tx, job.NewJob{
			ID: newID(), WorkspaceID: p.WorkspaceID, Kind: job.KindProcessDocument, Queue: queueOf(d), DocumentID: d.ID,
		})
	}
	return nil
}

// newInvoice is an invoice to make. Without a job, one is queued that reads it.
type newInvoice struct {
	id, job   uuid.UUID
	workspace uuid.UUID
	document  document.Document
}

func (in *Intake) queue(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, d document.Document) (uuid.UUID, error) {
	if err := refused(d); err != nil {
		return uuid.Nil, err
	}
	id := newID()
	_, err := in.queueAll(ctx, tx, []newInvoice{{id: id, workspace: workspace, document: d}})
	return id, err
}

func queueOf(d document.Document) string {
	if d.Kind == document.XML {
		return job.QueueQuick
	}
	return job.QueueRead
}

// refused says why no invoice is read from a document.
func refused(d document.Document) error {
	switch {
	case !d.Kind.Readable():
		return fault.New(fault.CodeUnsupportedFormat, "an invoice is read from XML, PDF or a picture, also in a signed file or a message; the document is %s", d.MediaType)
	case d.Size > MaxBytes:
		return fault.New(fault.CodeBodyTooLarge, "an invoice is read from at most %d MiB", MaxBytes>>20)
	}
	return nil
}

// queueAll adds invoices and the jobs that read them. They go in by their documents: of two that make invoices of the same
// ones, neither waits for the other in turn.
func (in *Intake) queueAll(ctx context.Context, tx pgx.Tx, list []newInvoice) ([]db.Invoice, error) {
	slices.SortStableFunc(list, func(a, b newInvoice) int { return cmp.Compare(a.document.ID.String(), b.document.ID.String()) })
	var add db.InsertInvoicesParams
	var jobs []job.NewJob
	for _, n := range list {
		if n.job == uuid.Nil {
			n.job = newID()
			jobs = append(jobs, job.NewJob{
				ID: n.job, WorkspaceID: n.workspace, Kind: job.KindProcessInvoice, Queue: queueOf(n.document), DocumentID: n.document.ID, InvoiceID: n.id,
			})
		}
		add.Ids, add.WorkspaceIds = append(add.Ids, n.id), append(add.WorkspaceIds, n.workspace)
		add.DocumentIds, add.JobIds = append(add.DocumentIds, n.document.ID), append(add.JobIds, n.job)
	}
	rows, err := in.q.InsertInvoices(ctx, tx, add)
	if err != nil || len(jobs) == 0 {
		return rows, postgres.Translate(err, "document")
	}
	return rows, in.jobs.Create(ctx, tx, jobs...)
}
