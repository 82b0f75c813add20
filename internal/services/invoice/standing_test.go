package invoice_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
)

// sums writes what a summary says in one currency: counted and excluded, each with its gross total.
func (st *stack) sums(t *testing.T, f invoice.Filter) string {
	t.Helper()
	sum, err := st.s.Summarize(t.Context(), st.caller, f, nil)
	must(t, err)
	if len(sum.Groups) == 0 {
		return "nothing"
	}
	if len(sum.Groups) > 1 {
		t.Fatalf("several groups: %+v", sum.Groups)
	}
	g := sum.Groups[0]
	out := fmt.Sprintf("%d: %s", g.Count, g.Gross)
	if g.Excluded.Count > 0 {
		out += fmt.Sprintf(", %d more: %s", g.Excluded.Count, g.Excluded.Gross)
	}
	if g.SimilarText.Count > 0 {
		out += fmt.Sprintf(", %d similar: %s", g.SimilarText.Count, g.SimilarText.Gross)
	}
	return out
}

// expect holds the sum against what it should be after a step.
func (st *stack) expect(t *testing.T, step, want string) {
	t.Helper()
	if got := st.sums(t, invoice.Filter{}); got != want {
		t.Errorf("after %s: %q, want %q", step, got, want)
	}
}

func (st *stack) delete(t *testing.T, inv invoice.Invoice) {
	t.Helper()
	must(t, st.s.Delete(t.Context(), st.caller, inv.ID, nil))
}

func again() evidence.Invoice { return sample("D-1", "Birke", "1660.05", "EUR", "2026-01-01") }

func TestOneOfSeveralUploadsCounts(t *testing.T) {
	t.Parallel()
	for name, content := range map[string][3]string{
		"the same bytes": {"<a/>", "<a/>", "<a/>"}, "other bytes": {"<a/>", "<b/>", "<c/>"}, "both": {"<a/>", "<a/>", "<c/>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := newStack(t)
			a := st.readBytes(t, content[0], again())
			st.expect(t, "A", "1: 1660.05")
			b := st.readBytes(t, content[1], again())
			st.expect(t, "B", "1: 1660.05, 1 more: 1660.05")
			c := st.readBytes(t, content[2], again())
			st.expect(t, "C", "1: 1660.05, 2 more: 3320.10")
			st.reviewed(t, a, invoice.Reject)
			st.expect(t, "the rejection of A", "1: 1660.05, 1 more: 1660.05")
			st.reviewed(t, c, invoice.Approve)
			st.expect(t, "the approval of C", "1: 1660.05, 1 more: 1660.05")
			if got := st.sums(t, invoice.Filter{Statuses: []invoice.Status{invoice.Approved}}); got != "1: 1660.05" {
				t.Errorf("the approved ones: %s", got)
			}
			b = st.reviewed(t, b, invoice.NotDuplicate)
			st.expect(t, "B is no duplicate", "2: 3320.10")
			if b.Status != invoice.Ready || len(b.Duplicates) != 0 || !b.View().NotDuplicate {
				t.Errorf("B: %s, %v", b.Status, b.Duplicates)
			}
			b = st.reviewed(t, b, invoice.UndoNotDuplicate)
			st.expect(t, "B may be one", "1: 1660.05, 1 more: 1660.05")
			if b.Status != invoice.NeedsReview || len(b.Duplicates) != 2 {
				t.Errorf("B: %s, %v", b.Status, b.Duplicates)
			}
			st.delete(t, c)
			st.expect(t, "C is gone", "1: 1660.05")
			st.reviewed(t, a, invoice.Reopen)
			st.expect(t, "A is back", "1: 1660.05, 1 more: 1660.05")
			st.delete(t, a)
			st.delete(t, b)
			st.expect(t, "all are gone", "nothing")
		})
	}
}

// TestTheSameThroughAThirdOne: of two that are the same only because of another one, one counts, for as long as that other does.
func TestTheSameThroughAThirdOne(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	a := st.readBytes(t, "<a/>", again())
	c := st.readBytes(t, "<c/>", again())
	b := st.readBytes(t, "<a/>", again())
	st.expect(t, "all three", "1: 1660.05, 2 more: 3320.10")
	st.corrected(t, a, `{"number": "D-2"}`)
	st.expect(t, "A has another number than C, and the bytes of B, which has the number of C", "1: 1660.05, 2 more: 3320.10")
	b = st.reviewed(t, b, invoice.NotDuplicate)
	st.expect(t, "B is no duplicate, and joins nobody", "3: 4980.15")
	b = st.reviewed(t, b, invoice.UndoNotDuplicate)
	st.expect(t, "B may be one", "1: 1660.05, 2 more: 3320.10")
	st.reviewed(t, c, invoice.Approve)
	st.expect(t, "the approval of C", "1: 1660.05, 2 more: 3320.10")
	if got := st.sums(t, invoice.Filter{Statuses: []invoice.Status{invoice.Approved}}); got != "1: 1660.05" {
		t.Errorf("the approved one: %s", got)
	}
	st.delete(t, b)
	st.expect(t, "B is gone", "2: 3320.10")
}

func TestWaysToCountDuplicates(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	for _, content := range []string{"<a/>", "<a/>", "<b/>"} {
		st.readBytes(t, content, again())
	}
	st.read(t, sample("E-1", "Birke", "10.00", "EUR", "2026-01-01"))
	for ways, want := range map[invoice.Duplicates]string{
		"": "2: 1670.05, 2 more: 3320.10", invoice.ExcludeDuplicates: "2: 1670.05, 2 more: 3320.10",
		invoice.IncludeDuplicates: "4: 4990.15", invoice.OnlyDuplicates: "2: 3320.10",
	} {
		if got := st.sums(t, invoice.Filter{Duplicates: ways}); got != want {
			t.Errorf("%q: %q, want %q", ways, got, want)
		}
	}
	st.caller.WorkspaceID = newWorkspace(t, st)
	st.readBytes(t, "<a/>", again())
	st.expect(t, "the same in another workspace", "1: 1660.05")
}

// TestCorrectionsMoveBetweenGroups corrects and reads again what makes an invoice the same as another.
func TestCorrectionsMoveBetweenGroups(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	first := st.read(t, again())
	other := again()
	other.Data.Number = "D-2"
	second := st.read(t, other)
	st.expect(t, "two", "2: 3320.10")
	second = st.corrected(t, second, `{"number": "d 1"}`)
	st.expect(t, "the second gets the first's number", "1: 1660.05, 1 more: 1660.05")
	first = st.corrected(t, first, `{"number": "D-3"}`)
	st.expect(t, "the first gets another number", "2: 3320.10")
	if found, err := st.s.Show(t.Context(), st.caller, second.ID, false); err != nil || len(found.Duplicates) != 0 {
		t.Errorf("what was left still names %v, %v", found.Duplicates, err)
	}
	st.reader.next.Invoices = []evidence.Invoice{again()}
	first = st.reprocess(t, first)
	st.expect(t, "the first is read again, and corrected again", "2: 3320.10")
	st.corrected(t, first, `{"number": "D-1"}`)
	st.expect(t, "the first gets its number back", "1: 1660.05, 1 more: 1660.05")
	if found, err := st.s.Show(t.Context(), st.caller, second.ID, false); err != nil || len(found.Duplicates) != 1 || found.Duplicates[0].InvoiceID != first.ID {
		t.Errorf("the second names %v, %v", found.Duplicates, err)
	}
}

// TestOnlyWhatIsReadExcludes leaves a sum as it is while an older upload of the same bytes waits for its reading.
func TestOnlyWhatIsReadExcludes(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	waits, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader("<a/>")})
	must(t, err)
	st.readBytes(t, "<a/>", again())
	if got := st.sums(t, invoice.Filter{Currency: "EUR"}); got != "1: 1660.05" {
		t.Errorf("the read one: %s", got)
	}
	st.process(t, waits.JobID)
	st.expect(t, "both are read", "1: 1660.05, 1 more: 1660.05")
}

func TestSimilarTextsCountAndAreMentioned(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	words := []string{"Weidenhof Gartenbau KG Am Anger 14 99423 Weimar", "Rechnung Nr. R-77 vom 03.02.2026", "Pflege der Außenanlagen nach Vertrag", "Netto 100,00 Steuer 19,00 Gesamt 179,00"}
	found := page()
	found.FirstPage, found.LastPage = 1, 1
	st.readBytes(t, "%PDF-1.7 one", found, text(words...))
	found.Data.Number = "R-71"
	words[2] = "Pf1ege der Außenanlagen nach Vertrag"
	second := st.readBytes(t, "%PDF-1.7 two", found, text(words...))
	if levelsOf(second) != "similar_text" {
		t.Fatalf("levels %q", levelsOf(second))
	}
	st.expect(t, "both", "2: 358.00, 1 similar: 179.00")
	st.reviewed(t, second, invoice.NotDuplicate)
	st.expect(t, "the second is no duplicate", "2: 358.00")
}

func TestWhatMayNotBeToldFromOthers(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.reviewed(t, st.read(t, again()), invoice.Reject)
	if _, err := st.review(t, inv, invoice.NotDuplicate, false); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("a rejected one: %v", err)
	}
	inv = st.reviewed(t, st.reviewed(t, inv, invoice.Reopen), invoice.Approve)
	told := st.reviewed(t, inv, invoice.NotDuplicate)
	if told.Status != invoice.Approved || told.Version == inv.Version {
		t.Errorf("an approved one: %s, version %d", told.Status, told.Version)
	}
	if same := st.reviewed(t, told, invoice.NotDuplicate); same.Version != told.Version {
		t.Errorf("said again: version %d after %d", same.Version, told.Version)
	}
	page, err := st.s.History(t.Context(), st.caller, inv.ID, 1, "")
	must(t, err)
	if e := page.Items[0]; e.Kind != "not_duplicate" || e.Actor.ID != st.caller.UserID || e.At.IsZero() {
		t.Errorf("the history: %+v", e)
	}
}

// TestTwoReviewersAtOnce decides over the members of one group side by side: nobody waits for ever, and one counts.
func TestTwoReviewersAtOnce(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	st := newStackOver(t, pool)
	var all []invoice.Invoice
	for range 4 {
		all = append(all, st.readBytes(t, "<a/>", again()))
	}
	for range 3 {
		var at sync.WaitGroup
		for i, inv := range all {
			at.Go(func() {
				for _, d := range []invoice.Decision{invoice.NotDuplicate, invoice.UndoNotDuplicate, invoice.Approve, invoice.Reopen} {
					if _, err := st.review(t, inv, d, true); err != nil {
						t.Errorf("%d: %s: %v", i, d, err)
					}
				}
			})
			at.Go(func() {
				if _, err := st.s.Summarize(t.Context(), st.caller, invoice.Filter{}, nil); err != nil {
					t.Errorf("sum: %v", err)
				}
			})
		}
		at.Wait()
		st.expect(t, "all decided", "1: 1660.05, 3 more: 4980.15")
	}
}
