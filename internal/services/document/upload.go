package document

import (
	"context"
	"errors"
	"io"
	"mime"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/idempotency"
)

// Readable tells whether an invoice may be read from documents of the kind.
func (k Kind) Readable() bool {
	return k == XML || k == PDF || k == Image || k.Signed() || k.Message()
}

// Signed tells whether documents of the kind hold a file with its signature.
func (k Kind) Signed() bool { return k == P7M || k == ASIC }

// Message tells whether documents of the kind are messages, whose files become documents of their own.
func (k Kind) Message() bool { return k == Email || k == MSG }

// Upload keeps a file. The same bytes again give the document that is there.
// Errors: empty_file, body_too_large, image_too_large, unsupported_format (for process=invoice), unavailable.
func (s *Service) Upload(ctx context.Context, p auth.Principal, in UploadInput) (Uploaded, error) {
	if in.Process == "" {
		in.Process = ProcessAuto
	}
	got, err := s.Receive(ctx, File{Name: in.Name, Body: in.Body, Limit: MaxBytes, Invoice: in.Process == ProcessInvoice, Process: in.Process, Charset: charsetOf(in.DeclaredType), Attempt: in.Attempt})
	if err != nil {
		return Uploaded{}, err
	}
	defer got.Discard()
	up := Uploaded{Document: Document{ID: got.Made}, Created: true}
	if got.Made == uuid.Nil {
		up, err = postgres.InTx(ctx, s.db, func(tx pgx.Tx) (Uploaded, error) { return s.upload(ctx, tx, p, in, got) })
	}
	if err == nil {
		up.Document, err = s.Find(ctx, p, up.Document.ID) // as it stands now: its indexing is queued
	}
	return up, err
}

// upload keeps a file that was received, and queues what is asked of it.
func (s *Service) upload(ctx context.Context, tx pgx.Tx, p auth.Principal, in UploadInput, got *Received) (Uploaded, error) {
	d, created, err := s.Keep(ctx, tx, p.WorkspaceID, got)
	if err != nil {
		return Uploaded{}, err
	}
	up := Uploaded{Document: d, Created: created}
	if err := s.attach(ctx, tx, p.WorkspaceID, d.ID, in); err != nil {
		return up, err
	}
	if in.Process != ProcessNone {
		if err := s.processor.ProcessUpload(ctx, tx, p, up, in.Process); err != nil {
			return up, err
		}
	}
	if in.Process != ProcessNone && d.Kind.Indexable() {
		if err := s.QueueIndexing(ctx, tx, []Key{{p.WorkspaceID, d.ID}}); err != nil {
			return up, err
		}
	}
	return up, in.Attempt.Bind(ctx, tx, d.ID)
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
	n, err := s.q.GetAttachmentDepth(ctx, s.db, db.GetAttachmentDepthParams{WorkspaceID: p.WorkspaceID, DocumentID: id})
	return int(n), postgres.Translate(err, "document")
}

// File is one file to take in.
type File struct {
	Name    string
	Body    io.Reader
	Limit   int64
	Process Process              // "" is auto
	Invoice bool                 // the file must be one that an invoice can be read from
	Charset string               // that is declared for a text; "" for none
	Attempt *idempotency.Attempt // completed by the hash of the file
}

// charsetOf is the encoding that a media type names.
func charsetOf(mediaType string) string {
	_, params, err := mime.ParseMediaType(mediaType)
	if name := strings.ToLower(params["charset"]); err == nil && len(name) <= longestCharset {
		return cleanName(name)
	}
	return ""
}

const longestCharset = 40

// Received is a file that was taken in and is not kept yet. Discard it in any case.
type Received struct {
	// Made is what an earlier attempt of the same request made of it, uuid.Nil for none: then nothing is to be made again.
	Made    uuid.UUID
	file    File
	spooled *spooled
}

// Discard forgets the file, unless it was kept.
func (r *Received) Discard() { r.spooled.discard() }

// Receive spools a file and hashes it on the way.
func (s *Service) Receive(ctx context.Context, f File) (*Received, error) {
	sp, err := spool(ctx, s.spoolDir, f)
	if err != nil {
		return nil, err
	}
	r := &Received{file: f, spooled: sp}
	if err = sp.suits(f); err == nil {
		err = f.Attempt.AddFile(ctx, sp.sum[:])
	}
	if err != nil {
		r.Discard()
		return nil, err
	}
	r.Made = f.Attempt.Subject()
	return r, nil
}

// suits refuses a file that cannot be what is asked of it.
func (sp *spooled) suits(f File) error {
	if f.Invoice && !sp.kind().Readable() {
		return fault.New(fault.CodeUnsupportedFormat, "an invoice is read from XML, PDF, PNG, JPEG, TIFF, WebP or HEIC, also in a signed file or a message; these bytes are none of them")
	}
	if f.Process == ProcessIndex && !sp.kind().Indexable() {
		return fault.New(fault.CodeUnsupportedFormat, "these bytes are of no form that text is read from; process=none keeps them")
	}
	return sp.checkPixels()
}

// Keep makes the document of a file that was received, or finds it, and tells which. Bytes are written before the row: a lost
// transaction leaves bytes to sweep, never a row without bytes.
func (s *Service) Keep(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, r *Received) (d Document, created bool, err error) {
	row, created, err := s.keep(ctx, tx, workspace, r.file, r.spooled)
	if err != nil {
		return Document{}, false, err
	}
	return fromDB(row), created, nil
}

// keep writes bytes and row under the lock of the content: a second upload of it waits, and a sweep cannot come between.
func (s *Service) keep(ctx context.Context, tx pgx.Tx, workspace uuid.UUID, f File, sp *spooled) (db.Document, bool, error) {
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
	if err == nil && f.Process != ProcessNone {
		err = s.q.SetProcess(ctx, tx, db.SetProcessParams{Process: string(f.process()), WorkspaceID: workspace, ID: row.ID})
	}
	if err == nil {
		return row, false, s.keepName(ctx, tx, row, cleanName(f.Name))
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return db.Document{}, false, postgres.Translate(err, "document")
	}
	if err := s.blobs.Keep(ctx, k, sp.path); err != nil {
		return db.Document{}, false, err
	}
	row, err = s.q.InsertDocument(ctx, tx, db.InsertDocumentParams{
		ID: uuid.Must(uuid.NewV7()), WorkspaceID: workspace, Name: cleanName(f.Name), MediaType: sp.found.MediaType,
		Kind: string(sp.kind()), Process: string(f.process()), Size: sp.size, SHA256: sp.sum[:], Charset: f.Charset,
	})
	return row, true, postgres.Translate(err, "workspace")
}

// keepName keeps another name of bytes that are there. One that is new is a word more that the document is found by.
func (s *Service) keepName(ctx context.Context, tx pgx.Tx, row db.Document, name string) error {
	if name == "" || name == row.Name {
		return nil
	}
	added, err := s.q.InsertDocumentName(ctx, tx, db.InsertDocumentNameParams{Name: name, WorkspaceID: row.WorkspaceID, DocumentID: row.ID})
	if err != nil || added == 0 {
		return postgres.Translate(err, "document")
	}
	if s.index == nil || Process(row.Process) == ProcessNone || !Kind(row.Kind).Indexable() {
		return nil
	}
	return s.index.Queue(ctx, tx, row.WorkspaceID, row.ID, large(Kind(row.Kind), row.Size))
}

func (f File) process() Process {
	if f.Process == "" {
		return ProcessAuto
	}
	return f.Process
}
