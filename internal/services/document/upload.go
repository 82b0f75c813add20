package document

import (
	"context"
	"errors"
	"io"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// Readable tells whether an invoice may be read from documents of the kind.
func (k Kind) Readable() bool { return k == XML || k == PDF || k == Image }

// Upload keeps a file. The same bytes again give the document that is there.
// Errors: empty_file, body_too_large, image_too_large, unsupported_format (for process=invoice), unavailable.
func (s *Service) Upload(ctx context.Context, p auth.Principal, in UploadInput) (Uploaded, error) {
	if in.Process == "" {
		in.Process = ProcessAuto
	}
	made := false
	d, err := s.Receive(ctx, p, Receipt{
		Name: in.Name, Body: in.Body, Limit: MaxBytes, Invoice: in.Process == ProcessInvoice, Process: in.Process,
		Then: func(tx pgx.Tx, d Document, created bool) error {
			made = created
			if err := s.attach(ctx, tx, p.WorkspaceID, d.ID, in); err != nil {
				return err
			}
			if s.processor != nil && in.Process != ProcessNone {
				if err := s.processor.ProcessUpload(ctx, tx, p, Uploaded{Document: d, Created: created}, in.Process); err != nil {
					return err
				}
			}
			if in.Process != ProcessNone && d.Kind.Indexable() {
				if err := s.QueueIndexing(ctx, tx, []Key{{p.WorkspaceID, d.ID}}); err != nil {
					return err
				}
			}
			return idempotency.Bind(ctx, tx, d.ID)
		},
		Again: func(subject uuid.UUID) (Document, error) {
			made = true
			return s.Find(ctx, p, subject)
		},
	})
	if err == nil {
		d, err = s.Find(ctx, p, d.ID) // as it stands now: its indexing is queued
	}
	return Uploaded{Document: d, Created: made}, err
}

// attach links a file to the e-mail that it came with.
func (s *Service) attach(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID, in UploadInput) error {
	if in.Attached == nil || in.Attached.To == id {
		return nil
	}
	return postgres.Translate(s.q.InsertAttachment(ctx, tx, db.InsertAttachmentParams{
		WorkspaceID: workspace, ParentID: in.Attached.To, DocumentID: id, Name: cleanName(in.Name), Depth: int32(in.Attached.Depth), // a few
	}), "document")
}

// Depth tells how many e-mails a document stands in, one in the other.
func (s *Service) Depth(ctx context.Context, p auth.Principal, id uuid.UUID) (int, error) {
	n, err := s.q.GetAttachmentDepth(ctx, s.DB, db.GetAttachmentDepthParams{WorkspaceID: p.WorkspaceID, DocumentID: id})
	return int(n), postgres.Translate(err, "document")
}

// Receipt is one file to take in. Then runs in the transaction that makes, or finds, its document. Again answers instead when
// an earlier attempt of the same request came as far as its rows.
type Receipt struct {
	Name    string
	Body    io.Reader
	Limit   int64
	Process Process // "" is auto
	Invoice bool    // the file must be one that an invoice can be read from
	Then    func(tx pgx.Tx, d Document, created bool) error
	Again   func(subject uuid.UUID) (Document, error)
}

// Receive spools a file, hashes it on the way, and keeps it under its hash. Bytes are written before the row: a lost
// transaction leaves bytes to sweep, never a row without bytes.
func (s *Service) Receive(ctx context.Context, p auth.Principal, r Receipt) (Document, error) {
	sp, err := s.spool(ctx, r)
	if err != nil {
		return Document{}, err
	}
	defer sp.discard()
	if r.Invoice && !sp.kind().Readable() {
		return Document{}, fault.New(fault.CodeUnsupportedFormat, "an invoice is read from XML, PDF, PNG, JPEG, TIFF or WebP; these bytes are none of them")
	}
	if r.Process == ProcessIndex && !sp.kind().Indexable() {
		return Document{}, fault.New(fault.CodeUnsupportedFormat, "these bytes are of no form that text is read from; process=none keeps them")
	}
	if err := sp.checkPixels(); err != nil {
		return Document{}, err
	}
	if err := idempotency.AddFile(ctx, sp.sum[:]); err != nil {
		return Document{}, err
	}
	if subject := idempotency.Subject(ctx); subject != uuid.Nil {
		return r.Again(subject)
	}
	return postgres.InTx(ctx, s.DB, func(tx pgx.Tx) (Document, error) {
		row, created, err := s.keep(ctx, tx, p.WorkspaceID, r, sp)
		if err != nil {
			return Document{}, err
		}
		d := fromDB(row)
		return d, r.Then(tx, d, created)
	})
}

// keep writes bytes and row under the lock of the content: a second upload of it waits, and a sweep cannot come between.
func (s *Service) keep(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, r Receipt, sp *spooled) (db.Document, bool, error) {
	k := key(workspace, sp.sum)
	if err := s.q.LockBlob(ctx, tx, k); err != nil {
		return db.Document{}, false, postgres.Translate(err, "document")
	}
	byHash := db.GetDocumentByHashParams{WorkspaceID: workspace, SHA256: sp.sum[:]}
	row, err := s.q.GetDocumentByHash(ctx, tx, byHash)
	if err == nil {
		// It may be on its way out in another transaction; then the next statement waits for that and finds nothing.
		row, err = s.q.LockDocument(ctx, tx, db.LockDocumentParams{WorkspaceID: workspace, ID: row.ID})
	}
	if err == nil && r.Process != ProcessNone {
		err = s.q.SetProcess(ctx, tx, db.SetProcessParams{Process: string(r.process()), WorkspaceID: workspace, ID: row.ID})
	}
	if err == nil {
		return row, false, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return db.Document{}, false, postgres.Translate(err, "document")
	}
	if err := s.Blobs.Keep(ctx, k, sp.path); err != nil {
		return db.Document{}, false, err
	}
	row, err = s.q.InsertDocument(ctx, tx, db.InsertDocumentParams{
		ID: uuid.Must(uuid.NewV7()), WorkspaceID: workspace, Name: cleanName(r.Name), MediaType: sp.found.MediaType,
		Kind: string(sp.kind()), Process: string(r.process()), Size: sp.size, SHA256: sp.sum[:],
	})
	return row, true, postgres.Translate(err, "workspace")
}

func (r Receipt) process() Process {
	if r.Process == "" {
		return ProcessAuto
	}
	return r.Process
}
