package invoice

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

const (
	// maxCorrections bounds what a reading replays.
	maxCorrections = 5000
	// maxCorrected is how large data may become by corrections.
	maxCorrected = 16 << 20
)

// CorrectInput is a correction of an invoice's data.
type CorrectInput struct {
	Patch json.RawMessage // a merge patch (RFC 7396) over data: an object
	// Match refuses a version that the caller does not mean.
	Match func(version int64) error
	// Valid refuses JSON that is no data of the contract; the pointers of its error point into data.
	Valid func(data any) error
}

// Correct changes an invoice's data by hand and decides anew whether a person should look. A patch that changes nothing makes
// no new version. Errors: not_found, those of Match and Valid, conflict for an invoice that is not read or is decided over.
func (s *Reviewer) Correct(ctx context.Context, p auth.Principal, id uuid.UUID, in CorrectInput) (Invoice, error) {
	return postgres.InTx(ctx, s.ledger.db, func(tx pgx.Tx) (Invoice, error) {
		if err := s.correct(ctx, tx, p, id, in); err != nil {
			return Invoice{}, err
		}
		return s.ledger.find(ctx, tx, p.WorkspaceID, id)
	})
}

func (s *Reviewer) correct(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, in CorrectInput) error {
	row, err := s.ledger.lock(ctx, tx, p, id, in.Match)
	if err != nil {
		return err
	}
	if err := open(row); err != nil {
		return err
	}
	c, err := contentOf(row)
	if err != nil {
		return err
	}
	before, err := change.Canonical(&c.data)
	if err != nil {
		return err
	}
	patch, err := storable(in.Patch)
	if err != nil {
		return err
	}
	if c.data, err = patched(before, patch, in.Valid); err != nil {
		return err
	}
	if err := keepable(in.Patch); err != nil {
		return err
	}
	after, err := change.Canonical(&c.data)
	if err != nil {
		return err
	}
	if len(after) > maxCorrected && len(after) > len(before) {
		return fault.New(fault.CodeBodyTooLarge, "corrected data may have %d MiB at most", maxCorrected>>20)
	}
	changes, err := change.Between(before, after, c.proof, func(string) change.Source { return change.ByHuman })
	if err != nil || len(changes) == 0 {
		return err
	}
	if err := s.keepCorrection(ctx, tx, p, id, patch, changes); err != nil {
		return err
	}
	return s.applyCorrection(ctx, tx, c, changes, after)
}

// patched is the data under a patch, when that is data of the contract.
func patched(before, patch []byte, valid func(any) error) (en16931.Invoice, error) {
	var out en16931.Invoice
	merged, err := change.MergePatch(before, patch)
	if err != nil {
		return out, fmt.Errorf("merge correction: %w", err)
	}
	value, err := change.Decoded(merged)
	if err != nil {
		return out, err
	}
	if err := valid(value); err != nil {
		return out, err
	}
	if err := json.Unmarshal(merged, &out); err != nil {
		return out, fault.Wrap(err, fault.CodeValidation, "the corrected data is not as the contract says: %s", err)
	}
	return out, nil
}

// storable is JSON as a jsonb column holds it.
func storable(patch json.RawMessage) ([]byte, error) {
	value, err := change.Decoded(patch)
	if err != nil {
		return nil, err
	}
	return change.Stored(value)
}

// keepable refuses what a jsonb column could not hold: a correction is kept as it was made, or not at all.
func keepable(patch json.RawMessage) error {
	value, err := change.Decoded(patch)
	if err != nil {
		return err
	}
	if at, holds := nulAt("", value); holds {
		return fault.New(fault.CodeValidation, "a text holds the character U+0000").At(at, "holds the character U+0000")
	}
	return nil
}

// nulAt is the JSON pointer of a text with U+0000.
func nulAt(at string, value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return at, strings.ContainsRune(v, 0)
	case []any:
		for i, item := range v {
			if found, holds := nulAt(at+"/"+strconv.Itoa(i), item); holds {
				return found, true
			}
		}
	case map[string]any:
		for name, member := range v {
			if strings.ContainsRune(name, 0) {
				return at, true
			}
			if found, holds := nulAt(at+"/"+name, member); holds {
				return found, true
			}
		}
	}
	return "", false
}

// keepCorrection keeps a patch for later readings, and what it changed for the history.
func (s *Reviewer) keepCorrection(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, patch []byte, changes []change.Change) error {
	list, err := change.StoredList(change.Bounded(changes))
	if err != nil {
		return err
	}
	kind, actor := audit.Actor(p)
	n, err := s.ledger.q.InsertCorrection(ctx, tx, db.InsertCorrectionParams{
		ID: newID(), WorkspaceID: p.WorkspaceID, InvoiceID: id, Patch: patch, ActorKind: kind, ActorID: actor,
		Changes: list, ChangeCount: int32(len(changes)), // bounded by the size of a body
	})
	if err != nil {
		return postgres.Translate(err, "invoice")
	}
	if n > maxCorrections {
		return fault.New(fault.CodeConflict, "the invoice was corrected %d times, which is all that is kept", maxCorrections)
	}
	pointers := make([]string, 0, min(len(changes), change.Most))
	for _, c := range changes[:min(len(changes), change.Most)] {
		pointers = append(pointers, c.Pointer)
	}
	return audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{
		Action: "invoice.corrected", SubjectKind: "invoice", SubjectID: id, Detail: map[string]any{"pointers": pointers},
	})
}

// applyCorrection judges corrected data as its reading was judged, and settles it. after is c.data in its one form.
func (s *Reviewer) applyCorrection(ctx context.Context, tx pgx.Tx, c content, changes []change.Change, after []byte) error {
	read, err := s.ledger.extraction(ctx, tx, c.workspace, c.id)
	if err != nil {
		return err
	}
	if c.proof, err = change.Corrected(c.proof, change.Pointers(changes), after); err != nil {
		return err
	}
	asRead, err := change.Canonical(&read.Data)
	if err != nil {
		return err
	}
	all, err := change.Between(asRead, after, nil, func(string) change.Source { return change.ByHuman })
	if err != nil {
		return err
	}
	if c.checks, err = recheck(ctx, read, &c.data, c.proof, change.Pointers(all)); err != nil {
		return err
	}
	return s.assessor.assess(ctx, tx, c)
}

// lock finds an invoice for a change, in the version that the caller means; match may be nil.
func (s *ledger) lock(ctx context.Context, tx pgx.Tx, p auth.Principal, id uuid.UUID, match func(int64) error) (db.Invoice, error) {
	row, err := s.q.LockInvoice(ctx, tx, db.LockInvoiceParams{WorkspaceID: p.WorkspaceID, ID: id})
	if err != nil {
		return row, postgres.Translate(err, "invoice")
	}
	if match == nil {
		return row, nil
	}
	return row, match(row.Version)
}

// open refuses to change what is not read, or decided over.
func open(r db.Invoice) error {
	switch status := Status(r.Status); status {
	case Queued, Processing:
		return fault.New(fault.CodeConflict, "the invoice is being read: it is %s", status)
	case Failed:
		return fault.New(fault.CodeConflict, "the invoice could not be read")
	case Approved, Rejected:
		return undecided(status)
	}
	return nil
}

func undecided(status Status) error {
	return fault.New(fault.CodeConflict, "the invoice is %s; reopen it first", status)
}
