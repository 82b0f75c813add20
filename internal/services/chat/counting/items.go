package counting

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/query"
)

// groups words a line for each group.
func (w writer) groups() string {
	var names []string
	for _, by := range w.in.By {
		names = append(names, w.set["by_"+by])
	}
	lines := w.lines()
	var b strings.Builder
	b.WriteString(w.fill("groups", "{by}", joinWords(names, w.set["and"])))
	for _, l := range lines[:min(len(lines), maxLines)] {
		b.WriteString("\n- " + l.name + ": ")
		if amounts := joinWords(l.amounts, w.set["and"]); amounts == "" {
			b.WriteString(w.documents(l.n, l.credits))
		} else {
			b.WriteString(amounts + " (" + w.documents(l.n, l.credits) + ")")
		}
	}
	if len(lines) > maxLines || w.part.Results[0].Truncated {
		b.WriteString("\n- …")
	}
	return b.String()
}

// line is what is said of a group.
type line struct {
	name       string
	amounts    []string
	n, credits int64
}

// lines are the groups in their order. Those of a rank stand a currency after the other, all others once with all their amounts.
func (w writer) lines() []line {
	var out []line
	at := map[string]int{}
	for m, measure := range w.groupMeasures() {
		items := slices.Clone(w.part.Results[m].Items)
		if w.in.Order != "" {
			slices.SortStableFunc(items, func(a, b query.Item) int { return strings.Compare(last(a.Currency), last(b.Currency)) })
		}
		for _, i := range items {
			if i.Count == 0 || w.in.Order != "" && !i.Value.IsPresent() {
				continue
			}
			key := w.group(i)
			if w.in.Order != "" {
				key += "\n" + i.Currency
			}
			k, ok := at[key]
			if !ok {
				k = len(out)
				at[key], out = k, append(out, line{name: w.group(i)})
			}
			if m == 0 {
				out[k].n, out[k].credits = out[k].n+i.Count, out[k].credits+i.CreditNotes
			}
			out[k].amounts = append(out[k].amounts, w.money([]query.Item{i}, measure)...)
		}
	}
	return out
}

// last puts what has no currency behind all that have.
func last(currency string) string {
	if currency == "" {
		return "~"
	}
	return currency
}

// groupMeasures are the names of the results that groups are told from.
func (w writer) groupMeasures() []string {
	if w.in.Op == Count {
		return []string{""}
	}
	return w.measureNames()
}

// group is the name of an item's group.
func (w writer) group(i query.Item) string {
	var parts []string
	for _, by := range w.in.By {
		value := map[string]string{
			"seller": i.Seller, "month": i.Month, "quarter": i.Quarter, "year": i.Year, "currency": i.Currency, "status": i.Status, "type": string(i.Type),
		}[by]
		switch by {
		case "month":
			if t, err := time.Parse("2006-01", value); err == nil {
				value = lang.MonthName(string(w.in.Language), int(t.Month())) + " " + fmt.Sprint(t.Year())
			}
		case "quarter":
			if year, q, ok := strings.Cut(value, "-"); ok {
				value = q + " " + year
			}
		case "status", "type":
			if word := w.set[value]; word != "" {
				value = word
			}
		}
		if value == "" {
			value = w.set["unknown"]
		}
		parts = append(parts, value)
	}
	return strings.Join(parts, ", ")
}

// listing words invoices, of which there are as many as a tally says.
func (w writer) listing(t tally) string {
	items := w.part.Results[0].Items
	if w.in.Order == query.Largest || w.in.Order == query.Smallest {
		items = slices.DeleteFunc(slices.Clone(items), func(i query.Item) bool { return !i.Value.IsPresent() })
	}
	items = items[:min(len(items), maxLines)]
	head := "all"
	if int64(len(items)) < t.n {
		head = "first"
	}
	which := strings.NewReplacer("{n}", fmt.Sprint(t.n), "{m}", fmt.Sprint(len(items))).Replace(w.set[head])
	var b strings.Builder
	b.WriteString(w.fill(w.listHead(len(items)), "{all}", which))
	if t.credits > 0 && t.credits < t.n && w.in.Limit == 0 && w.in.Number == "" {
		b.WriteString(" " + w.documents(t.n, t.credits))
	}
	for n, i := range items {
		b.WriteString("\n- " + w.invoice(n, i))
	}
	return b.String()
}

// listHead is the key of what stands above a list.
func (w writer) listHead(n int) string {
	switch {
	case w.in.Number != "":
		return "one"
	case w.in.Limit == 0 && n == 1:
		return "listed_one"
	case w.in.Limit == 0:
		return "listed"
	case n == 1:
		return "ranked_one_" + string(w.in.Order)
	}
	return "ranked_" + string(w.in.Order)
}

// invoice words one invoice of a list, with its sign and what it is.
func (w writer) invoice(n int, i query.Item) string {
	var parts []string
	for _, s := range []string{i.Number, i.Seller, w.written(i.IssueDate)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if i.DueDate == "" && w.in.Field == "due_date" {
		parts = append(parts, strings.NewReplacer("{field}", w.set["field_due_date"], "{subject}", "").Replace(strings.TrimSuffix(w.set["field_none"], ".")))
	}
	if i.DueDate != "" && (w.in.Due || w.in.Number != "" || w.in.Limit > 0) {
		parts = append(parts, strings.ReplaceAll(w.set["due_on"], "{from}", w.written(i.DueDate)))
	}
	for m, name := range w.in.measures() {
		if items := w.part.Results[m].Items; n < len(items) && items[n].InvoiceID == i.InvoiceID {
			if name == "gross" && len(w.in.measures()) == 1 {
				parts = append(parts, w.bare(items[n])...)
			} else {
				parts = append(parts, w.money(items[n:n+1], w.set[name])...)
			}
		}
	}
	out := strings.Join(parts, "; ")
	if i.Type == query.CreditNote {
		out += " (" + w.set["credit_one"] + ")"
	}
	return out
}

func (w writer) bare(i query.Item) []string {
	if !i.Value.IsPresent() || i.Currency == "" {
		return nil
	}
	return []string{w.amount(i.Value.Value(), i.Currency)}
}

// written is a day of the database as the language writes days.
func (w writer) written(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return w.day(t)
}

// shares words parts of a sum in per cent, a currency each.
func (w writer) shares() string {
	var out []string
	for _, i := range w.part.Results[0].Items {
		if !i.Value.IsPresent() {
			continue
		}
		name := strings.Join(w.sellerNames(), w.set["and"])
		if len(w.in.By) > 0 {
			name = w.group(i)
		}
		out = append(out, w.fill("share", "{name}", name, "{share}", w.figure(i.Value.Value()), "{money}", i.Currency))
	}
	if len(out) == 0 {
		return w.fill("none")
	}
	return strings.Join(out, "\n")
}

func (w writer) sellerNames() []string {
	var out []string
	for _, s := range w.in.Sellers {
		out = append(out, s[0])
	}
	return out
}

// field words the values that a field of the invoices has.
func (w writer) field() string {
	subject := w.maybe("of_seller", "{name}", strings.Join(w.sellerNames(), w.set["and"]))
	if w.in.Number != "" {
		subject = w.maybe("of_number", "{name}", w.in.Number)
	}
	var values []string
	for _, i := range w.part.Results[0].Items {
		value := i.Field
		if t := w.written(value); t != "" {
			value = t
		}
		if word := w.set["status_"+value]; w.in.Field == "status" && word != "" {
			value = word
		}
		if value == "" {
			continue
		}
		if w.in.Number == "" && len(w.part.Results[0].Items) > 1 {
			value += " (" + w.documents(i.Count, i.CreditNotes) + ")"
		}
		values = append(values, value)
	}
	key := "field"
	if len(values) == 0 {
		key = "field_none"
	}
	return strings.NewReplacer("{field}", w.set["field_"+w.in.Field], "{subject}", subject, "{values}", strings.Join(values, "; ")).Replace(w.set[key])
}
