package document_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
)

func TestAPartIsMissing(t *testing.T) {
	t.Parallel()
	whole := document.Config{DB: pgtest.Tx(t), Blobs: broken{}, Pager: &pager{}, Jobs: noJobs{}, Processor: noProcessor{}, Index: noIndex{}, SpoolDir: t.TempDir()}
	if _, err := document.New(whole); err != nil {
		t.Fatal(err)
	}
	for name, without := range map[string]func(c *document.Config){
		"database": func(c *document.Config) { c.DB = nil }, "blobs": func(c *document.Config) { c.Blobs = nil },
		"processor": func(c *document.Config) { c.Processor = nil }, "index": func(c *document.Config) { c.Index = nil },
	} {
		c := whole
		without(&c)
		if _, err := document.New(c); err == nil {
			t.Errorf("made without its %s", name)
		}
	}
}

func TestUpload(t *testing.T) {
	t.Parallel()
	b := setup(t)
	up := b.upload(t, `C:\Users\x\..\Rechnung`+"\x00\n.pdf", "%PDF-1.7 hello")
	d := up.Document
	if !up.Created || d.Name != "Rechnung.pdf" || d.Kind != document.PDF || d.MediaType != "application/pdf" || d.Size != 14 || len(d.Hash()) != 64 {
		t.Fatalf("got %+v", up)
	}
	again := b.upload(t, "other name", "%PDF-1.7 hello")
	if again.Created || again.Document.ID != d.ID || again.Document.Name != d.Name {
		t.Fatalf("same bytes: %+v", again)
	}
	if got := files(t, b.dir); len(got) != 1 {
		t.Fatalf("files: %v", got)
	}
	if got := b.read(t, d.ID, 5, 3); got != "1.7" {
		t.Errorf("range: %q", got)
	}
	if got := b.read(t, d.ID, 9, -1); got != "hello" {
		t.Errorf("to the end: %q", got)
	}
	if _, err := b.s.Open(t.Context(), b.caller, d.ID, 14, -1); fault.CodeOf(err) != fault.CodeRangeInvalid {
		t.Errorf("behind the end: %v", err)
	}
	other := b.newCaller(t)
	theirs, err := b.s.Upload(t.Context(), other, document.UploadInput{Body: strings.NewReader("%PDF-1.7 hello")})
	if err != nil || !theirs.Created || theirs.Document.ID == d.ID {
		t.Errorf("another workspace's upload: %+v, %v", theirs, err)
	}
}

func (b *bundle) read(t *testing.T, id uuid.UUID, offset, length int64) string {
	t.Helper()
	c, err := b.s.Open(t.Context(), b.caller, id, offset, length)
	must(t, err)
	defer c.Body.Close()
	got, err := io.ReadAll(c.Body)
	must(t, err)
	if int64(len(got)) != c.Length {
		t.Errorf("length %d, got %d bytes", c.Length, len(got))
	}
	return string(got)
}

func TestRefusedUploadsLeaveNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		s    *document.Service
		ctx  context.Context
		body io.Reader
		how  document.Process
		want fault.Code
	}{
		"empty":           {b.s, t.Context(), strings.NewReader(""), "", fault.CodeEmptyFile},
		"text as invoice": {b.s, t.Context(), strings.NewReader("hello"), document.ProcessInvoice, fault.CodeUnsupportedFormat},
		"too many pixels": {b.s, t.Context(), bytes.NewReader(hugePNG(t)), "", fault.CodeImageTooLarge},
		"disk full":       {b.service(t, broken{b.blobs}), t.Context(), strings.NewReader("x"), "", fault.CodeUnavailable},
		"caller has gone": {b.s, ended, strings.NewReader("x"), "", fault.CodeInternal},
		"body breaks off": {b.s, t.Context(), io.MultiReader(strings.NewReader("x"), failing{}), "", fault.CodeInternal},
	} {
		_, err := c.s.Upload(c.ctx, b.caller, document.UploadInput{Body: c.body, Process: c.how})
		if err == nil || fault.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := b.s.Receive(t.Context(), document.File{Body: zeros{}, Limit: 1 << 20}) // endless
	if fault.CodeOf(err) != fault.CodeBodyTooLarge {
		t.Errorf("too large: %v", err)
	}
	if got := files(t, b.dir); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
	if list, err := b.s.List(t.Context(), b.caller, document.Filter{}); err != nil || len(list.Items) != 0 {
		t.Errorf("rows: %v, %v", list.Items, err)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

// hugePNG is a small picture whose header says 50,000 x 50,000.
func hugePNG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	must(t, png.Encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))))
	b := out.Bytes()
	copy(b[16:], []byte{0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50})
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func TestSameBytesAtOnceMakeOneDocument(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var created atomic.Int32
	ids := sync.Map{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			up, err := b.s.Upload(t.Context(), b.caller, document.UploadInput{Body: strings.NewReader("same")})
			if err != nil {
				t.Error(err)
				return
			}
			ids.Store(up.Document.ID, true)
			if up.Created {
				created.Add(1)
			}
		})
	}
	wg.Wait()
	n := 0
	ids.Range(func(any, any) bool { n++; return true })
	if n != 1 || created.Load() != 1 || len(files(t, b.dir)) != 1 {
		t.Fatalf("%d documents, %d created, files %v", n, created.Load(), files(t, b.dir))
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, d := range []struct{ name, body string }{{"Ä%1.txt", "1"}, {"b.txt", "2"}, {"c.pdf", "%PDF-3"}} {
		b.upload(t, d.name, d.body)
	}
	hash := b.upload(t, "", "1").Document.SHA256
	for name, c := range map[string]struct {
		f    document.Filter
		want string
	}{
		"all":       {document.Filter{}, "c.pdf b.txt Ä%1.txt"},
		"by name":   {document.Filter{Name: "ä%"}, "Ä%1.txt"},
		"by kind":   {document.Filter{Kind: document.Text}, "b.txt Ä%1.txt"},
		"by type":   {document.Filter{MediaType: "application/pdf"}, "c.pdf"},
		"by hash":   {document.Filter{SHA256: hash[:]}, "Ä%1.txt"},
		"in future": {document.Filter{CreatedAfter: time.Now().Add(time.Hour)}, ""},
	} {
		var got []string
		c.f.Limit = 1
		for {
			p, err := b.s.List(t.Context(), b.caller, c.f)
			must(t, err)
			for _, d := range p.Items {
				got = append(got, d.Name)
			}
			if c.f.Cursor = p.NextCursor; c.f.Cursor == "" {
				break
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestTextIsReadOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.upload(t, "a.pdf", "%PDF-1.7").Document
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if _, err := b.s.Text(t.Context(), b.caller, d.ID, 1, 0); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	got, err := b.s.Text(t.Context(), b.caller, d.ID, 2, 3)
	must(t, err)
	if n := b.pager.reads.Load(); n != 1 || len(got) != 2 || got[0].Number != 2 {
		t.Fatalf("read %d times; pages %+v", n, got)
	}
	line := got[0].Lines[0]
	if line.Text() != "Rechnung №" || line.Words[1].Confidence != .5 || math.Abs(line.Words[0].Box.X1-.3) > 1e-9 {
		t.Errorf("line: %+v", line)
	}
	if line.Box != (pages.Box{X0: .1, Y0: .19, X1: .5, Y1: .25}) {
		t.Errorf("box of the line: %+v", line.Box)
	}
	if found, err := b.s.Find(t.Context(), b.caller, d.ID); err != nil || found.PageCount != 3 {
		t.Errorf("page count: %+v, %v", found, err)
	}
	if _, err := b.s.PagePNG(t.Context(), b.caller, d.ID, 4, 0); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("page that is not there: %v", err)
	}
	if none, err := b.s.Text(t.Context(), b.caller, b.upload(t, "", "Ein Brief").Document.ID, 1, 0); err != nil || len(none) != 0 {
		t.Errorf("text: %v, %v", none, err)
	}
}

func TestDeleteAndSweep(t *testing.T) {
	t.Parallel()
	b := setup(t)
	kept, gone := b.upload(t, "", "kept").Document, b.upload(t, "", "gone").Document
	must(t, b.s.Delete(t.Context(), b.caller, gone.ID, nil))
	if got := files(t, b.dir); len(got) != 1 {
		t.Fatalf("after delete: %v", got)
	}
	if err := b.s.Delete(t.Context(), b.caller, gone.ID, nil); fault.CodeOf(err) != fault.CodeNotFound {
		t.Fatalf("delete twice: %v", err)
	}
	// What a lost transaction and a killed process leave behind, and a file that is none of ours.
	blobs := filepath.Join(b.dir, "blobs")
	orphan := filepath.Join(blobs, b.caller.WorkspaceID.String(), strings.Repeat("ab", 32))
	alien, left := filepath.Join(blobs, "README"), filepath.Join(b.spool(), "upload-1")
	for _, path := range []string{orphan, alien, left} {
		must(t, os.WriteFile(path, []byte("x"), 0o600))
	}
	if n, err := b.sweeper(t).Sweep(t.Context(), time.Now().Add(-time.Hour)); err != nil || n != 0 {
		t.Fatalf("sweep of what is old: %d, %v", n, err)
	}
	n, err := b.sweeper(t).Sweep(t.Context(), time.Now().Add(time.Hour))
	must(t, err)
	if n != 1 || len(files(t, b.dir)) != 2 {
		t.Fatalf("swept %d, left %v", n, files(t, b.dir))
	}
	if got := b.read(t, kept.ID, 0, -1); got != "kept" {
		t.Fatalf("kept: %q", got)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
