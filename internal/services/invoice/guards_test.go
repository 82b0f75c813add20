package invoice_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice"
)

// bill is an invoice of a seller that is to be paid to an account; "" is none.
func bill(number, seller, vatID, country, account string) evidence.Invoice {
	found := sample(number, seller, "5", "EUR", "2026-01-01")
	found.Data.Seller.VATID = vatID
	if country != "" {
		found.Data.Seller.Address = &en16931.Address{Country: country}
	}
	if account != "" {
		found.Data.Payment = &en16931.Payment{Accounts: []en16931.Account{{IBAN: account}}}
	}
	return found
}

const (
	oldAccount = "DE02 1203 0000 0000 2020 51"
	newAccount = "DE02 5001 0517 5407 3249 31"
	ruleBank   = "DOCKET-BANK-01"
)

func suspect(inv invoice.Invoice) bool {
	return strings.Contains(rulesOf(inv), ruleBank) && strings.Contains(codesOf(inv), string(invoice.NewBankAccount)) && inv.Status == invoice.NeedsReview
}

func TestAccountsThatAreNewToASeller(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before evidence.Invoice
		now    evidence.Invoice
		want   bool
	}{
		"the same account":                     {bill("1", "Birke", "DE1", "DE", oldAccount), bill("2", "Birke", "DE1", "DE", oldAccount), false},
		"the same account, set otherwise":      {bill("1", "Birke", "DE1", "DE", oldAccount), bill("2", "Birke", "DE1", "DE", "de02120300000000202051"), false},
		"another account":                      {bill("1", "Birke", "DE1", "DE", oldAccount), bill("2", "Birke", "DE1", "DE", newAccount), true},
		"no account any more":                  {bill("1", "Birke", "DE1", "DE", oldAccount), bill("2", "Birke", "DE1", "DE", ""), false},
		"an account after none":                {bill("1", "Birke", "DE1", "DE", ""), bill("2", "Birke", "DE1", "DE", newAccount), true},
		"the VAT id set otherwise":             {bill("1", "Birke", "DE 1", "DE", oldAccount), bill("2", "Birke GmbH", "de1", "DE", newAccount), true},
		"another VAT id, the same name":        {bill("1", "Birke", "DE1", "DE", oldAccount), bill("2", "Birke", "DE2", "DE", newAccount), false},
		"no VAT id now":                        {bill("1", "Birke & Co.", "DE1", "DE", oldAccount), bill("2", "BIRKE & CO", "", "DE", newAccount), true},
		"no VAT id before":                     {bill("1", "Birke", "", "DE", oldAccount), bill("2", "Birke", "DE1", "DE", newAccount), true},
		"the country as the VAT id has it":     {bill("1", "Birke", "DE1", "", oldAccount), bill("2", "Birke", "", "AT", newAccount), false},
		"no VAT ids, another country":          {bill("1", "Birke", "", "DE", oldAccount), bill("2", "Birke", "", "AT", newAccount), false},
		"no VAT ids, the country known of one": {bill("1", "Birke", "", "DE", oldAccount), bill("2", "Birke", "", "", newAccount), true},
		"another seller":                       {bill("1", "Birke", "", "DE", oldAccount), bill("2", "Buche", "", "DE", newAccount), false},
		"nothing known of the seller":          {bill("1", "", "", "DE", oldAccount), bill("2", "", "", "DE", newAccount), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := newStack(t)
			if first := st.read(t, c.before); strings.Contains(rulesOf(first), ruleBank) {
				t.Errorf("the first invoice: %s", rulesOf(first))
			}
			if got := st.read(t, c.now); suspect(got) != c.want || strings.Contains(rulesOf(got), ruleBank) != c.want {
				t.Errorf("%s, checks %s, reasons %s", got.Status, rulesOf(got), codesOf(got))
			}
		})
	}
}

func TestWhatIsSaidOfANewAccount(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	first := st.read(t, bill("1", "Birke", "DE1", "DE", oldAccount))
	got := st.read(t, bill("2", "Birke", "DE1", "DE", newAccount))
	f := got.Checks[0]
	if f.Rule != ruleBank || f.Severity != en16931.Warning || f.Actual != "DE02…4931" || len(f.Pointers) != 1 || f.Pointers[0] != "/payment/accounts/0/iban" ||
		f.Expected != "DE02…2051 (last on an invoice received "+first.CreatedAt.UTC().Format("2006-01-02")+")" {
		t.Errorf("got %+v", f)
	}
	many := bill("3", "Birke", "DE1", "DE", oldAccount)
	many.Data.OtherPayments = []en16931.Payment{{Accounts: []en16931.Account{{IBAN: oldAccount}, {IBAN: "123456"}}}}
	got = st.read(t, many)
	if f := got.Checks[0]; f.Pointers[0] != "/other_payments/0/accounts/1/iban" || f.Actual != "12…" {
		t.Errorf("got %+v", f)
	}
}

// TestNewAccountsStayNewUntilApproved follows an account from its first, suspect invoice to being known.
func TestNewAccountsStayNewUntilApproved(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	first := st.read(t, bill("1", "Birke", "DE1", "DE", oldAccount))
	forged := st.read(t, bill("2", "Birke", "DE1", "DE", newAccount))
	if again := st.read(t, bill("3", "Birke", "DE1", "DE", newAccount)); !suspect(again) {
		t.Errorf("the second with the new account: %s", codesOf(again))
	}
	st.reviewed(t, forged, invoice.Approve)
	if known := st.read(t, bill("4", "Birke", "DE1", "DE", newAccount)); suspect(known) {
		t.Errorf("after the approval: %s", codesOf(known))
	}
	st.reader.next = invoice.Reading{Invoices: []evidence.Invoice{bill("1", "Birke", "DE1", "DE", oldAccount)}}
	if again := st.reprocess(t, first); suspect(again) {
		t.Errorf("the first invoice, read again: %s", codesOf(again))
	}
	mended := st.corrected(t, st.read(t, bill("5", "Birke", "DE1", "DE", "DE99")), `{"payment": {"accounts": [{"iban": "`+oldAccount+`"}]}}`)
	if suspect(mended) {
		t.Errorf("corrected to a known account: %s", codesOf(mended))
	}
	if spoiled := st.corrected(t, mended, `{"payment": {"accounts": [{"iban": "AT99"}]}}`); !suspect(spoiled) {
		t.Errorf("corrected to an unknown account: %s", codesOf(spoiled))
	}
}

func TestRejectedInvoicesMakeNoSellerKnown(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	st.reviewed(t, st.read(t, bill("1", "Birke", "DE1", "DE", oldAccount)), invoice.Reject)
	if got := st.read(t, bill("2", "Birke", "DE1", "DE", newAccount)); suspect(got) {
		t.Errorf("after a rejected one: %s", codesOf(got))
	}
	st.caller.WorkspaceID = newWorkspace(t, st)
	if got := st.read(t, bill("3", "Birke", "DE1", "DE", "AT99")); suspect(got) {
		t.Errorf("in another workspace: %s", codesOf(got))
	}
}

// TestTwoAtOnceDoNotBothMiss reads first invoices of one seller side by side: whichever comes second is suspect, and is a
// repetition where it says the same.
func TestTwoAtOnceDoNotBothMiss(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	stacks := []*stack{newStackOver(t, pool), newStackOver(t, pool), newStackOver(t, pool)}
	accounts := []string{oldAccount, newAccount, "AT99"}
	got := make([]invoice.Invoice, len(stacks))
	var all sync.WaitGroup
	for i, st := range stacks {
		st.caller, st.n = stacks[0].caller, 10*i
		all.Go(func() { got[i] = st.read(t, bill("1", "Birke", "DE1", "DE", accounts[i])) })
	}
	all.Wait()
	suspects, repetitions := 0, 0
	for _, inv := range got {
		if suspect(inv) {
			suspects++
		}
		repetitions += strings.Count(codesOf(inv), string(invoice.Duplicate))
	}
	if suspects != 2 || repetitions != 3 { // the second repeats one, the third both
		t.Errorf("%d suspects, %d repetitions", suspects, repetitions)
	}
}

func text(lines ...string) pages.Page {
	p := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText}
	for _, l := range lines {
		var line pages.Line
		for _, w := range strings.Fields(l) {
			line.Words = append(line.Words, pages.Word{Text: w, Confidence: 1})
		}
		p.Lines = append(p.Lines, line)
	}
	return p
}

func levelsOf(inv invoice.Invoice) string {
	var out []string
	for _, m := range inv.Duplicates {
		out = append(out, string(m.Level))
	}
	return strings.Join(out, " ")
}

func TestLevelsOfDuplicates(t *testing.T) {
	t.Parallel()
	same := func() evidence.Invoice { return sample("D-1", "Birke", "5.00", "EUR", "2026-01-01") }
	with := func(change func(*en16931.Invoice)) evidence.Invoice {
		out := same()
		change(&out.Data)
		return out
	}
	for name, c := range map[string]struct {
		now  evidence.Invoice
		want string
	}{
		"the same":                      {same(), "same_invoice"},
		"the number written otherwise":  {with(func(d *en16931.Invoice) { d.Number = "d1" }), "same_invoice"},
		"the total written otherwise":   {with(func(d *en16931.Invoice) { d.Totals.Gross = en16931.MustDecimal("5") }), "same_invoice"},
		"a type that says nothing else": {with(func(d *en16931.Invoice) { d.TypeCode = "" }), "same_invoice"},
		"another day":                   {with(func(d *en16931.Invoice) { d.IssueDate = en16931.MustDate("2026-01-02") }), ""},
		"another total":                 {with(func(d *en16931.Invoice) { d.Totals.Gross = en16931.MustDecimal("5.01") }), ""},
		"another currency":              {with(func(d *en16931.Invoice) { d.Currency = "SEK" }), ""},
		"another seller":                {with(func(d *en16931.Invoice) { d.Seller.VATID = "DE7" }), ""},
		"its credit note":               {with(func(d *en16931.Invoice) { d.TypeCode = "381" }), ""},
		"its credit note, by the sign":  {with(func(d *en16931.Invoice) { d.Totals.Gross = en16931.MustDecimal("-5.00") }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st := newStack(t)
			first := st.read(t, same())
			got := st.read(t, c.now)
			if levelsOf(got) != c.want || (codesOf(got) == "duplicate") != (c.want != "") {
				t.Fatalf("levels %q, reasons %q", levelsOf(got), codesOf(got))
			}
			if c.want != "" && (got.Duplicates[0].InvoiceID != first.ID || *got.Reasons[0].InvoiceID != first.ID || got.Duplicates[0].Similarity != 1) {
				t.Errorf("%+v, %+v", got.Duplicates, got.Reasons)
			}
			if first, err := st.s.Find(t.Context(), st.caller, first.ID); err != nil || levelsOf(first) != c.want || first.Status != invoice.Ready {
				t.Errorf("the first: %s, levels %q, %v", first.Status, levelsOf(first), err)
			}
		})
	}
}

func TestCreditNotesInEitherSign(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	plus := sample("G-1", "Birke", "5.00", "EUR", "2026-01-01")
	plus.Data.TypeCode = "381"
	st.read(t, plus)
	if got := st.read(t, sample("G-1", "Birke", "-5.00", "EUR", "2026-01-01")); levelsOf(got) != "same_invoice" {
		t.Errorf("levels %q", levelsOf(got))
	}
}

// TestSimilarTexts finds a second scan whose number was misread, and keeps the strongest level of each.
func TestSimilarTexts(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	words := []string{"Weidenhof Gartenbau KG Am Anger 14 99423 Weimar", "Rechnung Nr. R-77 vom 03.02.2026", "Pflege der Außenanlagen nach Vertrag", "Netto 100,00 Steuer 19,00 Gesamt 179,00"}
	found := page()
	found.FirstPage, found.LastPage = 1, 1
	first := st.readBytes(t, "%PDF-1.7 one", found, text(words...))
	again := st.readBytes(t, "%PDF-1.7 one", found, text(words...))
	misread := found
	misread.Data.Number = "R-71"
	words[2] = "Pf1ege der Außenanlagen nach Vertrag"
	scan := st.readBytes(t, "%PDF-1.7 two", misread, text(words...))
	if levelsOf(again) != "same_bytes" || levelsOf(scan) != "similar_text similar_text" {
		t.Fatalf("again %q, scan %q", levelsOf(again), levelsOf(scan))
	}
	if m := scan.Duplicates[0]; m.InvoiceID != first.ID || m.Similarity <= .6 || m.Similarity >= 1 {
		t.Errorf("the first for the scan: %+v", m)
	}
	if got := st.corrected(t, scan, `{"number": "R-77"}`); levelsOf(got) != "same_invoice same_invoice" {
		t.Errorf("with its number corrected: %q", levelsOf(got))
	}
	if got := st.corrected(t, scan, `{"number": "S-1", "issue_date": "2026-03-03"}`); levelsOf(got) != "" || strings.Contains(codesOf(got), "duplicate") {
		t.Errorf("corrected to another invoice: %q, %s", levelsOf(got), codesOf(got))
	}
	st.reviewed(t, first, invoice.Reject)
	st.reviewed(t, again, invoice.Reject)
	if got := st.readBytes(t, "%PDF-1.7 three", found, text(words...)); levelsOf(got) != "same_invoice same_invoice" || strings.Contains(codesOf(got), "duplicate") {
		t.Errorf("after the others were rejected: %q, %s", levelsOf(got), codesOf(got))
	}
}
