package invoice_test

import (
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

func (st *stack) review(t *testing.T, inv invoice.Invoice, d invoice.Decision, force bool) (invoice.Invoice, error) {
	t.Helper()
	return st.s.Review(t.Context(), st.caller, inv.ID, invoice.ReviewInput{Decision: d, Comment: "because of " + string(d), Force: force, Match: anyVersion})
}

func (st *stack) reviewed(t *testing.T, inv invoice.Invoice, d invoice.Decision) invoice.Invoice {
	t.Helper()
	out, err := st.review(t, inv, d, false)
	must(t, err)
	return out
}

func TestReview(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, page())
	approved := st.reviewed(t, inv, invoice.Approve)
	if approved.Status != invoice.Approved || approved.Version != inv.Version+1 || len(approved.Reasons) != 0 {
		t.Fatalf("approved: %+v", approved)
	}
	for _, d := range []invoice.Decision{invoice.Approve, invoice.Reject} {
		if _, err := st.review(t, inv, d, true); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("%s what is approved: %v", d, err)
		}
	}
	if _, err := st.correct(t, inv, `{"number": "1"}`); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("correct what is approved: %v", err)
	}
	if _, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("reprocess what is approved: %v", err)
	}
	if got := st.reviewed(t, inv, invoice.Reopen); got.Status != invoice.NeedsReview || codesOf(got) != "check_failed low_confidence" {
		t.Errorf("reopened: %s %+v", got.Status, got.Reasons)
	}
	if _, err := st.review(t, inv, invoice.Reopen, false); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("reopen what is open: %v", err)
	}
	if got := st.reviewed(t, inv, invoice.Reject); got.Status != invoice.Rejected {
		t.Errorf("rejected: %s", got.Status)
	}
	history, err := st.s.History(t.Context(), st.caller, inv.ID, 0, "")
	must(t, err)
	if e := history.Items; len(e) != 4 || e[0].Kind != "rejected" || e[1].Kind != "reopened" || e[2].Kind != "approved" ||
		e[2].Comment != "because of approve" || e[2].Actor.ID != st.caller.UserID || e[2].Forced {
		t.Errorf("history: %+v", history.Items)
	}
}

func TestFatalChecksHoldBackApproval(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	found := page()
	found.Checks = []en16931.Finding{{Rule: "BR-1", Severity: en16931.Fatal, Message: "it is wrong", Pointers: []string{"/number"}}}
	inv := st.read(t, found)
	_, err := st.review(t, inv, invoice.Approve, false)
	if f, ok := fault.As(err); !ok || f.Code != fault.CodeChecksFailed || len(f.Details) != 1 || f.Details[0].Detail != "it is wrong" || f.Details[0].Rule != "BR-1" {
		t.Fatalf("refusal: %v", err)
	}
	if got, err := st.review(t, inv, invoice.Approve, true); err != nil || got.Status != invoice.Approved {
		t.Fatalf("forced: %+v, %v", got.Status, err)
	}
	history, err := st.s.History(t.Context(), st.caller, inv.ID, 1, "")
	must(t, err)
	if !history.Items[0].Forced {
		t.Error("the history does not tell that it was forced")
	}
}

// end fails the invoice's job for good.
func (st *stack) end(t *testing.T, inv invoice.Invoice) {
	t.Helper()
	var number int64
	must(t, st.tx.QueryRow(t.Context(), `SELECT river_id FROM jobs WHERE id = $1`, inv.JobID).Scan(&number))
	run, err := st.jobs.Begin(t.Context(), inv.JobID, number, true)
	must(t, err)
	over, err := run.Fail(t.Context(), fault.New(fault.CodePDFDamaged, "it is torn"))
	if err != nil || !over {
		t.Fatalf("over %t, %v", over, err)
	}
}

// TestReadingAgainInVain leaves an invoice as it was, unless there was nothing.
func TestReadingAgainInVain(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.corrected(t, st.read(t, page()), `{"totals": {"gross": "119.00"}}`)
	queued, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil)
	must(t, err)
	st.end(t, queued)
	got, err := st.s.Find(t.Context(), st.caller, inv.ID)
	must(t, err)
	if got.Status != invoice.Ready || got.Error != nil || got.Data.Totals.Gross.String() != "119.00" {
		t.Fatalf("got %s, %+v", got.Status, got.Data)
	}
	j, err := st.jobs.Find(t.Context(), st.caller, queued.JobID)
	must(t, err)
	if j.State != job.Cancelled || j.Error.Code != "pdf_damaged" {
		t.Errorf("job: %+v", j)
	}
	history, err := st.s.History(t.Context(), st.caller, inv.ID, 1, "")
	must(t, err)
	if e := history.Items[0]; e.Kind != "reading_failed" || e.JobID != queued.JobID || e.Comment != "it is torn" {
		t.Errorf("history: %+v", e)
	}
	approved := st.reviewed(t, got, invoice.Approve)
	if _, err := st.jobs.Retry(t.Context(), st.caller, queued.JobID, nil); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("retry of a reading of what is approved: %v", err)
	}
	st.reviewed(t, approved, invoice.Reopen)
	again, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil)
	must(t, err)
	if _, err := st.jobs.Retry(t.Context(), st.caller, queued.JobID, nil); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("retry beside another reading: %v", err)
	}
	st.process(t, again.JobID)
	_, err = st.jobs.Retry(t.Context(), st.caller, queued.JobID, nil)
	must(t, err)
	if got, err = st.s.Find(t.Context(), st.caller, inv.ID); err != nil || got.Status != invoice.Queued || got.JobID != queued.JobID {
		t.Errorf("retried: %+v, %v", got, err)
	}
}

func TestReprocessWhatFailed(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, page())
	_, err := st.tx.Exec(t.Context(), `UPDATE invoices SET data = NULL, status = 'failed', error_code = 'x' WHERE id = $1`, inv.ID)
	must(t, err)
	for _, d := range []invoice.Decision{invoice.Approve, invoice.Reject, invoice.Reopen} {
		if _, err := st.review(t, inv, d, true); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("%s what failed: %v", d, err)
		}
	}
	queued, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil)
	must(t, err)
	if queued.Status != invoice.Queued || queued.Error != nil {
		t.Fatalf("queued: %+v", queued)
	}
	st.process(t, queued.JobID)
	if got, err := st.s.Find(t.Context(), st.caller, inv.ID); err != nil || got.Status != invoice.NeedsReview {
		t.Fatalf("got %+v, %v", got, err)
	}
}

// TestOneOfSeveralIsReadAgain leaves the other invoices of the document alone.
func TestOneOfSeveralIsReadAgain(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	one := st.read(t, page())
	two := page()
	two.Data.Number = "R-78"
	st.reader.next.Invoices = append(st.reader.next.Invoices, two)
	one = st.reprocess(t, one) // the second is found now
	list, err := st.s.List(t.Context(), st.caller, invoice.Filter{DocumentID: one.DocumentID, Sort: invoice.NumberAsc})
	must(t, err)
	if len(list.Items) != 2 || list.Items[1].Ordinal != 2 {
		t.Fatalf("%d invoices: %+v", len(list.Items), list.Items)
	}
	second, err := st.s.Find(t.Context(), st.caller, list.Items[1].ID)
	must(t, err)
	st.reader.next.Invoices[0].Data.Number, st.reader.next.Invoices[1].Data.Number = "OTHER", "R-79"
	if got := st.reprocess(t, second); got.Data.Number != "R-79" {
		t.Errorf("the second: %s", got.Data.Number)
	}
	if got, err := st.s.Find(t.Context(), st.caller, one.ID); err != nil || got.Data.Number != "R-77" || got.Version != one.Version {
		t.Errorf("the first: %+v, %v", got.Data, err)
	}
	st.reader.next.Invoices = []evidence.Invoice{page()}
	queued, err := st.s.Reprocess(t.Context(), st.caller, second.ID, nil, nil)
	must(t, err)
	var number int64
	must(t, st.tx.QueryRow(t.Context(), `SELECT river_id FROM jobs WHERE id = $1`, queued.JobID).Scan(&number))
	run, err := st.jobs.Begin(t.Context(), queued.JobID, number, true)
	must(t, err)
	if err := st.s.Process(t.Context(), run); fault.CodeOf(err) != fault.CodeNotAnInvoice {
		t.Errorf("an invoice that is no longer there: %v", err)
	}
}
