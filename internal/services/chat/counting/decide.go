package counting

import (
	"strings"

	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/query"
)

// decide makes an intent of what was said.
func (p *parser) decide(previous *Intent) bool {
	if len(p.in.Sellers) > 1 && p.joins == 0 && !p.comparing {
		return false // how the two belong together is not said
	}
	if p.in.Number != "" {
		p.said["earlier"] = false // "the invoice QN-1, is it due" says what it means
	}
	if previous != nil && p.leans() {
		p.said["earlier"] = true
	}
	op, ok := p.op(previous != nil)
	if !ok || p.said["earlier"] && previous == nil {
		return false // what it points back to was not said of invoices
	}
	if op == "" || p.said["earlier"] {
		return p.continued(previous, op)
	}
	if p.said["each"] && op != List && len(p.in.By) == 0 {
		return false // it wants a figure of each
	}
	if !p.holds(op) {
		return false
	}
	p.in.Op, p.in.Paid, p.in.Compare = op, p.said["paid"], p.said["compare"]
	p.in.Than = p.said["than"]
	p.resolve()
	return p.joined()
}

// leans tells whether a question that says neither of whom nor when has a word that stands for what was said before.
func (p *parser) leans() bool {
	var words []string
	for _, t := range p.list {
		words = append(words, t.text)
	}
	return p.in.Period.IsZero() && !p.named() && p.in.Number == "" && p.in.Line == "" && p.in.Amount == (query.Amounts{}) &&
		wording.Dependent(strings.Join(words, " "))
}

// about tells whether a question is about invoices by its own words.
func (p *parser) about() bool { return p.said["invoice"] || p.said["credit"] }

// named tells whether a seller is named.
func (p *parser) named() bool {
	return len(p.in.Sellers) > 0 || p.candidates != nil || p.unheard != "" || len(p.in.NotSellers) > 0
}

// op is what is to be done; "" when the question alone does not tell, and false when it contradicts itself.
func (p *parser) op(goesOn bool) (Op, bool) {
	if s := p.said; s["who"] && p.in.Number == "" && !s["rank"] && !s["earlier"] && len(p.in.By) == 0 && len(p.in.Sellers) == 0 && (s["pay"] || p.about()) {
		p.in.By = []string{"seller"}
		return Sum, !s["count"]
	}
	for _, try := range []func() (Op, bool){p.ofOne, func() (Op, bool) { return p.ofRank(goesOn) }, p.ofSellers, p.ofMeasure, p.ofDue} {
		if op, ok := try(); op != "" || !ok {
			return op, ok
		}
	}
	return p.usual(goesOn)
}

// ofOne is what is asked of one invoice, or of a seller's papers.
func (p *parser) ofOne() (Op, bool) {
	s := p.said
	switch {
	case s["iban"] && s["vat_id"]:
		return "", false
	case s["iban"]:
		p.in.Field = "iban"
	case s["vat_id"]:
		p.in.Field = "seller_vat_id"
	case s["who"] && (p.in.Number != "" || s["earlier"] && !s["rank"]):
		p.in.Field = "seller"
	case (p.in.Due || s["when"] && s["due"]) && p.in.Period.IsZero() && (p.in.Number != "" || s["when"] && (p.named() || s["earlier"])):
		p.in.Field, p.in.Due = "due_date", false
	case (s["when"] || s["issued"]) && p.in.Number != "":
		p.in.Field = "issue_date"
	case s["currency_of"] && (p.in.Number != "" || len(p.in.Sellers) > 0):
		p.in.Field = "currency"
	case p.in.Number != "" && (len(p.in.Statuses) > 0 || s["status"]):
		p.in.Field, p.in.Statuses = "status", nil
	}
	switch {
	case p.in.Field != "" && (s["paid"] || s["owed"] || len(p.in.Statuses) > 0 || !p.in.Period.IsZero() && p.in.Number != ""):
		return "", false // who approved or paid it, and when, no invoice tells
	case p.in.Field != "":
		return Field, !s["count"] && !s["average"] && len(p.in.By) == 0
	case p.in.Number != "" && (s["sum"] || s["pay"] || s["list"] || s["tax"] || s["net"] || s["gross"] || s["ask"]):
		return List, !s["count"] && !s["rank"] && !s["average"]
	case p.in.Number != "":
		return "", false
	}
	return "", true
}

// ofRank is what is put in order: sellers, times, or invoices.
func (p *parser) ofRank(goesOn bool) (Op, bool) {
	s := p.said
	if !s["rank"] {
		return "", true
	}
	time := map[bool]string{s["which_month"]: "month", s["which_quarter"]: "quarter", s["which_year"]: "year"}[true]
	amounts := p.in.Order == query.Largest || p.in.Order == query.Smallest
	switch {
	case s["average"] || s["median"] || s["share"] || len(p.in.By) > 0, s["priced"] && !s["ranked_invoice"]:
		return "", false // the dearest supplier is not the one that billed the most
	case time != "" && amounts && !s["count"]:
		p.in.By = []string{time}
	case s["who"] && !s["supplier"] && !s["suppliers"] && !p.about() && !s["sum"] && !s["pay"] && !s["count"] && amounts && goesOn:
		p.rankInvoices() // who sent the largest of those
		return "", true
	case (s["supplier"] || s["suppliers"] || s["who"]) && amounts && !s["ranked_invoice"]:
		p.in.By = []string{"seller"}
	case p.about() && !s["count"] && !s["earlier"], !amounts && p.named():
		p.rankInvoices()
		return List, true
	case s["earlier"] || !s["sum"] && !s["pay"] && !s["count"]:
		p.rankInvoices()
		return "", true
	default:
		return "", false
	}
	if p.in.Limit == 0 {
		p.in.Limit = map[bool]int{true: manyRanked, false: 1}[s["suppliers"]]
	}
	if p.about() && !s["sum"] && !s["pay"] && s["most"] {
		return Count, true
	}
	return Sum, true
}

// manyRanked is how many are told when more than one is asked for.
const manyRanked = 10

func (p *parser) rankInvoices() {
	if p.in.Limit == 0 {
		p.in.Limit = map[bool]int{true: manyRanked, false: 1}[p.said["plural"]]
	}
	if p.in.Type == "" && (p.in.Order == query.Largest || p.in.Order == query.Smallest) {
		p.in.Type = query.Invoice
	}
}

// ofSellers is what is asked of who sells.
func (p *parser) ofSellers() (Op, bool) {
	s := p.said
	switch {
	case p.in.Suppliers && !s["sum"]:
		return Count, len(p.in.By) == 0
	case (s["suppliers"] || s["supplier"]) && (s["list"] || s["who"]) && s["pay"] && !s["count"] && !s["sum"] && !p.named() && len(p.in.By) == 0:
		p.in.By = []string{"seller"}
		return Sum, true
	case s["suppliers"] && (s["list"] || s["who"]) && !s["count"] && !s["sum"] && !s["pay"] && len(p.in.By) == 0:
		p.in.By, p.in.Suppliers = []string{"seller"}, true
		return Count, true
	}
	return "", true
}

// ofMeasure is an average, a median, a share or a comparison.
func (p *parser) ofMeasure() (Op, bool) {
	s := p.said
	var op Op
	switch {
	case s["average"] && s["median"]:
		return "", false
	case s["average"]:
		op = Average
	case s["median"]:
		op = Median
	case s["share"]:
		op = Share
	case s["compare"]:
		return p.comparison()
	default:
		return "", true
	}
	if s["count"] || s["list"] && op != Share || s["earlier"] {
		return "", false
	}
	if op != Share && p.in.Type == "" {
		p.in.Type = query.Invoice
	}
	if !p.about() && !p.named() && !s["pay"] && !s["sum"] {
		return "", false
	}
	return op, true
}

func (p *parser) comparison() (Op, bool) {
	two := !p.in.Second.IsZero() || len(p.in.Sellers) > 1 || len(p.in.By) > 0
	switch {
	case p.said["count"] && p.about():
		return Count, two
	case p.said["count"] || p.said["owed"]:
		return "", false
	}
	return Sum, two
}

// ofDue is what is due in a time.
func (p *parser) ofDue() (Op, bool) {
	s := p.said
	switch {
	case !p.in.Due:
		return "", true
	case !p.in.Second.IsZero():
		return "", false // which of the two it is due in is not said
	case p.in.Period.IsZero():
		return "", s["earlier"] // what is due at all depends on what was paid
	case s["count"]:
		return Count, p.about()
	case s["sum"], s["pay"]:
		return Sum, true
	}
	return List, true
}

// usual is a count, a sum or a list.
func (p *parser) usual(goesOn bool) (Op, bool) {
	s, about, named := p.said, p.about(), p.named()
	switch {
	case s["times"] && named && s["bills"] && !s["sum"] && len(p.in.Currencies) == 0:
		return Count, true // how often somebody billed us is how many invoices came
	case s["count"] && about && s["pay"], s["much"] && s["sum"]:
		return "", false // which of them were paid nobody has said; "how much invoices total" may mean both
	case s["count"] && about && s["sum"] && p.joins > 0:
		p.joins--
		return Sum, true // its answer tells the number too
	case s["count"] && about, s["ask"] && about && !s["sum"] && !s["pay"]:
		return Count, true
	case s["count"] && s["tax"] && !about && !s["sum"] && !s["pay"] && (s["earlier"] || !p.in.Period.IsZero()):
		return Sum, true // "combien de TVA"
	case s["count"] && len(p.in.Currencies) == 0:
		if named && len(p.in.Statuses) > 0 && !s["pay"] && !s["sum"] && !goesOn {
			return Count, true // only invoices have a seller and a status
		}
		return "", true
	case s["count"], s["pay"] && !p.asksWhether():
		return Sum, true
	case s["sum"], s["all"] && about:
		if about || named || s["tax"] || p.in.Line != "" || !goesOn && p.narrowed() || len(p.in.By) > 0 {
			return Sum, true
		}
		return "", true
	case s["ask"] && named && (len(p.in.Currencies) > 0 || !p.in.Period.IsZero()):
		return Sum, true
	case (s["net"] || s["gross"] || s["tax"]) && named && !about && !goesOn && !s["list"]:
		return Sum, true
	case s["list"] && (about || named && !goesOn):
		return List, len(p.in.By) == 0
	case p.asksWhether():
		p.in.YesNo = true
		return List, !s["every"]
	case about && len(p.in.By) > 0:
		return Count, true
	case about && !goesOn && p.narrowed():
		return List, true
	}
	return "", true
}

// asksWhether tells whether a question asks if there is an invoice.
func (p *parser) asksWhether() bool {
	s := p.said
	return s["did"] && p.about() && !s["list"] && !s["count"] && !s["sum"] && !s["earlier"] && p.lex.is(p.list, 0, "did") > 0
}

// narrowed tells whether something unsaid can only be invoices: those of a time that are approved, or in a currency, without tax, over
// an amount, or with a line.
func (p *parser) narrowed() bool {
	if p.about() && (p.named() || p.in.Type == query.CreditNote) || p.in.Amount != (query.Amounts{}) && p.about() || p.in.Line != "" && p.about() {
		return true
	}
	return !p.in.Period.IsZero() && (len(p.in.Statuses) > 0 || len(p.in.Measures) > 0 || len(p.in.Currencies) > 0 || p.about())
}

// resolve sets what follows from an operation.
func (p *parser) resolve() {
	if p.in.Op == List && p.in.Order == "" {
		p.in.Order = query.Newest
	}
	if p.in.Amount != (query.Amounts{}) && p.in.Type == "" {
		p.in.Type = query.Invoice // a credit note is less than anything
	}
}

// joined tells whether the joining words join sellers, statuses, measures, periods or groups, which are answered together.
func (p *parser) joined() bool {
	more := func(n int) int { return max(n-1, 0) }
	parts := more(len(p.in.Sellers)) + more(len(p.in.Statuses)) + more(len(p.in.Measures)) + more(len(p.in.NotSellers)) + more(len(p.in.By)) + more(len(p.in.Currencies)) + more(len(p.in.NotIn))
	if !p.in.Second.IsZero() {
		parts++
	}
	if p.in.Number != "" || p.unheard != "" {
		return p.joins == 0
	}
	return p.joins <= parts && (p.in.Op != Count || len(p.in.Measures) == 0 && p.in.Line == "" || p.in.Line != "" && len(p.in.Measures) == 0)
}
