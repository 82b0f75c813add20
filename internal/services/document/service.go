package document

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gather"
	"github.com/docketapi/docket/internal/core/pagination"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/audit"
)

// Config is what a Service is made of. SpoolDir is a folder of the same disk as the blobs where those are a directory: an
// upload is then moved, not copied.
type Config struct {
	DB        postgres.DB
	Blobs     Blobs
	Pager     Pager
	Jobs      Jobs
	Processor Processor
	Index     Index
	SpoolDir  string
	Log       *slog.Logger // nil: nothing is logged
}

func (c *Config) check() error {
	if c.DB == nil || c.Blobs == nil || c.Pager == nil || c.Jobs == nil || c.Processor == nil || c.Index == nil || c.SpoolDir == "" {
		return errors.New("make documents: a part is missing")
	}
	return nil
}

// Service keeps documents. Make one with New.
type Service struct {
	db        postgres.DB
	q         *db.Queries
	blobs     Blobs
	pager     Pager
	jobs      Jobs
	processor Processor
	index     Index
	spoolDir  string
	sweeper   *Sweeper
	log       *slog.Logger
	reading   singleflight.Group
	pages     pageTable
	rows      *gather.Group[Key, Document]
}

// New makes a Service and its spool folder.
func New(c Config) (*Service, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.SpoolDir, 0o700); err != nil {
		return nil, fmt.Errorf("make spool folder: %w", err)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	sweeper, err := NewSweeper(c)
	if err != nil {
		return nil, err
	}
	s := &Service{db: c.DB, q: db.New(), blobs: c.Blobs, pager: c.Pager, jobs: c.Jobs, processor: c.Processor, index: c.Index,
		spoolDir: c.SpoolDir, sweeper: sweeper, log: c.Log, pages: pageTable{c.DB, db.New()}}
	s.rows = gather.New(rowsAtOnce, rowTable{c.DB, s.q}.find)
	return s, nil
}

// Find gives a document of the caller's workspace; not_found for any other.
func (s *Service) Find(ctx context.Context, p auth.Principal, id uuid.UUID) (Document, error) {
	row, err := s.q.GetDocument(ctx, s.db, db.GetDocumentParams{WorkspaceID: p.WorkspaceID, ID: id})
	if err != nil {
		return Document{}, postgres.Translate(err, "document")
	}
	d := []Document{fromDB(row)}
	err = s.addIndexing(ctx, s.db, p.WorkspaceID, d)
	return d[0], err
}

// Key says which document of which workspace.
type Key struct{ Workspace, ID uuid.UUID }

// Row gives a document without how far its indexing is; not_found for one that is not there.
func (s *Service) Row(ctx context.Context, k Key) (Document, error) { return s.rows.Do(ctx, k) }

// rowsAtOnce is how many documents are asked for by one statement.
const rowsAtOnce = 64

// rowTable reads rows of documents.
type rowTable struct {
	db postgres.DB
	q  *db.Queries
}

// find gives documents that several callers ask for, by one statement.
func (t rowTable) find(ctx context.Context, group []Key) ([]gather.Outcome[Document], error) {
	var in db.FindDocumentsParams
	for _, k := range group {
		in.WorkspaceIds, in.Ids = append(in.WorkspaceIds, k.Workspace), append(in.Ids, k.ID)
	}
	rows, err := t.q.FindDocuments(ctx, t.db, in)
	if err != nil {
		return nil, postgres.Translate(err, "document")
	}
	found := make(map[Key]Document, len(rows))
	for _, r := range rows {
		found[Key{r.Document.WorkspaceID, r.Document.ID}] = fromDB(r.Document)
	}
	out := make([]gather.Outcome[Document], len(group))
	for i, k := range group {
		d, ok := found[k]
		if !ok {
			out[i].Err = postgres.NotFound("document")
		}
		out[i].Value = d
	}
	return out, nil
}

// LockAll gives those of the documents that are there; they stay until the transaction ends.
func (s *Service) LockAll(ctx context.Context, tx pgx.Tx, keys []Key) (map[Key]Document, error) {
	var in db.LockDocumentsParams
	for _, k := range keys {
		in.WorkspaceIds, in.Ids = append(in.WorkspaceIds, k.Workspace), append(in.Ids, k.ID)
	}
	rows, err := s.q.LockDocuments(ctx, tx, in)
	if err != nil {
		return nil, postgres.Translate(err, "document")
	}
	out := make(map[Key]Document, len(rows))
	for _, r := range rows {
		out[Key{r.Document.WorkspaceID, r.Document.ID}] = fromDB(r.Document)
	}
	return out, nil
}

// Lock is Find in a transaction; the document stays until that ends.
func (s *Service) Lock(ctx context.Context, tx pgx.Tx, workspace, id uuid.UUID) (Document, error) {
	row, err := s.q.LockDocument(ctx, tx, db.LockDocumentParams{WorkspaceID: workspace, ID: id})
	if err != nil {
		return Document{}, postgres.Translate(err, "document")
	}
	return fromDB(row), nil
}

type position struct {
	Time time.Time `json:"t"`
	ID   uuid.UUID `json:"i"`
}

// List pages the workspace's documents, newest first.
func (s *Service) List(ctx context.Context, p auth.Principal, f Filter) (pagination.Page[Document], error) {
	limit, cursor := pagination.Limit(f.Limit), f.Cursor
	f.Limit, f.Cursor = 0, ""
	in := db.ListDocumentsParams{
		WorkspaceID: p.WorkspaceID, MediaType: postgres.Ref(f.MediaType), Kind: postgres.Ref(string(f.Kind)), SHA256: f.SHA256,
		AttachedTo:   postgres.Ref(f.AttachedTo),
		CreatedAfter: postgres.Ref(f.CreatedAfter), CreatedBefore: postgres.Ref(f.CreatedBefore),
		PageSize: int32(limit) + 1, // at most pagination.MaxLimit
	}
	if f.Name != "" {
		in.Name = postgres.Ref(postgres.Contains(f.Name))
	}
	if cursor != "" {
		at, err := pagination.Decode[position](cursor, f)
		if err != nil {
			return pagination.Page[Document]{}, err
		}
		in.BeforeTime, in.BeforeID = &at.Time, &at.ID
	}
	rows, err := s.q.ListDocuments(ctx, s.db, in)
	if err != nil {
		return pagination.Page[Document]{}, postgres.Translate(err, "documents")
	}
	list, err := pagination.Cut(rows, limit, f, fromDB, func(r db.Document) position { return position{r.CreatedAt, r.ID} })
	if err != nil {
		return list, err
	}
	return list, s.addIndexing(ctx, s.db, p.WorkspaceID, list.Items)
}

// Open reads a document's bytes: length of them from offset, a negative length to the end. range_not_satisfiable for an
// offset that it does not have.
func (s *Service) Open(ctx context.Context, p auth.Principal, id uuid.UUID, offset, length int64) (Content, error) {
	d, err := s.Find(ctx, p, id)
	if err != nil {
		return Content{}, err
	}
	if offset < 0 || offset >= d.Size {
		return Content{}, fault.New(fault.CodeRangeInvalid, "the document has %d bytes", d.Size)
	}
	if length < 0 || length > d.Size-offset {
		length = d.Size - offset
	}
	body, err := s.blobs.Open(ctx, key(p.WorkspaceID, d.SHA256), offset, length)
	if err != nil {
		return Content{}, err
	}
	return Content{Document: d, Body: body, Offset: offset, Length: length}, nil
}

// Local gives a document's bytes as a file, until release.
func (s *Service) Local(ctx context.Context, workspace uuid.UUID, d Document) (path string, release func(), err error) {
	return s.blobs.Local(ctx, key(workspace, d.SHA256))
}

// Delete removes a document with its text, its invoices and their jobs, and its bytes. match, when it is not nil, refuses a content
// that the caller does not mean, by its hash.
func (s *Service) Delete(ctx context.Context, p auth.Principal, id uuid.UUID, match func(hash string) error) error {
	sum, err := postgres.InTx(ctx, s.db, func(tx pgx.Tx) ([]byte, error) {
		if err := s.jobs.CancelAll(ctx, tx, p.WorkspaceID, id, uuid.Nil); err != nil {
			return nil, err
		}
		sum, err := s.q.DeleteDocument(ctx, tx, db.DeleteDocumentParams{WorkspaceID: p.WorkspaceID, ID: id})
		if err != nil {
			return nil, postgres.Translate(err, "document")
		}
		if match != nil {
			if err := match(hex.EncodeToString(sum)); err != nil {
				return nil, err // nothing of the transaction stays
			}
		}
		return sum, audit.Record(ctx, tx, p, p.WorkspaceID, audit.Event{
			Action: "document.deleted", SubjectKind: "document", SubjectID: id,
		})
	})
	if err != nil {
		return err
	}
	s.index.Forget(context.WithoutCancel(ctx), p.WorkspaceID, id)
	// The document is gone whatever happens now; bytes that stay are swept.
	if err := s.sweeper.dropBlob(context.WithoutCancel(ctx), p.WorkspaceID, sum); err != nil {
		s.log.WarnContext(ctx, "bytes of a deleted document stay for the sweep", "document_id", id, "error", err)
	}
	return nil
}

// key is where a content's bytes are kept.
func key(workspace uuid.UUID, sum [32]byte) string { return fmt.Sprintf("%s/%x", workspace, sum[:]) }

func fromDB(r db.Document) Document {
	d := Document{
		ID: r.ID, Name: r.Name, MediaType: r.MediaType, Kind: Kind(r.Kind), Size: r.Size, CreatedAt: r.CreatedAt, Process: Process(r.Process),
		PageCount: int(postgres.Deref(r.PageCount)), Charset: r.Charset,
	}
	copy(d.SHA256[:], r.SHA256)
	return d
}

// cleanName is a name without folders and without characters that are not shown.
func cleanName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return strings.TrimSpace(name)
}

const maxName = 255
