package chat

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/invoice"
)

// maxItems is how many invoices an answer lists.
const maxItems = 20

// statusWords are the statuses behind the words of questions.
var statusWords = map[string][]invoice.Status{
	"approved": {invoice.Approved}, "rejected": {invoice.Rejected}, "ready": {invoice.Ready}, "needs_review": {invoice.NeedsReview},
	"failed": {invoice.Failed}, "queued": {invoice.Queued}, "processing": {invoice.Processing},
	"undecided": {invoice.Queued, invoice.Processing, invoice.NeedsReview, invoice.Ready},
}

// count answers a question for numbers of invoices, exactly and from the database; done is false for any other question. A
// model is not asked: it could only get the numbers wrong.
func (s *Service) count(ctx context.Context, t turn, r *run) (done bool, err error) {
	if !s.counts(t) || !counting.Asks(t.question) && len(t.history) == 0 {
		return false, nil
	}
	sellers, err := s.sellers(ctx, t)
	if err != nil || sellers == nil {
		return false, err
	}
	in, candidates, outcome := s.understand(t, sellers)
	switch outcome {
	case counting.Unknown:
		return false, nil
	case counting.Ambiguous:
		r.message.Model = PassagesModel
		return true, r.say(counting.Which(in.Language, counting.Named(t.question, candidates), candidates))
	}
	r.message.Model = PassagesModel
	c := &counter{s: s, t: t, in: in, sellers: sellers}
	text, err := c.answer(ctx)
	if err != nil || text == "" {
		return false, err
	}
	return true, r.state(text, c.use)
}

// counts tells whether a turn may be answered by counting: its caller may read summaries, and it is about all documents.
func (s *Service) counts(t turn) bool {
	if s.Summary == nil || !t.filter.Empty() || len(t.tools) > 0 {
		return false
	}
	for _, own := range s.tools {
		if own.Name == ToolSummary {
			return own.may(t.caller)
		}
	}
	return false
}

// understand parses the question, going on with the last one of the history that was one for numbers.
func (s *Service) understand(t turn, sellers *sellerNames) (counting.Intent, []string, counting.Outcome) {
	w := counting.Workspace{Today: s.Now(), Sellers: sellers.names}
	var previous *counting.Intent
	for i := range t.history {
		if t.history[i].Role != llm.RoleUser {
			continue
		}
		if in, _, out := counting.Parse(t.history[i].Content, w, previous); out == counting.Understood {
			previous = &in
		} else {
			previous = nil
		}
	}
	return counting.Parse(t.question, w, previous)
}

// sellerNames are the sellers of a workspace. One name may have several VAT identifiers and the other way round.
type sellerNames struct {
	names []string
	vatID map[string][]string // name -> VAT identifiers
}

func (n *sellerNames) add(groups []invoice.Group) {
	for _, g := range groups {
		if g.SellerName == "" {
			continue
		}
		if _, ok := n.vatID[g.SellerName]; !ok {
			n.names = append(n.names, g.SellerName)
		}
		n.vatID[g.SellerName] = append(n.vatID[g.SellerName], g.SellerVATID)
	}
}

// holds tells whether a name is part of another seller's.
func (n *sellerNames) holds(name string) bool {
	for _, other := range n.names {
		if other != name && strings.Contains(strings.ToLower(other), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// sellers gives all sellers that have invoices; with too many of them those that a word of the question names. nil: even
// those are too many to be sure of.
func (s *Service) sellers(ctx context.Context, t turn) (*sellerNames, error) {
	out := &sellerNames{vatID: map[string][]string{}}
	every := []invoice.Status{invoice.Queued, invoice.Processing, invoice.NeedsReview, invoice.Ready, invoice.Approved, invoice.Rejected, invoice.Failed}
	sum, err := s.Summary.Summarize(ctx, t.caller, invoice.Filter{Statuses: every}, []invoice.GroupBy{invoice.BySeller})
	if err != nil {
		return nil, err
	}
	if !sum.Truncated {
		out.add(sum.Groups)
		return out, nil
	}
	for _, word := range counting.NameWords(t.question) {
		sum, err := s.Summary.Summarize(ctx, t.caller, invoice.Filter{Statuses: every, Seller: word}, []invoice.GroupBy{invoice.BySeller})
		if err != nil || sum.Truncated {
			return nil, err
		}
		out.add(sum.Groups)
	}
	return out, nil
}

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
			Without: g.WithoutGross, Net: g.Net.Value(), Tax: g.Tax.Value(), Gross: g.Gross.Value()})
	}
	return out
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
		results = append(results, resultOf(i))
		item := counting.Item{}
		if d := i.Data; d != nil {
			item = counting.Item{Number: short(d.Number), Seller: short(d.Seller.Name), Currency: d.Currency, Gross: d.Totals.Gross.Value()}
			if !d.IssueDate.IsZero() {
				item.Date = d.IssueDate.Time()
			}
		}
		items = append(items, item)
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

// state says a text that rests on the result of a tool as a whole.
func (r *run) state(text string, use ToolUse) error {
	at := len(r.message.Tools)
	r.message.Tools = append(r.message.Tools, use)
	if err := r.send(Event{Kind: EventTool, Tool: use}); err != nil {
		return err
	}
	start := r.chars
	if err := r.say(text); err != nil {
		return err
	}
	r.message.Tools[at].Supports = []Stretch{{start, r.chars}}
	return nil
}
