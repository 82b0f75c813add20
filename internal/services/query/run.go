package query

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/invoice"
)

// Service asks the invoices. Make one with New.
type Service struct {
	db postgres.DB
	q  *db.Queries
}

// New makes the service over a database.
func New(conn postgres.DB) *Service { return &Service{db: conn, q: db.New()} }

// Run answers a query about the caller's workspace. Error: validation_failed for a query that Check refuses.
func (s *Service) Run(ctx context.Context, p auth.Principal, q Query) (Result, error) {
	if err := q.Check(); err != nil {
		return Result{}, err
	}
	q = q.withDefaults()
	out := Result{Query: q, Understood: q.Sentence()}
	var err error
	if out.Totals, err = s.totals(ctx, p, q); err != nil {
		return Result{}, err
	}
	if q.Measure != List && q.Measure != Field && len(q.GroupBy) == 0 {
		out.Items = slices.Clone(out.Totals)
		return out, nil
	}
	rows, err := s.rows(ctx, p, q)
	if err != nil {
		return Result{}, err
	}
	most := MaxItems
	if q.Measure == List {
		most = MaxListed
	}
	out.Truncated = len(rows) > most
	for _, r := range rows[:min(len(rows), most)] {
		out.Items = append(out.Items, q.item(r))
	}
	if q.Measure == Share {
		out.Items = shares(out.Items, out.Totals)
	}
	return out, nil
}

// totals measures all that the filter passes. The share of sellers is one of what others sold, too.
func (s *Service) totals(ctx context.Context, p auth.Principal, q Query) ([]Item, error) {
	whole := q
	whole.GroupBy, whole.Order, whole.Limit = nil, ByName, MaxItems
	switch q.Measure {
	case List:
		whole.Measure = Sum
	case Field:
		whole.Measure = Count
	case Share:
		whole.Measure = Sum
		if len(q.GroupBy) == 0 {
			return s.sellersShare(ctx, p, whole)
		}
	}
	rows, err := s.rows(ctx, p, whole)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, r := range rows {
		out = append(out, whole.item(r))
	}
	if len(out) == 0 && !whole.amounts() {
		out = []Item{{Value: en16931.NewDecimal(decimal.Zero)}}
	}
	return out, nil
}

func (s *Service) sellersShare(ctx context.Context, p auth.Principal, part Query) ([]Item, error) {
	all := part
	all.Filter.Seller = nil
	mine, err := s.totals(ctx, p, part)
	if err != nil {
		return nil, err
	}
	whole, err := s.totals(ctx, p, all)
	return shares(mine, whole), err
}

func (s *Service) rows(ctx context.Context, p auth.Principal, q Query) ([]db.QueryInvoicesRow, error) {
	rows, err := s.q.QueryInvoices(ctx, s.db, q.params(p))
	return rows, postgres.Translate(err, "invoices")
}

// params are those of the statement.
func (q Query) params(p auth.Principal) db.QueryInvoicesParams {
	f, by := q.Filter, func(g Group) bool { return slices.Contains(q.GroupBy, g) }
	onlyDue := f.IssueDate == (Days{}) && f.DueDate != (Days{})
	in := db.QueryInvoicesParams{
		WorkspaceID: p.WorkspaceID, CreditTypes: invoice.CreditTypes(), NoInvoice: invoice.NoInvoice(),
		Measure: string(q.Measure), Of: string(q.Of), Field: q.Field, ByDueDate: onlyDue, OrderBy: string(q.Order),
		ByInvoice: q.Measure == List, ByField: q.Measure == Field, BySeller: by(BySeller), ByMonth: by(ByMonth), ByQuarter: by(ByQuarter),
		ByYear: by(ByYear), ByCurrency: by(ByCurrency) || q.amounts(), ByStatus: by(ByStatus), ByType: by(ByType),
		ExcludeDuplicates: q.Duplicates == "exclude", OnlyDuplicates: q.Duplicates == "only",
		OnlyCredit: f.only(CreditNote), NoCredit: f.only(Invoice), Statuses: f.statuses(),
		Number: postgres.Ref(postgres.Text(f.Number)), Currencies: orNull(f.Currency), NotCurrencies: orNull(f.NotCurrency), Sellers: orNull(f.Seller), NotSellers: orNull(f.NotSeller),
		LineWords: orNull(words(f.Line)), IssueDateFrom: day(f.IssueDate.From), IssueDateTo: day(f.IssueDate.To),
		DueDateFrom: day(f.DueDate.From), DueDateTo: day(f.DueDate.To), AmountMin: number(f.Amount.Min), AmountMax: number(f.Amount.Max),
		AmountOver: number(f.Amount.Over), AmountUnder: number(f.Amount.Under), MostGroups: int64(q.Limit), PageSize: MaxItems + 1,
	}
	return in
}

// amounts tells whether what is measured has a currency.
func (q Query) amounts() bool { return q.Measure != Count && q.Measure != Field }

// statuses are those asked for, or those that count.
func (f Filter) statuses() []string {
	if len(f.Status) > 0 {
		return f.Status
	}
	return counted
}

// only tells whether nothing but a type is asked for.
func (f Filter) only(t Type) bool {
	return len(f.Type) > 0 && !slices.ContainsFunc(f.Type, func(o Type) bool { return o != t })
}
