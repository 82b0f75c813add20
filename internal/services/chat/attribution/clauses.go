package attribution

import (
	"regexp"
	"slices"
)

// clauseEnd divides a sentence where another thing may be said.
var clauseEnd = regexp.MustCompile(`(?:[;:()]|,)\s|\s(?:und|and|et|y|aber|but|mais|pero|sowie|oder|or|ou|while|whereas)\s`)

// clauses are the parts of a window between commas and joining words; none when there is but one.
func (w *window) clauses() []*window {
	if w.parts != nil {
		return w.parts
	}
	at := 0
	for _, end := range append(clauseEnd.FindAllStringIndex(w.quote, -1), []int{len(w.quote), len(w.quote)}) {
		if end[0] > at {
			w.parts = append(w.parts, newWindow(w.quote, Stretch{at, end[0]}))
		}
		at = end[0]
	}
	return w.parts
}

// misplaced tells whether a number or date of the claim stands in a clause that says nothing else of it, while a clause that
// does has another one of its kind: the deposit is 200, the fee 100.
func (c claim) misplaced(w *window) bool {
	var clauses []*window
	for _, u := range w.sentences() {
		clauses = append(clauses, u.clauses()...)
	}
	if len(clauses) < 2 {
		return false
	}
	for _, n := range c.facts.Numbers {
		if slices.Contains(currencies, n.Unit) && c.elsewhere(clauses, Facts{Numbers: []Number{n}}) {
			return true
		}
	}
	return slices.ContainsFunc(c.facts.Dates, func(d Date) bool { return c.elsewhere(clauses, Facts{Dates: []Date{d}}) })
}

func (w *window) sentences() []*window {
	if len(w.units) == 0 {
		return []*window{w}
	}
	return w.units
}

// elsewhere tells of one fact whether the words of the claim stand with another of its kind, and not with it.
func (c claim) elsewhere(clauses []*window, fact Facts) bool {
	other := false
	for _, u := range clauses {
		shares := c.sharesTerm(u)
		switch q := u.quoted(); {
		case fact.In(q):
			if shares {
				return false
			}
		case shares && q.hasOther(fact, c.facts):
			other = true
		}
	}
	return other
}

// hasOther tells whether the quote has a fact of the same kind that the claim does not state.
func (q Quoted) hasOther(fact, claimed Facts) bool {
	if len(fact.Dates) > 0 {
		return slices.ContainsFunc(q.facts.Dates, func(d Date) bool {
			return !slices.ContainsFunc(claimed.Dates, func(o Date) bool {
				return slices.ContainsFunc(o.Days, func(day string) bool { return slices.Contains(d.Days, day) })
			})
		})
	}
	return slices.ContainsFunc(q.facts.Numbers, func(n Number) bool {
		return n.Unit == fact.Numbers[0].Unit && !slices.ContainsFunc(claimed.Numbers, func(o Number) bool {
			return slices.ContainsFunc(o.Values, func(v string) bool { return slices.Contains(n.Values, v) })
		})
	})
}
