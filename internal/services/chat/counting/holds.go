package counting

import (
	"slices"

	"github.com/docketapi/docket/internal/services/query"
)

// holds tells whether what was said can be answered by an operation as a whole.
func (p *parser) holds(op Op) bool {
	s := p.said
	ranged := p.in.Amount != (query.Amounts{})
	sellers := p.in.Suppliers || slices.Contains(p.in.By, "seller")
	switch {
	case len(p.in.NotIn) > 0 && len(p.in.Currencies) > 0:
		return false
	case (s["supplier"] || s["suppliers"] || sellers) && (s["only"] || s["both"]):
		return false // who did nothing else, or both, is asked
	case s["netted"] && op != Sum:
		return false // there are no fewer invoices for what was credited
	case s["suppliers"] && !sellers && !s["every"] && (op == Sum || op == Average || op == Median):
		return false // which of them is asked
	case s["rank"] && len(p.in.Sellers) == 1 && slices.Contains(p.in.By, "seller"):
		return false // whether it is the largest is asked
	case op == Field:
		return !s["compare"] && !ranged
	case p.begins("copula"):
		if op == List && p.in.Number == "" || s["rank"] || s["every"] {
			return false // whether it is so is asked, not which there are
		}
	case s["currency_of"] && len(p.in.Currencies) == 0 && len(p.in.By) == 0:
		return false
	}
	switch {
	case ranged && op != List && (!p.about() || p.said["supplier"]):
		return false // who comes to more in all is asked, or whether all do
	case ranged && s["suppliers"] && (s["sum"] || s["pay"] || s["all"]):
		return false
	case op == List && p.in.Number == "" && s["taxed"]:
		return false // which have tax, or have none, is asked
	case (op == Average || op == Median) && len(p.in.By) > 0:
		return p.about() // what is spent in an average month is no average of invoices
	}
	return true
}

// begins tells whether a question's first words mean a category, and no longer phrase begins there.
func (p *parser) begins(category string) bool {
	n := p.lex.is(p.list, 0, category)
	_, longer := p.lex.any(p.list, 0, "did", "skip")
	return n > 0 && n >= longer
}
