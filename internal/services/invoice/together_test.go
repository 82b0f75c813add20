package invoice_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

// billed is an invoice of a seller, paid to an account.
func billed(number, seller, iban string) evidence.Invoice {
	d := en16931.Invoice{
		Number: number, IssueDate: en16931.MustDate("2026-03-01"), TypeCode: "380", Currency: "EUR",
		Seller: en16931.Party{Name: seller}, Totals: en16931.Totals{Gross: en16931.MustDecimal("10.00"), Due: en16931.MustDecimal("10.00")},
		Payment: &en16931.Payment{Accounts: []en16931.Account{{IBAN: iban}}},
	}
	return evidence.Invoice{Source: evidence.UBL, Data: d}
}

// TestResultsOfOneTransaction reads many invoices at once: whatever shares a transaction, each sees those before it as it would alone.
func TestResultsOfOneTransaction(t *testing.T) {
	t.Parallel()
	st := newStackOver(t, pgtest.Pool(t))
	const sellers, each = 4, 6
	var runs []*job.Run
	found := byContent{}
	for n := range sellers * each {
		seller, number := fmt.Sprintf("Seller %d", n%sellers), n/sellers
		content := fmt.Sprintf("<a>%d</a>", n)
		posted, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader(content)})
		must(t, err)
		runs = append(runs, st.begin(t, posted.JobID))
		// The first two of each seller are one invoice; all others have an account of their own.
		found[content] = billed(fmt.Sprintf("R-%d", max(number, 1)), seller, fmt.Sprintf("DE%020d", max(number, 1)))
	}
	st.config.Reader = found
	st.remake(t)
	var wg sync.WaitGroup
	for _, run := range runs {
		wg.Go(func() { must(t, st.s.Process(t.Context(), run)) })
	}
	wg.Wait()
	list, err := st.s.List(t.Context(), st.caller, invoice.Filter{Limit: 100})
	must(t, err)
	repeated, suspect, trusted := map[string]int{}, map[string]int{}, map[string]int{}
	for _, item := range list.Items {
		inv, err := st.s.Find(t.Context(), st.caller, item.ID)
		must(t, err)
		name, fresh := inv.Data.Seller.Name, true
		for _, r := range inv.Reasons {
			switch r.Code {
			case invoice.Duplicate:
				repeated[name]++
			case invoice.NewBankAccount:
				suspect[name]++
				fresh = false
			}
		}
		if fresh {
			trusted[name]++
		}
	}
	for n := range sellers {
		name := fmt.Sprintf("Seller %d", n)
		// Whichever came first has the trusted account; its twin, where that is the repeated one, shares it.
		if repeated[name] != 1 || trusted[name] < 1 || trusted[name] > 2 || suspect[name] != each-trusted[name] {
			t.Errorf("%s: %d repeated, %d suspect, %d trusted", name, repeated[name], suspect[name], trusted[name])
		}
	}
	if len(list.Items) != sellers*each {
		t.Errorf("%d invoices", len(list.Items))
	}
}

// TestLostAttemptsWriteNothing lets half of the attempts lose their jobs before they end together with the others.
func TestLostAttemptsWriteNothing(t *testing.T) {
	t.Parallel()
	st := newStackOver(t, pgtest.Pool(t))
	st.reader.next = invoice.Reading{Invoices: []evidence.Invoice{billed("1", "Seller", "DE1")}}
	var runs []*job.Run
	for n := range 12 {
		posted, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader(fmt.Sprintf("<a>%d</a>", n))})
		must(t, err)
		run := st.begin(t, posted.JobID)
		if n%2 == 0 {
			st.begin(t, posted.JobID) // another attempt has it now
		}
		runs = append(runs, run)
	}
	var wg sync.WaitGroup
	for n, run := range runs {
		wg.Go(func() {
			err := st.s.Process(t.Context(), run)
			if lost := n%2 == 0; (err != nil) != lost || lost && !strings.Contains(err.Error(), job.ErrLost.Error()) {
				t.Errorf("attempt %d: %v", n, err)
			}
			inv, err := st.s.Find(t.Context(), st.caller, run.Job().InvoiceID)
			must(t, err)
			if (inv.Data == nil) != (n%2 == 0) {
				t.Errorf("attempt %d: status %s", n, inv.Status)
			}
		})
	}
	wg.Wait()
}
