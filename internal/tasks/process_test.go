package tasks_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

func TestInvoiceIsReadToTheEnd(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	posted := s.post(t, "<Invoice>1</Invoice>")
	if posted.Status != invoice.Queued || posted.Data != nil || posted.Ordinal != 1 {
		t.Fatalf("posted: %+v", posted)
	}
	got := s.wait(t, posted.ID)
	if got.Status != invoice.Ready || got.Data.Number != "N-1" || got.Data.Totals.Gross.String() != "119.00" || got.Version < 2 {
		t.Fatalf("read: %+v", got)
	}
	j, err := s.jobs.Find(t.Context(), s.caller, got.JobID)
	must(t, err)
	if j.State != job.Completed || j.Percent != 100 || j.Attempt != 1 || j.FinishedAt.IsZero() || j.InvoiceID != got.ID {
		t.Fatalf("job: %+v", j)
	}
	again := s.wait(t, s.post(t, "<Invoice>1</Invoice>").ID)
	if again.DocumentID != got.DocumentID || again.ID == got.ID || !slices.ContainsFunc(again.Duplicates, func(m invoice.Match) bool { return m.InvoiceID == got.ID }) {
		t.Fatalf("same bytes again: %+v", again)
	}
	other := s.wait(t, s.post(t, "<Invoice>1 </Invoice>").ID) // other bytes, same number, seller and total
	if len(other.Duplicates) != 2 {
		t.Fatalf("same invoice in other bytes: duplicates %v", other.Duplicates)
	}
}

func TestPermanentFailureIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		return invoice.Reading{}, fault.New(fault.CodePDFEncrypted, "the PDF is encrypted")
	})
	got := s.wait(t, s.post(t, "%PDF-1.7").ID)
	if got.Status != invoice.Failed || got.Error == nil || got.Error.Code != "pdf_encrypted" || got.Data != nil {
		t.Fatalf("got %+v", got)
	}
	j, err := s.jobs.Find(t.Context(), s.caller, got.JobID)
	must(t, err)
	if j.State != job.Cancelled || j.Error.Code != "pdf_encrypted" || j.Attempt != 1 {
		t.Fatalf("job: %+v", j)
	}
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) { return oneInvoice("N-2"), nil })
	retried, err := s.jobs.Retry(t.Context(), s.caller, j.ID, nil)
	must(t, err)
	if retried.State.Final() {
		t.Fatalf("retried: %+v", retried)
	}
	if got := s.wait(t, got.ID); got.Status != invoice.Ready || got.Error != nil || got.Data.Number != "N-2" {
		t.Fatalf("after retry: %+v", got)
	}
	if _, err := s.jobs.Retry(t.Context(), s.caller, j.ID, nil); fault.CodeOf(err) != fault.CodeConflict {
		t.Fatalf("retry of a completed job: %v", err)
	}
}

func TestTransientFailureIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		switch s.reader.calls.Load() {
		case 1:
			return invoice.Reading{}, errors.New("the disk hiccups")
		case 2:
			return invoice.Reading{}, fault.New(fault.CodeReaderMissing, "the program is being replaced")
		}
		return oneInvoice("N-3"), nil
	})
	posted := s.post(t, "<Invoice/>")
	for n := int32(1); n <= 2; n++ { // a person who does not wait for the pause between attempts
		eventually(t, "retryable", func() bool {
			j, err := s.jobs.Find(t.Context(), s.caller, posted.JobID)
			return s.reader.calls.Load() > n || err == nil && j.State == job.Retryable && j.Error != nil
		})
		// The pause may end, and the next attempt begin, between the look and the retry.
		if _, err := s.jobs.Retry(t.Context(), s.caller, posted.JobID, nil); err != nil && fault.CodeOf(err) != fault.CodeConflict {
			t.Fatal(err)
		}
	}
	if got := s.wait(t, posted.ID); got.Status != invoice.Ready || got.Data.Number != "N-3" {
		t.Fatalf("got %+v", got)
	}
}

// A panic in reading comes again with each attempt: there is one, and what it says is final.
func TestPanicInReadingIsFinal(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) { panic("a bug") })
	got := s.wait(t, s.post(t, "%PDF-1.7").ID)
	if got.Status != invoice.Failed || got.Error == nil || got.Error.Code != "reading_failed" {
		t.Fatalf("got %+v", got)
	}
	j, err := s.jobs.Find(t.Context(), s.caller, got.JobID)
	must(t, err)
	if j.State != job.Cancelled || j.Error.Code != "reading_failed" || j.Attempt != 1 || s.reader.calls.Load() != 1 {
		t.Errorf("job %+v", j)
	}
}

func TestSeveralInvoicesInOneDocument(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) {
		r := oneInvoice("A")
		r.Invoices = append(r.Invoices, oneInvoice("B").Invoices[0], oneInvoice("C").Invoices[0])
		return r, nil
	})
	first := s.wait(t, s.post(t, "%PDF-1.7 three").ID)
	list, err := s.invoices.List(t.Context(), s.caller, invoice.Filter{DocumentID: first.DocumentID, Sort: invoice.NumberAsc})
	must(t, err)
	if len(list.Items) != 3 {
		t.Fatalf("got %d invoices", len(list.Items))
	}
	for i, want := range []string{"A", "B", "C"} {
		inv := list.Items[i]
		if h, err := inv.ReadHeader(); err != nil || h.Number != want || inv.Ordinal != i+1 || inv.Status != invoice.Ready {
			t.Errorf("%d: %+v", i, inv)
		}
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	waiting := s.post(t, "<Invoice>waits</Invoice>")
	j, err := s.jobs.Cancel(t.Context(), s.caller, waiting.JobID, nil)
	must(t, err)
	if got := s.wait(t, waiting.ID); j.State != job.Cancelled || got.Status != invoice.Failed || got.Error.Code != "job_cancelled" {
		t.Fatalf("waiting: job %+v, invoice %+v", j, got)
	}
	if _, err := s.jobs.Cancel(t.Context(), s.caller, waiting.JobID, nil); fault.CodeOf(err) != fault.CodeJobFinished {
		t.Fatalf("cancel twice: %v", err)
	}
	started := make(chan struct{})
	s.reader.does(func(ctx context.Context, _ invoice.Source) (invoice.Reading, error) {
		close(started)
		<-ctx.Done()
		return invoice.Reading{}, ctx.Err()
	})
	s.startWorkers(t)
	running := s.post(t, "<Invoice>runs</Invoice>")
	<-started
	if _, err := s.jobs.Cancel(t.Context(), s.caller, running.JobID, nil); err != nil {
		t.Fatal(err)
	}
	if got := s.wait(t, running.ID); got.Status != invoice.Failed || got.Error.Code != "job_cancelled" {
		t.Fatalf("running: %+v", got)
	}
}

func TestProgressIsSeen(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	release := make(chan struct{})
	s.reader.does(func(_ context.Context, src invoice.Source) (invoice.Reading, error) {
		src.Progress("recognise", 40)
		<-release
		return oneInvoice("N-1"), nil
	})
	s.startWorkers(t)
	posted := s.post(t, "<Invoice/>")
	eventually(t, "progress", func() bool {
		j, err := s.jobs.Find(t.Context(), s.caller, posted.JobID)
		return err == nil && j.State == job.Running && j.Stage == "recognise" && j.Percent == 40
	})
	close(release)
	s.wait(t, posted.ID)
}

func TestDeleteWhileItIsRead(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	started, ended := make(chan struct{}), make(chan struct{})
	s.reader.does(func(ctx context.Context, _ invoice.Source) (invoice.Reading, error) {
		close(started)
		<-ctx.Done()
		close(ended)
		return oneInvoice("too late"), nil
	})
	s.startWorkers(t)
	posted := s.post(t, "<Invoice/>")
	<-started
	must(t, s.documents.Delete(t.Context(), s.caller, posted.DocumentID, nil))
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("the reading goes on")
	}
	if _, err := s.invoices.Find(t.Context(), s.caller, posted.ID); fault.CodeOf(err) != fault.CodeNotFound {
		t.Fatalf("invoice of a deleted document: %v", err)
	}
}

func TestAnotherWorkspaceFindsNothing(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	mine, stranger := s.post(t, "<Invoice/>"), s.newCaller(t)
	_, findErr := s.invoices.Find(t.Context(), stranger, mine.ID)
	_, fromErr := s.invoices.CreateFromDocument(t.Context(), stranger, mine.DocumentID, nil)
	_, waitErr := s.invoices.Wait(t.Context(), stranger, mine.ID, time.Second)
	_, docErr := s.documents.Find(t.Context(), stranger, mine.DocumentID)
	_, openErr := s.documents.Open(t.Context(), stranger, mine.DocumentID, 0, -1)
	_, textErr := s.documents.Text(t.Context(), stranger, mine.DocumentID, 1, 0)
	_, pageErr := s.documents.PagePNG(t.Context(), stranger, mine.DocumentID, 1, 0)
	_, jobErr := s.jobs.Find(t.Context(), stranger, mine.JobID)
	_, cancelErr := s.jobs.Cancel(t.Context(), stranger, mine.JobID, nil)
	_, retryErr := s.jobs.Retry(t.Context(), stranger, mine.JobID, nil)
	for what, err := range map[string]error{
		"find": findErr, "create": fromErr, "wait": waitErr, "document": docErr, "open": openErr, "text": textErr, "page": pageErr,
		"job": jobErr, "cancel": cancelErr, "retry": retryErr, "delete": s.invoices.Delete(t.Context(), stranger, mine.ID, nil),
		"delete document": s.documents.Delete(t.Context(), stranger, mine.DocumentID, nil),
	} {
		if fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, n := range map[string]func(auth.Principal) (int, error){
		"invoices": func(p auth.Principal) (int, error) {
			l, err := s.invoices.List(t.Context(), p, invoice.Filter{})
			return len(l.Items), err
		},
		"jobs": func(p auth.Principal) (int, error) {
			l, err := s.jobs.List(t.Context(), p, job.Filter{})
			return len(l.Items), err
		},
	} {
		if got, err := n(stranger); got != 0 || err != nil {
			t.Errorf("%s of a stranger: %d, %v", what, got, err)
		}
		if got, err := n(s.caller); got != 1 || err != nil {
			t.Errorf("%s of the owner: %d, %v", what, got, err)
		}
	}
}
