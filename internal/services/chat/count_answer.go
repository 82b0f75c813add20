package chat

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/invoice"
)

// counter answers one intent.
type counter struct {
	s       *Service
	t       turn
	in      counting.Intent
	sellers *sellerNames
	use     ToolUse
}

// answer gives the answer's text; "" when the numbers cannot be told exactly.
func (c *counter) answer(ctx context.Context) (string, error) {
	if c.in.Op == counting.List && len(c.in.Sellers) < 2 {
		return c.list(ctx)
	}
	by := groupsOf(c.in)
	sum, err := c.s.Summary.Summarize(ctx, c.t.caller, c.filter(), by)
	if err != nil || sum.Truncated && len(c.in.By) == 0 {
		return "", err
	}
	c.note(ToolSummary, by, sum.Groups)
	if len(c.in.Sellers) == 0 {
		return counting.Answer(c.in, "", rowsOf(sum.Groups)), nil
	}
	var parts []string
	for _, spellings := range c.in.Sellers {
		parts = append(parts, counting.Answer(c.in, spellings[0], rowsOf(c.of(sum.Groups, spellings))))
	}
	return strings.Join(parts, "\n"), nil
}

func (c *counter) filter() invoice.Filter {
	f := invoice.Filter{Currency: c.in.Currency}
	for _, word := range c.in.Statuses {
		f.Statuses = append(f.Statuses, statusWords[word]...)
	}
	if !c.in.Period.From.IsZero() {
		f.IssueDateFrom = dayOf(c.in.Period.From)
	}
	if !c.in.Period.To.IsZero() {
		f.IssueDateTo = dayOf(c.in.Period.To)
	}
	return f
}

func dayOf(t time.Time) en16931.Date { return en16931.NewDate(t.Year(), t.Month(), t.Day()) }

func groupsOf(in counting.Intent) []invoice.GroupBy {
	out := []invoice.GroupBy{invoice.ByCurrency}
	if len(in.Sellers) > 0 {
		out = append(out, invoice.BySeller)
	}
	for _, by := range in.By {
		if g := invoice.GroupBy(by); g != invoice.ByCurrency && (g != invoice.BySeller || len(in.Sellers) == 0) {
			out = append(out, g)
		}
	}
	return out
}

// of gives the groups of a seller: by its VAT identifiers, and where there is none by its name.
func (c *counter) of(groups []invoice.Group, spellings []string) []invoice.Group {
	ids, names := map[string]bool{}, map[string]bool{}
	for _, name := range spellings {
		names[strings.ToLower(name)] = true
		for _, id := range c.sellers.vatID[name] {
			ids[id] = id != ""
		}
	}
	var out []invoice.Group
	for _, g := range groups {
		if ids[g.SellerVATID] || names[strings.ToLower(g.SellerName)] {
			out = append(out, g)
		}
	}
	return out
}

func rowsOf(groups []invoice.Group) []counting.Row {
	out := make([]counting.Row, 0, len(groups))
	for _, g := range groups {
		out = append(out, counting.Row{Seller: g.SellerName, Month: g.Month, Currency: g.Currency, Status: string(g.Status), Count: g.Count,
			Without: g.WithoutGross, Net: g.Net.Value(), Tax: g.Tax.Value(), Gross: g.Gross.Value(),
			Excluded: sumsOf(g.Excluded), Similar: sumsOf(g.SimilarText)})
	}
	return out
}

func sumsOf(s invoice.Sums) counting.Sums {
	return counting.Sums{Count: s.Count, Net: s.Net.Value(), Tax: s.Tax.Value(), Gross: s.Gross.Value()}
}

// list answers with the invoices themselves, the newest first.
func (c *counter) list(ctx context.Context) (string, error) {
	if c.s.Invoices == nil {
		return "", nil
	}
	f, name := c.filter(), ""
	if len(c.in.Sellers) == 1 {
		if len(c.in.Sellers[0]) > 1 {
			return "", nil // one filter cannot name two spellings
		}
		name = c.in.Sellers[0][0]
		if c.sellers.holds(name) {
			return "", nil // the filter takes parts of names: it would find another seller's too
		}
		f.Seller = name
	}
	f.Duplicates = invoice.IncludeDuplicates // a list shows them all
	sum, err := c.s.Summary.Summarize(ctx, c.t.caller, f, nil)
	if err != nil {
		return "", err
	}
	var all int64
	for _, g := range sum.Groups {
		all += g.Count
	}
	if len(f.Statuses) == 0 { // as the summary counts
		f.Statuses = []invoice.Status{invoice.Queued, invoice.Processing, invoice.NeedsReview, invoice.Ready, invoice.Approved}
	}
	f.Sort, f.Limit = invoice.IssueDateDesc, maxItems
	p, err := c.s.Invoices.List(ctx, c.t.caller, f)
	if err != nil {
		return "", err
	}
	var items []counting.Item
	var results []invoiceResult
	for _, i := range p.Items {
		r, err := resultOf(i)
		if err != nil {
			return "", err
		}
		h, err := i.ReadHeader()
		if err != nil {
			return "", err
		}
		item := counting.Item{Number: short(h.Number), Seller: r.Seller, Currency: h.Currency, Gross: h.Gross.Value()}
		if !h.IssueDate.IsZero() {
			item.Date = h.IssueDate.Time()
		}
		results, items = append(results, r), append(items, item)
	}
	c.note(ToolList, nil, results)
	return counting.Listing(c.in, name, items, all), nil
}

// note remembers the use of an operation the way a model's use is kept.
func (c *counter) note(name string, by []invoice.GroupBy, result any) {
	f := c.filter()
	arguments := map[string]any{}
	if by != nil {
		arguments["group_by"] = by
	}
	if f.Statuses != nil {
		arguments["status"] = f.Statuses
	}
	if f.Currency != "" {
		arguments["currency"] = f.Currency
	}
	if !f.IssueDateFrom.IsZero() {
		arguments["issue_date_from"] = f.IssueDateFrom
	}
	if !f.IssueDateTo.IsZero() {
		arguments["issue_date_to"] = f.IssueDateTo
	}
	if groups, ok := result.([]invoice.Group); ok {
		result = groupResults(groups)
	}
	c.use = ToolUse{ID: newID().String(), Name: name, Arguments: asText(arguments), Result: asText(map[string]any{"items": result})}
}

// asText is v as JSON: what is written here is made of strings and numbers.
func asText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}
