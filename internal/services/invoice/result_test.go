package invoice_test

import (
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
)

func TestStatusOfAReading(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	for name, c := range map[string]struct {
		change func(*evidence.Invoice)
		want   invoice.Status
	}{
		"whole":         {func(*evidence.Invoice) {}, invoice.Ready},
		"warning":       {func(i *evidence.Invoice) { i.Checks = []en16931.Finding{{Rule: "R", Severity: en16931.Warning}} }, invoice.Ready},
		"fatal finding": {func(i *evidence.Invoice) { i.Checks = []en16931.Finding{{Rule: "R", Severity: en16931.Fatal}} }, invoice.NeedsReview},
		"failed sums": {func(i *evidence.Invoice) {
			i.Source = evidence.Text
			i.Checks = []en16931.Finding{{Rule: "DOCKET-READ-03", Severity: en16931.Warning, Pointers: []string{"/totals/net"}}}
		}, invoice.NeedsReview},
		"page cut off": {func(i *evidence.Invoice) {
			i.Checks = []en16931.Finding{{Rule: "DOCKET-READ-05", Severity: en16931.Warning}}
		}, invoice.NeedsReview},
		"no invoice": {func(i *evidence.Invoice) {
			i.Checks = []en16931.Finding{{Rule: "DOCKET-READ-06", Severity: en16931.Warning, Pointers: []string{"/type_code"}}}
		}, invoice.NeedsReview},
		"no number": {func(i *evidence.Invoice) { i.Data.Number = "" }, invoice.NeedsReview},
		"no seller": {func(i *evidence.Invoice) { i.Data.Seller.Name = "" }, invoice.NeedsReview},
		"no total":  {func(i *evidence.Invoice) { i.Data.Totals = en16931.Totals{} }, invoice.NeedsReview},
		"unsure of total": {func(i *evidence.Invoice) {
			i.Evidence = []evidence.Evidence{{Pointer: "/totals/gross", Confidence: .3}}
		}, invoice.NeedsReview},
		"unsure of a note": {func(i *evidence.Invoice) {
			i.Evidence = []evidence.Evidence{{Pointer: "/notes/0/text", Confidence: .3}}
		}, invoice.Ready},
	} {
		found := sample("S "+name, "Birke", "5", "EUR", "2026-01-01")
		c.change(&found)
		if got := st.read(t, found); got.Status != c.want {
			t.Errorf("%s: got %s", name, got.Status)
		}
	}
}

// What is no invoice is neither counted nor summed until a person says that it is one.
func TestPaperThatIsNoInvoiceDoesNotCount(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	found := sample("M-1", "Birke", "5.00", "EUR", "2026-01-01")
	found.Source, found.Data.TypeCode = evidence.Text, ""
	found.Checks = []en16931.Finding{{Rule: "DOCKET-READ-06", Severity: en16931.Warning, Pointers: []string{"/type_code"}}}
	inv := st.read(t, found)
	st.expect(t, "the reading", "nothing")
	st.corrected(t, inv, `{"type_code": "380"}`)
	st.expect(t, "the correction of its type", "1: 5.00")
}

func TestFailedReadingsAreNoDuplicates(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	a := st.read(t, sample("D-1", "Birke", "5.0", "EUR", "2026-01-01"))
	b := st.read(t, sample("d 1", "Birke", "5.00", "EUR", "2026-01-01"))
	if len(b.Duplicates) != 1 || b.Duplicates[0].InvoiceID != a.ID || b.Duplicates[0].Level != invoice.SameInvoice {
		t.Fatalf("duplicates: %v", b.Duplicates)
	}
	_, err := st.tx.Exec(t.Context(), `UPDATE invoices SET status = 'failed', error_code = 'x' WHERE id = $1`, a.ID)
	must(t, err)
	if b, err = st.s.Find(t.Context(), st.caller, b.ID); err != nil || len(b.Duplicates) != 0 {
		t.Fatalf("duplicates of a failed one: %v, %v", b.Duplicates, err)
	}
}

func TestDeleteInvoice(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, sample("X", "Birke", "5", "EUR", "2026-01-01"))
	must(t, st.s.Delete(t.Context(), st.caller, inv.ID, nil))
	if err := st.s.Delete(t.Context(), st.caller, inv.ID, nil); fault.CodeOf(err) != fault.CodeNotFound {
		t.Fatalf("second delete: %v", err)
	}
	var events int
	must(t, st.tx.QueryRow(t.Context(), `SELECT count(*) FROM audit_events WHERE subject_id = $1 AND action = 'invoice.deleted'
		AND actor_id = $2`, inv.ID, st.caller.UserID).Scan(&events))
	if events != 1 {
		t.Fatalf("%d entries in the trail", events)
	}
}
