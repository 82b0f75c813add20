package counting

// decide makes an intent of what was said.
func (p *parser) decide(previous *Intent) bool {
	op, ok := p.op(previous != nil)
	if !ok {
		return false
	}
	if p.said["earlier"] && previous == nil {
		return false // what it points back to was not said in numbers of invoices
	}
	if op == "" || p.said["earlier"] {
		return p.continued(previous, op)
	}
	p.in.Op, p.in.Paid = op, p.said["paid"]
	return p.joined()
}

// op is what is to be done; "" when the question alone does not tell, and false when it contradicts itself.
func (p *parser) op(goesOn bool) (Op, bool) {
	named := len(p.in.Sellers) > 0 || p.candidates != nil
	switch about := p.said["invoice"]; {
	case p.said["times"] && named && p.said["bills"] && !p.said["sum"] && p.in.Currency == "":
		return Count, true // how often somebody billed us is how many invoices came
	case p.said["count"] && about && p.said["pay"], p.said["much"] && p.said["sum"]:
		return "", false // which of them were paid nobody has said; "how much invoices total" may mean both
	case p.said["count"] && about && p.said["sum"] && p.joins > 0:
		p.joins--
		return Sum, true // its answer tells the number too
	case p.said["count"] && about, p.said["ask"] && about && !p.said["sum"] && !p.said["pay"]:
		return Count, true
	case p.said["count"] && p.in.Currency == "":
		if named && len(p.in.Statuses) > 0 && !p.said["pay"] && !p.said["sum"] && !goesOn {
			return Count, true // only invoices have a seller and a status
		}
		return "", true
	case p.said["count"], p.said["pay"]:
		return Sum, true
	case p.said["sum"], p.said["all"] && about:
		if about || named || p.said["tax"] || !goesOn && p.narrowed() {
			return Sum, true
		}
		return "", true
	case p.said["ask"] && named && p.in.Currency != "":
		return Sum, true
	case p.said["list"] && about:
		return List, true
	}
	return "", true
}

// narrowed tells whether a sum of something unsaid can only be one of invoices: those of a time that are approved, or in a
// currency, or without tax.
func (p *parser) narrowed() bool {
	return !p.in.Period.IsZero() && (len(p.in.Statuses) > 0 || len(p.in.Measures) > 0 || p.in.Currency != "")
}

// joined tells whether the joining words join sellers, statuses or measures, which are answered together.
func (p *parser) joined() bool {
	parts := max(len(p.in.Sellers)-1, 0) + max(len(p.in.Statuses)-1, 0) + max(len(p.in.Measures)-1, 0)
	return p.joins <= parts && (p.in.Op != Count || len(p.in.Measures) == 0)
}

// goOn takes from the previous intent what this question leaves unsaid, when it says anything at all to change it.
func (p *parser) continued(previous *Intent, op Op) bool {
	in := p.in
	if previous == nil {
		return false
	}
	switch {
	case op != "":
	case p.said["count"]:
		op = Count
	case p.said["sum"]:
		op = Sum
	default:
		op = previous.Op
	}
	if op == previous.Op && !p.said["earlier"] && in.Period.IsZero() && len(in.Sellers) == 0 && len(in.Statuses) == 0 &&
		in.Currency == "" && len(in.Measures) == 0 && len(in.By) == 0 && p.candidates == nil {
		return false
	}
	merged := *previous
	merged.Op, merged.Language, merged.Paid = op, in.Language, previous.Paid || p.said["paid"]
	if op == Count {
		merged.Measures = nil
	}
	if !in.Period.IsZero() {
		merged.Period = in.Period
	}
	if len(in.Sellers) > 0 || p.candidates != nil {
		merged.Sellers = in.Sellers
	}
	if len(in.Statuses) > 0 {
		merged.Statuses = in.Statuses
	}
	if in.Currency != "" {
		merged.Currency = in.Currency
	}
	if len(in.Measures) > 0 {
		merged.Measures = in.Measures
	}
	if len(in.By) > 0 {
		merged.By = in.By
	}
	p.in = merged
	return p.joined()
}
