package counting

import (
	"slices"

	"github.com/docketapi/docket/internal/services/query"
)

// continued takes from the previous intent what this question leaves unsaid, when it says anything at all to change it.
func (p *parser) continued(previous *Intent, op Op) bool {
	if previous == nil {
		return false
	}
	if op == "" && p.said["who"] && len(p.in.By) == 0 && !p.said["rank"] {
		return p.whose(previous)
	}
	in := p.in
	switch {
	case op != "":
	case p.said["rank"]:
		op = List
	case p.said["count"]:
		op = Count
	case p.said["sum"]:
		op = Sum
	case p.said["list"]:
		op = List
	default:
		op = previous.Op
	}
	if op == previous.Op && !in.changes() && in.Field == "" && !in.Due && p.candidates == nil && p.unheard == "" {
		return false // it would be the same answer again
	}
	p.in = previous.with(in, op)
	p.in.Paid = previous.Paid || p.said["paid"]
	p.resolve()
	return p.joined()
}

// whose goes on with "from whom?": the sellers of what was counted, summed or listed, or the seller of the one that was told.
func (p *parser) whose(previous *Intent) bool {
	later := p.in
	switch {
	case previous.Op == List && previous.Limit > 0:
		later.Field = "seller"
		p.in = previous.with(later, Field)
		return p.joined()
	case previous.Op == Count && !previous.Suppliers || previous.Op == List:
		p.in = previous.with(later, Count)
	case previous.Op == Sum && len(previous.By) == 0:
		p.in = previous.with(later, Sum)
	default:
		return false
	}
	p.in.By, p.in.YesNo = []string{"seller"}, false
	p.resolve()
	return p.joined()
}

// changes tells whether an intent says anything that narrows or groups.
func (in Intent) changes() bool {
	return !in.Period.IsZero() || len(in.Sellers) > 0 || len(in.NotSellers) > 0 || len(in.Statuses) > 0 || len(in.Currencies) > 0 || len(in.NotIn) > 0 ||
		len(in.Measures) > 0 || len(in.By) > 0 || in.Type != "" || in.Line != "" || in.Amount != (query.Amounts{}) || in.Order != ""
}

// with is an intent with what a later one says instead.
func (in Intent) with(later Intent, op Op) Intent {
	out := in
	if op != in.Op {
		out.By, out.Suppliers, out.YesNo = nil, false, false
		if op != Field {
			out.Order, out.Limit, out.Field = "", 0, ""
		}
		if in.Op == Average || in.Op == Median {
			out.Type = ""
		}
	}
	out.Op, out.Language = op, later.Language
	if op == Count {
		out.Measures = nil
	}
	if !later.Period.IsZero() {
		out.Period, out.Second, out.Due = later.Period, later.Second, later.Due
	}
	replace(&out.Statuses, later.Statuses)
	replace(&out.Measures, later.Measures)
	replace(&out.By, later.By)
	if len(later.Sellers) > 0 {
		out.Sellers, out.NotSellers = later.Sellers, nil
	}
	replace(&out.NotSellers, later.NotSellers)
	if len(later.Currencies)+len(later.NotIn) > 0 {
		out.Currencies, out.NotIn = later.Currencies, later.NotIn
	}
	set(&out.Type, later.Type)
	set(&out.Line, later.Line)
	set(&out.Field, later.Field)
	set(&out.Amount, later.Amount)
	set(&out.Order, later.Order)
	set(&out.Limit, later.Limit)
	if later.Order != "" {
		out.Limit = later.Limit
	}
	return out
}

func replace(to *[]string, by []string) {
	if len(by) > 0 {
		*to = slices.Clone(by)
	}
}

func set[T comparable](to *T, value T) {
	var none T
	if value != none {
		*to = value
	}
}
