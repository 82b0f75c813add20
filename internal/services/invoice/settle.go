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
	"github.com/docketapi/docket/internal/services/invoice/change"
	"github.com/docketapi/docket/internal/services/invoice/likeness"
)

// content is what an invoice says now: its last reading under its corrections.
type content struct {
	first                   bool // nothing is kept of the invoice yet
	workspace, id, document uuid.UUID
	ordinal                 int32
	notDuplicate            bool // by a person's word
	source                  evidence.Kind
	data                    en16931.Invoice
	proof                   []evidence.Evidence
	checks                  []en16931.Finding // but for those of the guards
	text                    *likeness.Text    // of a reading that had pages
	firstPage, lastPage     int32
	written                 *written // data and proof as they are stored, when that is known
}

// assess holds what invoices say against the other invoices of their workspaces, decides whether a person should look, and
// writes it all. The workspaces' locks are taken late and held until the transaction ends.
func (s *assessor) assess(ctx context.Context, tx pgx.Tx, list ...content) error {
	ids, locks := make([]uuid.UUID, len(list)), []string{}
	for i, c := range list {
		ids[i] = c.id
		if lock := "invoice-guards " + c.workspace.String(); !slices.Contains(locks, lock) {
			locks = append(locks, lock)
		}
	}
	slices.Sort(locks) // of two that want the same ones, neither waits for the other in turn
	if err := s.ledger.q.LockGuards(ctx, tx, locks); err != nil {
		return postgres.Translate(err, "invoice")
	}
	for len(list) > 0 {
		var now []content
		now, list = strangers(list)
		if err := s.assessApart(ctx, tx, now); err != nil {
			return err
		}
	}
	return s.ledger.notify(ctx, tx, ids...)
}

// strangers parts invoices into those that cannot say anything about each other and the rest, whose turn comes when these are
// written. Their order stays where it matters.
func strangers(list []content) (now, later []content) {
	met := map[string]bool{}
	for _, c := range list {
		traits := c.traits()
		if slices.ContainsFunc(traits, func(t string) bool { return met[t] }) {
			later = append(later, c)
		} else {
			now = append(now, c)
		}
		for _, t := range traits {
			met[t] = true
		}
	}
	return now, later
}

// traits are what invoices are known by to the guards: two that share none are nothing to each other.
func (c *content) traits() []string {
	who, in := sellerOf(&c.data), c.workspace.String()
	out := []string{"document " + c.document.String() + strconv.Itoa(int(c.ordinal))}
	for trait, value := range map[string]string{"key ": duplicateKey(&c.data), "vat ": who.vatID, "name ": who.name} {
		if value != "" {
			out = append(out, trait+in+value)
		}
	}
	if c.hasText() {
		out = append(out, "text "+in)
	}
	return out
}

// hasText tells whether the invoice may have a text to be found by: from this reading, or from an earlier one.
func (c *content) hasText() bool { return c.text != nil || !c.first }

// assessApart assesses invoices that are nothing to each other. The caller holds their workspaces' locks.
func (s *assessor) assessApart(ctx context.Context, tx pgx.Tx, list []content) error {
	for _, c := range list {
		if !c.hasText() {
			continue
		}
		if err := s.guards.guardText(ctx, tx, c); err != nil {
			return err
		}
	}
	suspects, err := s.guards.guardAccounts(ctx, tx, list)
	if err != nil {
		return err
	}
	repeats, err := s.guards.repeated(ctx, tx, list)
	if err != nil {
		return err
	}
	in := make([]db.SetInvoiceResultParams, len(list))
	for i, c := range list {
		c.checks = append(slices.DeleteFunc(slices.Clone(c.checks), func(f en16931.Finding) bool { return f.Rule == ruleNewAccount }), suspects[i]...)
		if in[i], err = rowOf(c, reasonsOf(&c.data, c.proof, c.checks, repeats[i], s.precision)); err != nil {
			return err
		}
	}
	return postgres.Translate(each(s.ledger.q.SetInvoiceResult(ctx, tx, in).Exec), "invoice")
}

// rowOf is what is written of an invoice.
func rowOf(c content, reasons []Reason) (db.SetInvoiceResultParams, error) {
	in := db.SetInvoiceResultParams{
		WorkspaceID: c.workspace, ID: c.id, Status: string(statusOf(reasons)), Source: string(c.source), SchemaVersion: schemaVersion,
		FirstPage: c.firstPage, LastPage: c.lastPage,
	}
	w := c.written
	var err error
	if w == nil {
		if w, err = writeShown(&c.data, c.proof); err != nil {
			return in, err
		}
	}
	in.Data, in.Evidence, in.XMLEvidence, in.Header = w.data, w.proof, w.xmlEvidence, w.header
	if in.Checks, err = change.StoredList(c.checks); err != nil {
		return in, err
	}
	if in.ReviewReasons, err = change.StoredList(reasons); err != nil {
		return in, err
	}
	if in.Profile, err = profileOf(c.source, &c.data); err != nil {
		return in, err
	}
	columns(&c.data, &in)
	return in, nil
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
		workspace: r.WorkspaceID, id: r.ID, document: r.DocumentID, ordinal: r.Ordinal, notDuplicate: r.NotDuplicate, source: inv.Source, data: *inv.Data,
		proof: inv.Evidence, checks: inv.Checks, firstPage: r.FirstPage, lastPage: r.LastPage,
	}, nil
}

// reassess decides anew over an invoice that says what it said before.
func (s *assessor) reassess(ctx context.Context, tx pgx.Tx, r db.Invoice) error {
	c, err := contentOf(r)
	if err != nil {
		return err
	}
	return s.assess(ctx, tx, c)
}

// extraction is the last reading of an invoice.
func (s *ledger) extraction(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID) (evidence.Invoice, error) {
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
