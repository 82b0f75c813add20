package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
)

// content is what an invoice says now: its last reading under its corrections.
type content struct {
	workspace, id, document uuid.UUID
	ordinal                 int32
	source                  evidence.Kind
	data                    en16931.Invoice
	proof                   []evidence.Evidence
	checks                  []en16931.Finding // but for those of the guards
	text                    *text             // of a reading that had pages
	firstPage, lastPage     int32
}

// settle holds what an invoice says against the other invoices of its workspace, decides whether a person should look, and
// writes it all. The workspace's lock is taken late and held until the transaction ends.
func (s *Service) settle(ctx context.Context, tx pgx.Tx, c content) error {
	if err := s.q.LockGuards(ctx, tx, "invoice-guards "+c.workspace.String()); err != nil {
		return postgres.Translate(err, "invoice")
	}
	if err := s.guardText(ctx, tx, c); err != nil {
		return err
	}
	suspect, err := s.guardAccounts(ctx, tx, c)
	if err != nil {
		return err
	}
	repeats, err := s.repeated(ctx, tx, c)
	if err != nil {
		return err
	}
	c.checks = append(slices.DeleteFunc(slices.Clone(c.checks), func(f en16931.Finding) bool { return f.Rule == ruleNewAccount }), suspect...)
	if err := s.put(ctx, tx, c, judge(&c.data, c.proof, c.checks, repeats)); err != nil {
		return err
	}
	return s.notify(ctx, tx, c.id)
}

func (s *Service) put(ctx context.Context, tx pgx.Tx, c content, reasons []Reason) error {
	in := db.SetInvoiceResultParams{
		WorkspaceID: c.workspace, ID: c.id, Status: string(statusOf(reasons)), Source: string(c.source), SchemaVersion: schemaVersion,
		FirstPage: c.firstPage, LastPage: c.lastPage,
	}
	var err error
	if in.Data, err = marshalStored(c.data); err != nil {
		return err
	}
	if in.Evidence, err = marshalList(c.proof); err != nil {
		return err
	}
	if in.Checks, err = marshalList(c.checks); err != nil {
		return err
	}
	if in.ReviewReasons, err = marshalList(reasons); err != nil {
		return err
	}
	columns(&c.data, &in)
	_, err = s.q.SetInvoiceResult(ctx, tx, in)
	return postgres.Translate(err, "invoice")
}

// contentOf is what a row says; nothing is known of its text but what is kept.
func contentOf(r db.Invoice) (content, error) {
	inv, err := fromDB(r)
	if err != nil {
		return content{}, err
	}
	if inv.Data == nil {
		return content{}, fmt.Errorf("settle invoice %s: it was not read", r.ID)
	}
	return content{
		workspace: r.WorkspaceID, id: r.ID, document: r.DocumentID, ordinal: r.Ordinal, source: inv.Source, data: *inv.Data,
		proof: inv.Evidence, checks: inv.Checks, firstPage: r.FirstPage, lastPage: r.LastPage,
	}, nil
}

// resettle decides anew over an invoice that says what it said before.
func (s *Service) resettle(ctx context.Context, tx pgx.Tx, r db.Invoice) error {
	c, err := contentOf(r)
	if err != nil {
		return err
	}
	return s.settle(ctx, tx, c)
}

// extraction is the last reading of an invoice.
func (s *Service) extraction(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID) (evidence.Invoice, error) {
	row, err := s.q.GetLastExtraction(ctx, tx, db.GetLastExtractionParams{WorkspaceID: workspace, InvoiceID: id})
	if err != nil {
		return evidence.Invoice{}, postgres.Translate(err, "invoice")
	}
	out := evidence.Invoice{Source: evidence.Kind(row.Source)}
	for _, part := range []struct {
		from json.RawMessage
		to   any
	}{{row.Data, &out.Data}, {row.Evidence, &out.Evidence}, {row.Checks, &out.Checks}} {
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return out, fmt.Errorf("read extraction of invoice %s: %w", id, err)
		}
	}
	return out, nil
}

// itemPointer points at a member of an array's item, or at the item.
func itemPointer(array string, i int, member string) string {
	p := "/" + array + "/" + strconv.Itoa(i)
	if member == "" {
		return p
	}
	return p + "/" + member
}
