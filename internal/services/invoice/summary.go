package invoice

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/fields"
)

// GroupBy is what invoices are grouped by. Their currency always parts them.
type GroupBy string

// What invoices are grouped by.
const (
	BySeller   GroupBy = "seller"
	ByMonth    GroupBy = "month"
	ByCurrency GroupBy = "currency"
	ByStatus   GroupBy = "status"
)

// MaxGroups bounds the groups of a summary.
const MaxGroups = 1000

// Duplicates says which invoices of several that are the same a summary counts.
type Duplicates string

// The ways to count them: of each group the one that counts, all, or only the others.
const (
	ExcludeDuplicates Duplicates = "exclude" // the default
	IncludeDuplicates Duplicates = "include"
	OnlyDuplicates    Duplicates = "only"
)

// Sums is some invoices counted and summed.
type Sums struct {
	Count           int64
	Net, Tax, Gross en16931.Decimal // what is credited counts as less
}

// Group is some invoices counted and summed. Members that were not grouped by are "".
type Group struct {
	SellerName  string
	SellerVATID string
	Month       string // of the issue date: 2026-03
	Status      Status
	Currency    string // "" for invoices that tell none: they have no sums
	Count       int64
	// WithoutGross is how many of them tell no gross total: the sums lack them.
	WithoutGross    int64
	Net, Tax, Gross en16931.Decimal // what is credited counts as less
	// Excluded are those that do not count, because they are the same as one that does.
	Excluded Sums
	// SimilarText are those of the counted ones that say nearly the same as an older one; only their gross total is summed.
	SimilarText Sums
}

// Summary is groups, the largest sums first. A group may hold nothing but excluded invoices.
type Summary struct {
	Groups    []Group
	Truncated bool // there are more than MaxGroups
}

// counted are the statuses that a summary counts when none is asked for: what was refused or could not be read is no
// amount of anything.
var counted = []Status{Queued, Processing, NeedsReview, Ready, Approved}

// noInvoice is in the reasons of a review of what is no invoice: it is neither counted nor summed until a person says that it
// is one.
var noInvoice = []byte(`[{"rule": "` + fields.RulePaper + `"}]`)

// Summarize counts and sums the invoices that pass a filter; its sorting and paging mean nothing here. Without statuses it
// counts all but rejected and failed ones. Which of several invoices that are the same counts is told by the view
// invoice_standings, for all invoices of the workspace, whatever the filter.
func (s *Service) Summarize(ctx context.Context, p auth.Principal, f Filter, by []GroupBy) (Summary, error) {
	if len(f.Statuses) == 0 {
		f.Statuses = counted
	}
	in := narrow(p.WorkspaceID, f, 0)
	rows, err := s.ledger.q.SummarizeInvoices(ctx, s.ledger.db, db.SummarizeInvoicesParams{
		BySeller: slices.Contains(by, BySeller), ByMonth: slices.Contains(by, ByMonth), ByStatus: slices.Contains(by, ByStatus),
		NoInvoice:   noInvoice,
		CreditTypes: CreditTypes(), WorkspaceID: in.WorkspaceID, Statuses: in.Statuses, DocumentID: in.DocumentID,
		Number: in.Number, Currency: in.Currency, SellerLike: in.SellerLike, SellerVatID: in.SellerVatID,
		IssueDateFrom: in.IssueDateFrom, IssueDateTo: in.IssueDateTo, DueDateFrom: in.DueDateFrom, DueDateTo: in.DueDateTo,
		GrossMin: in.GrossMin, GrossMax: in.GrossMax, Word: in.Word, Words: in.Words, PageSize: MaxGroups + 1,
		ExcludeDuplicates: f.Duplicates == "" || f.Duplicates == ExcludeDuplicates, OnlyDuplicates: f.Duplicates == OnlyDuplicates,
	})
	if err != nil {
		return Summary{}, postgres.Translate(err, "invoices")
	}
	out := Summary{Truncated: len(rows) > MaxGroups}
	for _, r := range rows[:min(len(rows), MaxGroups)] {
		g := Group{SellerName: r.SellerName, SellerVATID: r.SellerVatID, Month: r.Month, Status: Status(r.Status), Currency: r.Currency,
			Count: r.Invoices, WithoutGross: r.WithoutGross, Excluded: Sums{Count: r.Excluded}, SimilarText: Sums{Count: r.SimilarText}}
		if r.Currency != "" {
			g.Net, g.Tax, g.Gross = InCents(r.Net), InCents(r.Tax), InCents(r.Gross)
			g.Excluded.Net, g.Excluded.Tax, g.Excluded.Gross = InCents(r.ExcludedNet), InCents(r.ExcludedTax), InCents(r.ExcludedGross)
			g.SimilarText.Gross = InCents(r.SimilarGross)
		}
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

// InCents writes a sum with two decimals at least, as its invoices do.
func InCents(d decimal.Decimal) en16931.Decimal { return en16931.NewDecimal(d.Add(decimal.New(0, -2))) }
