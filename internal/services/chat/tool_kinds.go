package chat

import (
	"context"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/search"
)

// maxListed is how many invoices or passages a tool gives at most: the model has to read them.
const maxListed = 20

// searchArguments are those of POST /v1/search; filters are the turn's.
type searchArguments struct {
	Query   string         `json:"query"`
	Mode    search.Mode    `json:"mode"`
	Limit   int            `json:"limit"`
	Filters map[string]any `json:"filters"`
}

// passageResult is a passage as a model sees it.
type passageResult struct {
	Document string `json:"document"`
	Page     int    `json:"page,omitempty"`
	Text     string `json:"text"`
}

func runSearch(ctx context.Context, g *generation, raw []byte) (any, error) {
	in, err := decode[searchArguments](raw)
	if err != nil {
		return nil, err
	}
	if len(in.Filters) > 0 {
		return nil, fault.New(fault.CodeValidation, "this tool takes no filters: say what to look for in the query")
	}
	q := search.Query{Text: clip(in.Query, search.MaxQuestion), Mode: in.Mode, Filter: g.t.filter, Limit: min(max(in.Limit, 1), 8)}
	if in.Limit == 0 {
		q.Limit = 5
	}
	found, err := g.s.Search.Search(ctx, g.t.caller, q)
	if err != nil {
		return nil, err
	}
	out := make([]passageResult, 0, len(found.Hits))
	for _, h := range found.Hits {
		g.f.add(h)
		out = append(out, passageResult{Document: short(h.Name), Page: h.Page, Text: clip(h.Text, 1500)})
	}
	return map[string]any{"items": out}, nil
}

// invoiceFilter are the parameters that listing and summing have in common, in the contract's names.
type invoiceFilter struct {
	Status        []invoice.Status `json:"status"`
	Seller        string           `json:"seller"`
	Number        string           `json:"number"`
	Currency      string           `json:"currency"`
	DocumentID    uuid.UUID        `json:"document_id"`
	IssueDateFrom en16931.Date     `json:"issue_date_from"`
	IssueDateTo   en16931.Date     `json:"issue_date_to"`
	DueDateFrom   en16931.Date     `json:"due_date_from"`
	DueDateTo     en16931.Date     `json:"due_date_to"`
	GrossMin      en16931.Decimal  `json:"gross_min"`
	GrossMax      en16931.Decimal  `json:"gross_max"`
	Query         string           `json:"q"`
}

func (in invoiceFilter) filter() invoice.Filter {
	return invoice.Filter{Statuses: in.Status, DocumentID: in.DocumentID, Seller: in.Seller, Number: in.Number, Currency: in.Currency,
		IssueDateFrom: in.IssueDateFrom, IssueDateTo: in.IssueDateTo, DueDateFrom: in.DueDateFrom, DueDateTo: in.DueDateTo,
		GrossMin: in.GrossMin, GrossMax: in.GrossMax, Query: in.Query}
}

// listArguments are the parameters of GET /v1/invoices.
type listArguments struct {
	invoiceFilter
	Sort  invoice.Sort `json:"sort"`
	Limit int          `json:"limit"`
}

// invoiceResult is an invoice as a model sees it.
type invoiceResult struct {
	ID        uuid.UUID      `json:"id"`
	Number    string         `json:"number,omitempty"`
	Seller    string         `json:"seller,omitempty"`
	IssueDate string         `json:"issue_date,omitempty"`
	DueDate   string         `json:"due_date,omitempty"`
	Currency  string         `json:"currency,omitempty"`
	Gross     string         `json:"gross,omitempty"`
	Status    invoice.Status `json:"status"`
}

func runList(ctx context.Context, g *generation, raw []byte) (any, error) {
	in, err := decode[listArguments](raw)
	if err != nil {
		return nil, err
	}
	f := in.filter()
	f.Sort, f.Limit = in.Sort, maxListed
	if in.Limit > 0 {
		f.Limit = min(in.Limit, maxListed)
	}
	p, err := g.s.Invoices.List(ctx, g.t.caller, f)
	if err != nil {
		return nil, err
	}
	out := make([]invoiceResult, 0, len(p.Items))
	for _, i := range p.Items {
		r, err := resultOf(i)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	// more: the list is not all there is, so it must not be summed up.
	return map[string]any{"items": out, "more": p.NextCursor != ""}, nil
}

func resultOf(i invoice.Item) (invoiceResult, error) {
	h, err := i.ReadHeader()
	out := invoiceResult{ID: i.ID, Status: i.Status, Number: h.Number, Currency: h.Currency, Gross: h.Gross.String()}
	if h.Seller != nil {
		out.Seller = short(h.Seller.Name)
	}
	if !h.IssueDate.IsZero() {
		out.IssueDate = h.IssueDate.String()
	}
	if !h.DueDate.IsZero() {
		out.DueDate = h.DueDate.String()
	}
	return out, err
}

// summaryArguments are the parameters of GET /v1/invoices/summary.
type summaryArguments struct {
	invoiceFilter
	GroupBy    []invoice.GroupBy  `json:"group_by"`
	Duplicates invoice.Duplicates `json:"duplicates"`
}

// groupResult is a group of a summary as a model sees it.
type groupResult struct {
	Seller       string         `json:"seller,omitempty"`
	Month        string         `json:"month,omitempty"`
	Status       invoice.Status `json:"status,omitempty"`
	Currency     string         `json:"currency,omitempty"`
	Count        int64          `json:"count"`
	WithoutGross int64          `json:"without_gross,omitempty"`
	Net          string         `json:"net,omitempty"`
	Tax          string         `json:"tax,omitempty"`
	Gross        string         `json:"gross,omitempty"`
	// What is flagged as a duplicate, and not in the sums above.
	Excluded      int64  `json:"excluded_duplicates,omitempty"`
	ExcludedGross string `json:"excluded_gross,omitempty"`
	SimilarText   int64  `json:"similar_text,omitempty"` // counted, though they say nearly the same as older ones
}

func groupResults(groups []invoice.Group) []groupResult {
	out := make([]groupResult, 0, len(groups))
	for _, g := range groups {
		r := groupResult{Seller: short(g.SellerName), Month: g.Month, Status: g.Status, Currency: g.Currency, Count: g.Count, WithoutGross: g.WithoutGross}
		if g.Currency != "" {
			r.Net, r.Tax, r.Gross = g.Net.String(), g.Tax.String(), g.Gross.String()
		}
		if r.Excluded, r.SimilarText = g.Excluded.Count, g.SimilarText.Count; r.Excluded > 0 {
			r.ExcludedGross = g.Excluded.Gross.String()
		}
		out = append(out, r)
	}
	return out
}

func runSummary(ctx context.Context, g *generation, raw []byte) (any, error) {
	in, err := decode[summaryArguments](raw)
	if err != nil {
		return nil, err
	}
	f := in.filter()
	f.Duplicates = in.Duplicates
	sum, err := g.s.Summary.Summarize(ctx, g.t.caller, f, in.GroupBy)
	if err != nil {
		return nil, err
	}
	return map[string]any{"items": groupResults(sum.Groups), "more": sum.Truncated}, nil
}
