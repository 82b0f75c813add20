package invoice_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/lessons"
)

// printed is a page of text as a typewriter sets it.
func printed(text string) pages.Page {
	p := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText}
	for row, s := range strings.Split(text, "\n") {
		var words []pages.Word
		for at := 0; at < len(s); {
			end := at
			for end < len(s) && s[end] != ' ' {
				end++
			}
			if end > at {
				x, y := 0.06+0.0095*float64(at), 0.06+0.018*float64(row)
				words = append(words, pages.Word{Text: s[at:end], Confidence: 1, Box: pages.Box{X0: x, Y0: y, X1: x + 0.0095*float64(end-at), Y1: y + 0.012}})
			}
			at = end + 1
		}
		if len(words) > 0 {
			p.Lines = append(p.Lines, gaps(words)...)
		}
	}
	return p
}

// gaps parts a row where it has a gap, as a PDF's lines are.
func gaps(words []pages.Word) []pages.Line {
	var out []pages.Line
	start := 0
	for i := 1; i <= len(words); i++ {
		if i == len(words) || words[i].Box.X0-words[i-1].Box.X1 > 0.02 {
			out, start = append(out, pages.NewLine(words[start:i])), i
		}
	}
	return out
}

// odd is an invoice whose labels nobody knows, and whose seller stands at its foot.
func odd(n int, seller, vat string) pages.Page {
	return printed(fmt.Sprintf(`Fine Cordage House Ltd
ropes for every harbour                         INVOICE

For                                             Chalked      T/%d-%c
Quiet Bay Cafe Ltd                              Struck on    %02d.09.2026
8 Hill Street                                   Batch        9911-%d
Leeds LS1 4AP                                   Printed      28.09.2026

Description              Qty     Unit price      Amount
Rope                       1         %d.00      %d.00
                                      Total     £%d.00


This is sent by
%s
VAT Reg No %s`, 4400+n, 'A'+n, 1+n, n, 100+n, 100+n, 100+n, seller, vat))
}

func (st *stack) readOdd(t *testing.T, n int, seller, vat string) invoice.Invoice {
	t.Helper()
	page := odd(n, seller, vat)
	found := fields.Extract([]pages.Page{page}, fields.Options{})
	if len(found) != 1 {
		t.Fatalf("%d invoices", len(found))
	}
	return st.read(t, found[0], page)
}

// right tells whether what the odd layout hides was read.
func right(inv invoice.Invoice, n int) bool {
	d := inv.Data
	return d.Number == fmt.Sprintf("T/%d-%c", 4400+n, 'A'+n) && d.IssueDate.String() == fmt.Sprintf("2026-09-%02d", 1+n) && d.Seller.Name == "Tidewater Trading Co"
}

func (st *stack) correctAndApprove(t *testing.T, inv invoice.Invoice, n int) {
	t.Helper()
	patch := fmt.Sprintf(`{"number": "T/%d-%c", "issue_date": "2026-09-%02d", "seller": {"name": "Tidewater Trading Co"}}`, 4400+n, 'A'+n, 1+n)
	_, err := st.s.Correct(t.Context(), st.caller, inv.ID, invoice.CorrectInput{Patch: []byte(patch), Valid: func(any) error { return nil }})
	must(t, err)
	_, err = st.s.Review(t.Context(), st.caller, inv.ID, invoice.ReviewInput{Decision: invoice.Approve, Force: true})
	must(t, err)
}

const (
	oddSeller = "Tidewater Trading Co"
	oddVAT    = "GB123456782"
)

// Of ten invoices of one odd layout the first two are corrected; the other eight need no correction.
func TestCorrectionsTeach(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	for n := range 10 {
		inv := st.readOdd(t, n, oddSeller, oddVAT)
		switch {
		case n == 0 && right(inv, n):
			t.Fatal("the layout is not odd enough: the first invoice was read right")
		case n < 2:
			st.correctAndApprove(t, inv, n)
		case !right(inv, n):
			t.Errorf("invoice %d: number %q, date %s, seller %q", n, inv.Data.Number, inv.Data.IssueDate, inv.Data.Seller.Name)
		}
		for _, e := range inv.Evidence {
			if e.Source == evidence.FromLearned && (e.Confidence > 0.9 || e.Page != 1 || e.Text == "" || n == 0) {
				t.Errorf("invoice %d: evidence %+v", n, e)
			}
		}
		if n >= 2 && !hasSource(inv, "/number", evidence.FromLearned) {
			t.Errorf("invoice %d: the number's evidence does not say that it is learned", n)
		}
	}
}

func hasSource(inv invoice.Invoice, pointer string, source evidence.Source) bool {
	for _, e := range inv.Evidence {
		if e.Pointer == pointer && e.Source == source {
			return true
		}
	}
	return false
}

func TestWhatIsLearnedStaysWithItsSellerAndWorkspace(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	st.correctAndApprove(t, st.readOdd(t, 0, oddSeller, oddVAT), 0)
	learns := func(inv invoice.Invoice) bool { return hasSource(inv, "/number", evidence.FromLearned) }
	if !learns(st.readOdd(t, 1, oddSeller, oddVAT)) {
		t.Fatal("nothing was learned")
	}
	if learns(st.readOdd(t, 2, "Somebody Else Co", "GB980780684")) {
		t.Error("another seller's invoice is read by it")
	}
	mentioned := odd(3, "Somebody Else Co", "GB980780684")
	mentioned.Lines = append(mentioned.Lines, printed("\n\n\n\n\n\n\nyour VAT Reg No "+oddVAT).Lines...)
	if learns(st.read(t, fields.Extract([]pages.Page{mentioned}, fields.Options{})[0], mentioned)) {
		t.Error("an invoice to the seller is read by it")
	}
	home := st.caller.WorkspaceID
	other, err := db.New().InsertWorkspace(t.Context(), st.tx, db.InsertWorkspaceParams{WorkspaceID: uuid.Must(uuid.NewV7()), Name: "other"})
	must(t, err)
	st.caller.WorkspaceID = other.ID
	if learns(st.readOdd(t, 4, oddSeller, oddVAT)) {
		t.Error("another workspace reads by it")
	}
	theirs, err := st.lessons(t).List(t.Context(), st.caller, 0, "")
	must(t, err)
	if len(theirs.Items) != 0 {
		t.Errorf("another workspace sees %v", theirs.Items)
	}
	st.caller.WorkspaceID = home
	list, err := st.lessons(t).List(t.Context(), st.caller, 0, "")
	must(t, err)
	if len(list.Items) != 1 || list.Items[0].Name != oddSeller || len(list.Items[0].Lessons) != 2 {
		t.Fatalf("learned %+v", list.Items)
	}
	stranger := st.caller
	stranger.WorkspaceID = other.ID
	if err := st.lessons(t).Forget(t.Context(), stranger, list.Items[0].ID); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("another workspace forgets it: %v", err)
	}
	must(t, st.lessons(t).Forget(t.Context(), st.caller, list.Items[0].ID))
	if learns(st.readOdd(t, 5, oddSeller, oddVAT)) {
		t.Error("what was forgotten is used")
	}
}

func TestOnlyApprovalTeaches(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.readOdd(t, 0, oddSeller, oddVAT)
	_, err := st.s.Correct(t.Context(), st.caller, inv.ID, invoice.CorrectInput{Patch: []byte(`{"number": "T/4400-A"}`), Valid: func(any) error { return nil }})
	must(t, err)
	_, err = st.s.Review(t.Context(), st.caller, inv.ID, invoice.ReviewInput{Decision: invoice.Reject})
	must(t, err)
	if hasSource(st.readOdd(t, 1, oddSeller, oddVAT), "/number", evidence.FromLearned) {
		t.Error("a rejected invoice teaches")
	}
}

func (st *stack) lessons(t *testing.T) *lessons.Book {
	t.Helper()
	made, err := invoice.New(st.config)
	must(t, err)
	return made.Lessons
}
