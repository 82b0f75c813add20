package invoice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
)

func sample(number, seller, gross, currency, issued string) evidence.Invoice {
	inv := evidence.Invoice{Source: evidence.UBL, Data: en16931.Invoice{
		Number: number, Currency: currency, TypeCode: "380", Seller: en16931.Party{Name: seller, VATID: "DE 81 " + number},
		Notes: []en16931.Note{{Text: "Lieferung " + number + "\x00"}},
	}}
	if gross != "" {
		inv.Data.Totals.Gross = en16931.MustDecimal(gross)
	}
	if issued != "" {
		inv.Data.IssueDate = en16931.MustDate(issued)
		inv.Data.DueDate = inv.Data.IssueDate
	}
	return inv
}

// numbersOf walks all pages of a list, two invoices a page.
func numbersOf(t *testing.T, st *stack, f invoice.Filter) string {
	t.Helper()
	var out []string
	f.Limit = 2
	for {
		p, err := st.s.List(t.Context(), st.caller, f)
		must(t, err)
		if len(p.Items) > 2 {
			t.Fatalf("a page of %d", len(p.Items))
		}
		for _, i := range p.Items {
			h, err := i.ReadHeader()
			must(t, err)
			out = append(out, h.Number)
		}
		if f.Cursor = p.NextCursor; f.Cursor == "" {
			return strings.Join(out, " ")
		}
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	st.read(t, sample("A-1", "Ährenfeld Mühle", "9.50", "EUR", "2026-01-31"))
	st.read(t, sample("A-2", "Birke & Söhne", "100.00", "EUR", "2026-02-01"))
	st.read(t, sample("A-3", "Côte d'Azur SARL", "-20", "CHF", "2025-12-31"))
	st.read(t, sample("A-4", "Birke 100%", "", "EUR", "2026-02-01"))
	st.read(t, sample("A-5", "Deichblick", "100.000", "EUR", ""))
	dec, day := en16931.MustDecimal, en16931.MustDate
	for name, c := range map[string]struct {
		f    invoice.Filter
		want string
	}{
		"newest":             {invoice.Filter{}, "A-5 A-4 A-3 A-2 A-1"},
		"oldest":             {invoice.Filter{Sort: invoice.OldestFirst}, "A-1 A-2 A-3 A-4 A-5"},
		"gross up":           {invoice.Filter{Sort: invoice.GrossAsc}, "A-3 A-1 A-2 A-5 A-4"},
		"gross down":         {invoice.Filter{Sort: invoice.GrossDesc}, "A-5 A-2 A-1 A-3 A-4"},
		"issue date up":      {invoice.Filter{Sort: invoice.IssueDateAsc}, "A-3 A-1 A-2 A-4 A-5"},
		"due date down":      {invoice.Filter{Sort: invoice.DueDateDesc}, "A-4 A-2 A-1 A-3 A-5"},
		"number down":        {invoice.Filter{Sort: invoice.NumberDesc}, "A-5 A-4 A-3 A-2 A-1"},
		"seller part":        {invoice.Filter{Seller: "BIRKE"}, "A-4 A-2"},
		"seller umlaut":      {invoice.Filter{Seller: "ährenFELD mü"}, "A-1"},
		"seller wildcard":    {invoice.Filter{Seller: "100%"}, "A-4"},
		"seller vat id":      {invoice.Filter{Seller: "de81a3"}, "A-3"},
		"number":             {invoice.Filter{Number: "A-2"}, "A-2"},
		"number with nul":    {invoice.Filter{Number: "A-2\x00"}, "A-2"},
		"currency":           {invoice.Filter{Currency: "CHF"}, "A-3"},
		"issued in january":  {invoice.Filter{IssueDateFrom: day("2026-01-01"), IssueDateTo: day("2026-01-31")}, "A-1"},
		"due from":           {invoice.Filter{DueDateFrom: day("2026-02-01")}, "A-4 A-2"},
		"gross range":        {invoice.Filter{GrossMin: dec("9.5"), GrossMax: dec("100")}, "A-5 A-2 A-1"},
		"words":              {invoice.Filter{Query: "lieferung a-4 birke"}, "A-4"},
		"words no match":     {invoice.Filter{Query: "lieferung ahorn"}, ""},
		"status":             {invoice.Filter{Statuses: []invoice.Status{invoice.NeedsReview}}, "A-5 A-4"},
		"statuses and words": {invoice.Filter{Statuses: []invoice.Status{invoice.Ready, invoice.NeedsReview}, Query: "a-5"}, "A-5"},
		"filter and sort":    {invoice.Filter{Currency: "EUR", Sort: invoice.SellerAsc}, ""},
	} {
		got := numbersOf(t, st, c.f)
		if name == "filter and sort" { // the order of letters is the database's; each must come once
			got = strings.Join(slices.Sorted(slices.Values(strings.Fields(got))), " ")
			c.want = "A-1 A-2 A-4 A-5"
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestCursorBelongsToItsList(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	for i := range 3 {
		st.read(t, sample(fmt.Sprint("B-", i), "Birke", "1", "EUR", "2026-01-01"))
	}
	p, err := st.s.List(t.Context(), st.caller, invoice.Filter{Limit: 1})
	must(t, err)
	for name, f := range map[string]invoice.Filter{
		"other filter": {Cursor: p.NextCursor, Currency: "EUR"},
		"other order":  {Cursor: p.NextCursor, Sort: invoice.GrossAsc},
		"nonsense":     {Cursor: "bm9uc2Vuc2U"},
		"no base64":    {Cursor: "%%%"},
		"endless":      {Cursor: strings.Repeat("A", 5000)},
	} {
		if _, err := st.s.List(t.Context(), st.caller, f); fault.CodeOf(err) != fault.CodeInvalidCursor {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := st.s.List(t.Context(), st.caller, invoice.Filter{Cursor: p.NextCursor, Limit: 2}); err != nil {
		t.Errorf("another limit: %v", err)
	}
}
