package invoice

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gather"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/document"
)

// posting is a document that is to be read as an invoice. bind names what it made in the transaction that makes it.
type posting struct {
	document document.Key
	bind     func(tx pgx.Tx, id uuid.UUID) error
}

// post makes the invoices of several postings, and the jobs that read them, in one transaction.
func (s *Uploads) post(ctx context.Context, group []posting) ([]gather.Outcome[Invoice], error) {
	out := make([]gather.Outcome[Invoice], len(group))
	rows, err := postgres.InTx(ctx, s.ledger.db, func(tx pgx.Tx) ([]db.Invoice, error) {
		list, err := s.accept(ctx, tx, group, out)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return s.intake.queueAll(ctx, tx, list)
	})
	if err != nil {
		return nil, err
	}
	made := make(map[uuid.UUID]Invoice, len(rows))
	for _, w := range workspacesOf(rows) {
		list, err := s.ledger.fromRows(ctx, s.ledger.db, w, slices.DeleteFunc(slices.Clone(rows), func(r db.Invoice) bool { return r.WorkspaceID != w }))
		for _, inv := range list {
			made[inv.ID] = inv
		}
		for i := range out {
			if group[i].document.Workspace == w && out[i].Err == nil {
				out[i].Err = err // it is made; only what it looks like is not known
			}
		}
	}
	for i := range out {
		out[i].Value = made[out[i].Value.ID]
	}
	return out, nil
}

// accept tells which postings are taken, and notes against the others why they are not.
func (s *Uploads) accept(ctx context.Context, tx pgx.Tx, group []posting, out []gather.Outcome[Invoice]) ([]newInvoice, error) {
	keys := make([]document.Key, len(group))
	for i, p := range group {
		keys[i] = p.document
	}
	docs, err := s.documents.LockAll(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	var list []newInvoice
	for i, p := range group {
		out[i] = gather.Outcome[Invoice]{Value: Invoice{ID: newID()}}
		d, ok := docs[p.document]
		if !ok {
			out[i].Err = postgres.NotFound("document")
			continue
		}
		if out[i].Err = refused(d); out[i].Err != nil {
			continue
		}
		err := p.bind(tx, out[i].Value.ID)
		if err != nil && fault.CodeOf(err) != fault.CodeIdempotencyBusy {
			return nil, err
		}
		if out[i].Err = err; err == nil {
			list = append(list, newInvoice{id: out[i].Value.ID, workspace: p.document.Workspace, document: d})
		}
	}
	return list, nil
}

// workspacesOf are the workspaces of rows, each once.
func workspacesOf(rows []db.Invoice) []uuid.UUID {
	var out []uuid.UUID
	for _, r := range rows {
		if !slices.Contains(out, r.WorkspaceID) {
			out = append(out, r.WorkspaceID)
		}
	}
	return out
}
