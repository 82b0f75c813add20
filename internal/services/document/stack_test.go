package document_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
)

type noJobs struct{}

func (noJobs) CancelAll(context.Context, pgx.Tx, uuid.UUID, uuid.UUID, uuid.UUID) error { return nil }

// noProcessor queues nothing.
type noProcessor struct{}

func (noProcessor) ProcessUpload(context.Context, pgx.Tx, auth.Principal, document.Uploaded, document.Process) error {
	return nil
}

// noIndex finds nothing.
type noIndex struct{}

func (noIndex) Queue(context.Context, pgx.Tx, uuid.UUID, uuid.UUID, bool) error { return nil }
func (noIndex) Forget(context.Context, uuid.UUID, uuid.UUID)                    {}

// pager counts how often a document was read.
type pager struct{ reads atomic.Int32 }

func (p *pager) Pages(context.Context, string) ([]pages.Page, error) {
	p.reads.Add(1)
	time.Sleep(50 * time.Millisecond) // others ask meanwhile
	word := pages.Word{Text: "Rech\x00nung", Box: pages.Box{X0: .1, Y0: .2, X1: .300004, Y1: .25}, Confidence: 1}
	second := pages.Word{Text: "№", Box: pages.Box{X0: .4, Y0: .19, X1: .5, Y1: .24}, Confidence: .5}
	page := pages.Page{Width: 595, Height: 842, Source: pages.FromText, Lines: []pages.Line{{Words: []pages.Word{word, second}}}}
	out := []pages.Page{page, page, page}
	for i := range out {
		out[i].Number = i + 1
	}
	return out, nil
}

func (p *pager) PagePNG(context.Context, string, int, int, int) ([]byte, error) {
	return []byte("png"), nil
}

// broken is a storage whose disk is full.
type broken struct{ document.Blobs }

func (broken) Keep(context.Context, string, string) error {
	return fault.Wrap(syscall.ENOSPC, fault.CodeUnavailable, "full")
}

type bundle struct {
	pool   *pgxpool.Pool
	s      *document.Service
	blobs  *blob.Store
	pager  *pager
	caller auth.Principal
	dir    string
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{pool: pgtest.Pool(t), dir: t.TempDir(), pager: &pager{}}
	var err error
	b.blobs, err = blob.Open(t.Context(), "", b.dir, b.spool())
	must(t, err)
	t.Cleanup(func() { _ = b.blobs.Close() })
	b.s = b.service(t, b.blobs)
	b.caller = b.newCaller(t)
	return b
}

func (b *bundle) spool() string { return filepath.Join(b.dir, "spool") }

func (b *bundle) service(t *testing.T, blobs document.Blobs) *document.Service {
	t.Helper()
	s, err := document.New(document.Config{DB: b.pool, Blobs: blobs, Pager: b.pager, Jobs: noJobs{}, Processor: noProcessor{}, Index: noIndex{}, SpoolDir: b.spool()})
	must(t, err)
	return s
}

func (b *bundle) sweeper(t *testing.T) *document.Sweeper {
	t.Helper()
	s, err := document.NewSweeper(document.Config{DB: b.pool, Blobs: b.blobs, SpoolDir: b.spool()})
	must(t, err)
	return s
}

func (b *bundle) newCaller(t *testing.T) auth.Principal {
	t.Helper()
	w, err := db.New().InsertWorkspace(t.Context(), b.pool, db.InsertWorkspaceParams{WorkspaceID: uuid.New(), Name: "test"})
	must(t, err)
	return auth.Principal{WorkspaceID: w.ID, KeyID: uuid.New()}
}

func (b *bundle) upload(t *testing.T, name, body string) document.Uploaded {
	t.Helper()
	up, err := b.s.Upload(t.Context(), b.caller, document.UploadInput{Name: name, Body: strings.NewReader(body)})
	must(t, err)
	return up
}

// files lists what is in a folder, at any depth.
func files(t *testing.T, dir string) (out []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	}))
	return out
}
