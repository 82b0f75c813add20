package tasks_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
)

func (s *stack) upload(t *testing.T, name, body string, how document.Process) document.Document {
	t.Helper()
	up, err := s.documents.Upload(t.Context(), s.caller, document.UploadInput{Name: name, Body: strings.NewReader(body), Process: how})
	must(t, err)
	return up.Document
}

func (s *stack) settled(t *testing.T, id uuid.UUID) document.Document {
	t.Helper()
	d, err := s.documents.WaitIndexed(t.Context(), s.caller, id, 20*time.Second)
	must(t, err)
	return d
}

func (s *stack) finds(t *testing.T, words string) []uuid.UUID {
	t.Helper()
	r, err := s.search.Search(t.Context(), s.caller, search.Query{Text: words, Mode: search.ModeText})
	must(t, err)
	var out []uuid.UUID
	for _, h := range r.Hits {
		out = append(out, h.DocumentID)
	}
	return out
}

func (s *stack) jobsOf(t *testing.T, id uuid.UUID, kind string) []job.Job {
	t.Helper()
	list, err := s.jobs.List(t.Context(), s.caller, job.Filter{DocumentID: id, Kinds: []string{kind}})
	must(t, err)
	return list.Items
}

// The words of a document are read in a goroutine of their own, whose panic would end the process.
func TestPanicInIndexingIsFinal(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	d := s.upload(t, "a.pdf", "%PDF-1.7 "+pagerPanics, document.ProcessIndex)
	s.settled(t, d.ID)
	list := s.jobsOf(t, d.ID, job.KindEmbedDocument)
	if len(list) != 1 || list[0].State != job.Cancelled || list[0].Error == nil || list[0].Error.Code != "reading_failed" || list[0].Attempt != 1 {
		t.Fatalf("jobs: %+v", list)
	}
	if _, err := s.documents.Text(t.Context(), s.caller, d.ID, 1, 0); fault.CodeOf(err) != fault.CodeReadFailed {
		t.Errorf("text: %v", err)
	}
}

func TestEveryUploadIsFound(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		return invoice.Reading{}, fault.New(fault.CodeNotAnInvoice, "no")
	})
	for _, c := range []struct {
		name, body, word string
		how              document.Process
		chunks           int
	}{
		{"a.txt", "Der Kompressor wird gewartet.", "Kompressor", document.ProcessAuto, 1},
		{"b.pdf", "%PDF-1.4 Die Drehbank steht still.", "Drehbank", document.ProcessAuto, 1},
		{"c.pdf", "%PDF-1.4 Die Säge steht still.", "Säge", document.ProcessInvoice, 1},
		{"d.html", "<html><body><h1>Fräse</h1><p>neu</p></body></html>", "Fräse", document.ProcessIndex, 1},
		{"e.csv", "Artikel;Preis\nHobel;12,50\nZange;3\n", "Hobel", "", 1},
		{"f.txt", " \n\t \n", "", document.ProcessAuto, 0},
	} {
		d := s.upload(t, c.name, c.body, c.how)
		if d.Indexing.State == document.IndexNone || d.Indexing.JobID == uuid.Nil {
			t.Errorf("%s: right after the upload: %+v", c.name, d.Indexing)
		}
		d = s.settled(t, d.ID)
		if d.Indexing.State != document.Indexed || d.Indexing.Chunks != c.chunks {
			t.Fatalf("%s: %+v", c.name, d.Indexing)
		}
		if c.word == "" {
			continue
		}
		if got := s.finds(t, c.word); len(got) != 1 || got[0] != d.ID {
			t.Errorf("%s: found %v", c.name, got)
		}
		// The same bytes again are there already.
		if again := s.upload(t, c.name, c.body, c.how); again.Indexing.State != document.Indexed && c.how != document.ProcessInvoice {
			t.Errorf("%s again: %+v", c.name, again.Indexing)
		}
		if n := len(s.jobsOf(t, d.ID, job.KindEmbedDocument)); n != 1 {
			t.Errorf("%s: %d jobs", c.name, n)
		}
		must(t, s.documents.Delete(t.Context(), s.caller, d.ID, nil))
		if got := s.finds(t, c.word); len(got) != 0 {
			t.Errorf("%s: found after its end: %v", c.name, got)
		}
	}
}

// TestPagesAreReadOnce lets the reading of an invoice keep the pages that the indexing takes.
func TestPagesAreReadOnce(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		r := oneInvoice("N-7")
		r.Pages = []pages.Page{onePage("Rechnung über Schmierstoff")}
		return r, nil
	})
	d := s.settled(t, s.upload(t, "a.pdf", "%PDF-1.4 x", document.ProcessAuto).ID)
	if d.Indexing.State != document.Indexed || s.pager.calls.Load() != 0 {
		t.Fatalf("%+v, read %d times", d.Indexing, s.pager.calls.Load())
	}
	if got := s.finds(t, "Schmierstoff"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	list, err := s.invoices.List(t.Context(), s.caller, invoice.Filter{DocumentID: d.ID})
	must(t, err)
	if len(list.Items) != 1 {
		t.Errorf("%d invoices", len(list.Items))
	}
}

func TestWhatIsOnlyKeptIsNeverIndexed(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	d := s.upload(t, "a.xml", "<Invoice/>", document.ProcessNone)
	inv, err := s.invoices.CreateFromDocument(t.Context(), s.caller, d.ID, nil)
	must(t, err)
	s.wait(t, inv.ID)
	if got := s.jobsOf(t, d.ID, job.KindEmbedDocument); len(got) != 0 {
		t.Fatalf("jobs %+v", got)
	}
	if d = s.settled(t, d.ID); d.Indexing.State != document.IndexNone {
		t.Errorf("state %+v", d.Indexing)
	}
	// Asked for again with another process, it is.
	if d = s.settled(t, s.upload(t, "a.xml", "<Invoice/>", document.ProcessIndex).ID); d.Indexing.State != document.Indexed {
		t.Errorf("state %+v", d.Indexing)
	}
}

// TestSearchTellsWhatIsStillRead holds that a search counts the documents that it cannot find yet: those of the caller that pass
// its filter and are to be indexed.
func TestSearchTellsWhatIsStillRead(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	d := s.upload(t, "a.txt", "Der Kompressor wird gewartet.", document.ProcessAuto)
	s.upload(t, "b.txt", "Die Drehbank wird nur aufgehoben.", document.ProcessNone)
	look := func(f vector.Filter) search.Result {
		t.Helper()
		r, err := s.search.Search(t.Context(), s.caller, search.Query{Text: "Kompressor", Filter: f})
		must(t, err)
		return r
	}
	for name, c := range map[string]struct {
		filter vector.Filter
		want   int
	}{
		"all":   {vector.Filter{}, 1},
		"it":    {vector.Filter{DocumentIDs: []uuid.UUID{d.ID}}, 1},
		"other": {vector.Filter{DocumentIDs: []uuid.UUID{uuid.New()}}, 0},
	} {
		if r := look(c.filter); r.Pending != c.want || len(r.Hits) != 0 {
			t.Errorf("%s: %d pending, %d hits", name, r.Pending, len(r.Hits))
		}
	}
	s.startWorkers(t)
	s.settled(t, d.ID)
	if r := look(vector.Filter{}); r.Pending != 0 || len(r.Hits) != 1 {
		t.Errorf("at the end: %d pending, %d hits", r.Pending, len(r.Hits))
	}
}

func TestIndexingThatFails(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	d := s.settled(t, s.upload(t, "a.xml", "<a><b></a>", document.ProcessIndex).ID)
	if d.Indexing.State != document.IndexFailed || d.Indexing.Error == nil || d.Indexing.Error.Code != string(fault.CodeXMLMalformed) {
		t.Fatalf("%+v", d.Indexing)
	}
	if got := s.jobsOf(t, d.ID, job.KindEmbedDocument); len(got) != 1 || got[0].State != job.Cancelled || got[0].Attempt != 1 {
		t.Errorf("tried again: %+v", got)
	}
	_, err := s.documents.Upload(t.Context(), s.caller, document.UploadInput{Body: strings.NewReader("\x00\x01\x02\x03"), Process: document.ProcessIndex})
	if fault.CodeOf(err) != fault.CodeUnsupportedFormat {
		t.Errorf("bytes: %v", err)
	}
}

const mailWithFiles = "From: a@kontor.example\r\nTo: b@kontor.example\r\nSubject: Unterlagen\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grenze\r\n\r\n" +
	"--grenze\r\nContent-Type: text/plain\r\n\r\nAnbei die Liste.\r\n" +
	"--grenze\r\nContent-Type: text/plain; name=liste.txt\r\nContent-Disposition: attachment; filename=liste.txt\r\n\r\nEin Schraubstock fehlt.\r\n" +
	"--grenze\r\nContent-Type: application/octet-stream; name=roh.bin\r\nContent-Disposition: attachment; filename=roh.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n--grenze--\r\n"

func TestFilesOfMails(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	d := s.settled(t, s.upload(t, "a.eml", mailWithFiles, document.ProcessIndex).ID)
	if d.Kind != document.Email || d.Indexing.State != document.Indexed {
		t.Fatalf("%s, %+v", d.Kind, d.Indexing)
	}
	list, err := s.documents.List(t.Context(), s.caller, document.Filter{AttachedTo: d.ID})
	must(t, err)
	if len(list.Items) != 2 {
		t.Fatalf("files: %+v", list.Items)
	}
	for _, f := range list.Items {
		f = s.settled(t, f.ID)
		if len(f.AttachedTo) != 1 || f.AttachedTo[0] != d.ID {
			t.Errorf("%s is attached to %v", f.Name, f.AttachedTo)
		}
		if f.Name == "liste.txt" && f.Indexing.State != document.Indexed || f.Name == "roh.bin" && f.Indexing.State != document.IndexNone {
			t.Errorf("%s: %+v", f.Name, f.Indexing)
		}
	}
	if got := s.finds(t, "Schraubstock"); len(got) != 1 {
		t.Errorf("found %v", got)
	}
}

// TestMailsInMails stops to make documents of files that stand too deep.
func TestMailsInMails(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	mail := mailWithFiles
	for _, b := range []string{"b", "c", "d"} {
		mail = "From: a@kontor.example\r\nTo: b@kontor.example\r\nSubject: Umschlag " + b + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=" + b + "\r\n\r\n--" + b +
			"\r\nContent-Type: text/plain\r\n\r\nweiter\r\n--" + b + "\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=" + b + ".eml\r\n\r\n" + mail + "\r\n--" + b + "--\r\n"
	}
	s.settled(t, s.upload(t, "a.eml", mail, document.ProcessIndex).ID)
	idle := func() bool {
		list, err := s.jobs.List(t.Context(), s.caller, job.Filter{States: []job.State{job.Available, job.Running, job.Retryable, job.Scheduled}})
		return err == nil && len(list.Items) == 0
	}
	eventually(t, "all jobs end", idle)
	list, err := s.documents.List(t.Context(), s.caller, document.Filter{})
	must(t, err)
	if len(list.Items) != 3 { // the outermost, the one in it, and the one in that: not what is deeper
		for _, d := range list.Items {
			t.Logf("%s %s", d.Name, d.Kind)
		}
		t.Errorf("%d documents", len(list.Items))
	}
}

// TestStolenIndexingHasOneResult lets a worker go silent while it makes vectors, another take its job over, and then the first
// one come back.
func TestStolenIndexingHasOneResult(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	silent, wake := make(chan struct{}), make(chan struct{})
	e := &slow{first: func() { close(silent); <-wake }}
	s.withEmbedder(t, e)
	s.startWorkers(t)
	d := s.upload(t, "a.pdf", "%PDF-1.4 Die Drehbank steht still.", document.ProcessIndex)
	<-silent
	moved, err := s.jobs.TakeOverAll(t.Context())
	must(t, err)
	if moved != 1 {
		t.Fatalf("moved %d jobs", moved)
	}
	if got := s.settled(t, d.ID); got.Indexing.State != document.Indexed || got.Indexing.Chunks != 1 {
		t.Fatalf("%+v", got.Indexing)
	}
	close(wake)
	eventually(t, "the late one ends", func() bool { return e.ended.Load() == 2 })
	time.Sleep(200 * time.Millisecond) // its attempt to write
	var chunks string
	must(t, s.pool.QueryRow(t.Context(), `SELECT string_agg(json_array_length(spans::json) || ' lines of page ' || page, ', ') FROM chunks WHERE document_id = $1`, d.ID).Scan(&chunks))
	if chunks != "1 lines of page 1" {
		t.Errorf("chunks %s", chunks)
	}
	if got := s.jobsOf(t, d.ID, job.KindEmbedDocument); len(got) != 1 || got[0].State != job.Completed || got[0].Attempt != 2 {
		t.Errorf("jobs %+v", got)
	}
	if s.pager.calls.Load() != 1 {
		t.Errorf("the pages were read %d times", s.pager.calls.Load())
	}
}

func TestIndexingIsCancelled(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	begun := make(chan struct{})
	s.withEmbedder(t, &slow{first: func() { close(begun) }, waits: true})
	s.startWorkers(t)
	d := s.upload(t, "a.txt", "Die Drehbank steht still.", document.ProcessIndex)
	<-begun
	if now, err := s.documents.Find(t.Context(), s.caller, d.ID); err != nil || now.Indexing.State != document.IndexRunning {
		t.Errorf("%+v, %v", now.Indexing, err)
	}
	_, err := s.jobs.Cancel(t.Context(), s.caller, d.Indexing.JobID, nil)
	must(t, err)
	if got := s.settled(t, d.ID); got.Indexing.State != document.IndexFailed || got.Indexing.Error.Code != string(fault.CodeJobCancelled) || got.Indexing.Chunks != 0 {
		t.Errorf("%+v", got.Indexing)
	}
}

// slow makes vectors when the test lets it.
type slow struct {
	first func() // runs in the first call
	waits bool   // until its context ends
	calls atomic.Int32
	ended atomic.Int32
}

func (e *slow) ID() string      { return "slow" }
func (e *slow) Dimensions() int { return 3 }

func (e *slow) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	defer e.ended.Add(1)
	if e.calls.Add(1) == 1 {
		e.first()
	}
	if e.waits {
		<-ctx.Done()
		return nil, context.Cause(ctx)
	}
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = []float32{1, 0, 0}
	}
	return out, nil
}

func (e *slow) Question(context.Context, string) ([]float32, error) { return []float32{1, 0, 0}, nil }
