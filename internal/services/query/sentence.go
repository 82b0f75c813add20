package query

import (
	"fmt"
	"strings"
)

// Sentence says a query in English, with every condition that it has.
func (q Query) Sentence() string {
	parts := []string{q.subject()}
	for _, g := range q.GroupBy {
		parts[0] += map[bool]string{true: " by ", false: " and "}[g == q.GroupBy[0]] + string(g)
	}
	parts = append(parts, q.Filter.conditions()...)
	switch q.Duplicates {
	case "include":
		parts = append(parts, "with those that are the same as others")
	case "only":
		parts = append(parts, "only those that are the same as others")
	}
	if q.Limit < MaxItems {
		parts = append(parts, q.limited())
	}
	return strings.Join(parts, ", ")
}

func (q Query) subject() string {
	of := map[Of]string{Gross: "gross", Net: "net", Tax: "VAT", Lines: "net of lines"}[q.Of]
	switch q.Measure {
	case Count:
		if q.Of == Sellers {
			return "Number of different sellers of invoices"
		}
		return "Number of invoices"
	case List:
		return "Invoices"
	case Field:
		return strings.ReplaceAll(strings.ToUpper(q.Field[:1])+q.Field[1:], "_", " ") + " of invoices"
	case Share:
		return "Share in the sum of the " + of + " of invoices"
	}
	return strings.ToUpper(string(q.Measure[:1])) + string(q.Measure[1:]) + " of the " + of + " of invoices"
}

func (q Query) limited() string {
	per := ""
	if q.amounts() && (q.Order == Largest || q.Order == Smallest) {
		per = " in each currency"
	}
	return fmt.Sprintf("the %d %s%s", q.Limit, map[Order]string{Largest: "largest", Smallest: "smallest", Newest: "newest", Oldest: "oldest", ByName: "first"}[q.Order], per)
}

// conditions are those of a filter, a phrase each.
func (f Filter) conditions() []string {
	var out []string
	add := func(is bool, phrase string) {
		if is {
			out = append(out, phrase)
		}
	}
	add(len(f.Seller) > 0, "from "+strings.Join(f.Seller, " or "))
	add(len(f.NotSeller) > 0, "not from "+strings.Join(f.NotSeller, " or "))
	add(f.Number != "", "number "+f.Number)
	add(f.IssueDate != Days{}, "issue date "+f.IssueDate.sentence())
	add(f.DueDate != Days{}, "due date "+f.DueDate.sentence())
	add(f.Amount != Amounts{}, f.Amount.sentence())
	add(len(f.Currency) > 0, "in "+strings.Join(f.Currency, " or "))
	add(len(f.NotCurrency) > 0, "not in "+strings.Join(f.NotCurrency, " or "))
	add(len(f.Status) > 0, "with the status "+strings.ReplaceAll(strings.Join(f.Status, " or "), "_", " "))
	add(f.only(Invoice), "without credit notes")
	add(f.only(CreditNote), "only credit notes")
	add(f.Line != "", "with a line that says “"+f.Line+"”")
	return out
}

func (d Days) sentence() string {
	switch {
	case d.From.IsZero():
		return "until " + d.To.String()
	case d.To.IsZero():
		return "from " + d.From.String() + " on"
	case d.From.Equal(d.To):
		return d.From.String()
	}
	return d.From.String() + " to " + d.To.String()
}

func (a Amounts) sentence() string {
	var parts []string
	if a.Min.IsPresent() {
		parts = append(parts, "at least "+a.Min.String())
	}
	if a.Over.IsPresent() {
		parts = append(parts, "over "+a.Over.String())
	}
	if a.Max.IsPresent() {
		parts = append(parts, "at most "+a.Max.String())
	}
	if a.Under.IsPresent() {
		parts = append(parts, "under "+a.Under.String())
	}
	return strings.Join(parts, " and ")
}
