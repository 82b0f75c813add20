package counting

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/query"
)

// Answer words the answer to an intent from its parts, whose queries have run.
func Answer(in Intent, parts []Part) string {
	var texts []string
	for _, p := range parts {
		w := newWriter(in, p)
		texts = append(texts, w.answer()+w.apart("excluded", excludedOf)+w.apart("similar", similarOf))
	}
	if in.Compare && in.Op == Sum && len(parts) == 2 && len(in.By) == 0 {
		texts = append(texts, newWriter(in, parts[0]).difference(parts[0], parts[1]))
	}
	if in.Paid && in.Op == Sum {
		texts[len(texts)-1] += answers()[in.Language]["invoiced"]
	}
	return strings.ReplaceAll(strings.TrimSpace(strings.Join(texts, "\n")), "..", ".") // a name may end with a dot
}

// answer words what is asked for.
func (w writer) answer() string {
	in, t := w.in, w.tally()
	switch {
	case in.Op == Field && in.Limit == 0:
		return w.field()
	case in.Op == Count && in.Suppliers && len(in.By) == 0 && t.n > 0:
		return w.fill("suppliers", "{n}", w.part.Results[0].Totals[0].Value.String())
	case t.n == 0:
		return w.whether("no") + w.fill("none")
	case in.YesNo && in.Type == "" && t.n == t.credits:
		w.in.Type = query.CreditNote
		return w.set["no"] + newWriter(in, w.part).fill("none") + " " + w.listing(t)
	case in.Op == List || in.Op == Field:
		return w.whether("yes") + w.listing(t)
	case in.Op == Share:
		return w.shares()
	case len(in.By) > 0:
		return w.groups()
	case in.Op == Count:
		return w.counted(t)
	case in.Op == Average || in.Op == Median:
		return w.fill("measured", "{what}", w.set[string(in.Op)], "{amounts}", w.amounts(), "{papers}", w.documents(t.n, t.credits)) + w.lacking(t)
	}
	return w.summed(t)
}

// whether begins the answer to a question if there is anything.
func (w writer) whether(key string) string {
	if !w.in.YesNo {
		return ""
	}
	return w.set[key]
}

func (w writer) counted(t tally) string {
	switch {
	case t.credits > 0 && t.credits < t.n:
		return w.fill("count_parts", "{n}", fmt.Sprint(t.n), "{parts}", w.documents(t.n, t.credits))
	case t.n == 1:
		return w.fill("count_one")
	}
	return w.fill("count", "{n}", fmt.Sprint(t.n))
}

func (w writer) summed(t tally) string {
	key := "sum"
	switch {
	case w.amounts() == "":
		return w.counted(t) + strings.ReplaceAll(w.set["without"], "{papers}", w.invoices(t.without))
	case w.in.Line != "":
		key = "sum_lines"
	case t.n == 1:
		key = "sum_one"
	}
	return w.fill(key, "{amounts}", w.amounts(), "{papers}", w.documents(t.n, t.credits)) + w.lacking(t)
}

// lacking says how many invoices the amounts lack.
func (w writer) lacking(t tally) string {
	if t.without == 0 {
		return ""
	}
	return strings.ReplaceAll(w.set["without"], "{papers}", w.invoices(t.without))
}

// apart words what a duplicate excludes, or what is counted and says nearly the same as something else.
func (w writer) apart(key string, of func(query.Item) query.Item) string {
	var list []query.Item
	var n int64
	for _, i := range w.part.Results[0].Totals {
		i = of(i)
		list, n = append(list, i), n+i.Count
	}
	switch n {
	case 0:
		return ""
	case 1:
		key += "_one"
	}
	out := strings.ReplaceAll(w.set[key], "{n}", fmt.Sprint(n))
	if amounts := w.money(list, w.measureNames()[0]); len(amounts) > 0 {
		out += w.set["colon"] + joinWords(amounts, w.set["and"])
	}
	return out + "."
}

func excludedOf(i query.Item) query.Item {
	return query.Item{Currency: i.Currency, Count: i.Excluded.Count, Value: i.Excluded.Value}
}

func similarOf(i query.Item) query.Item {
	return query.Item{Currency: i.Currency, Count: i.SimilarText}
}

// difference words what the second of two parts is more than the first, in each currency that both have.
func (w writer) difference(a, b Part) string {
	var out []string
	key := "difference"
	if w.in.Than {
		key, a, b = "difference_first", b, a
	}
	for m, name := range w.measureNames() {
		for _, x := range a.Results[m].Totals {
			at := slices.IndexFunc(b.Results[m].Totals, func(y query.Item) bool { return y.Currency == x.Currency && y.Value.IsPresent() })
			if at < 0 || !x.Value.IsPresent() {
				continue
			}
			out = append(out, w.amount(b.Results[m].Totals[at].Value.Value().Sub(x.Value.Value()), x.Currency)+" "+name)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return strings.ReplaceAll(w.set[key], "{amounts}", joinWords(out, w.set["and"]))
}

// Which words the question back when a name fits several sellers.
func Which(l wording.Language, name string, candidates []string) string {
	set := answers()[l]
	const most = 8
	list := candidates[:min(len(candidates), most)]
	more, key := "", "ambiguous"
	if len(candidates) == 1 {
		key = "maybe"
	}
	if len(candidates) > most {
		more = ", …"
	}
	return strings.NewReplacer("{name}", name, "{candidates}", joinWords(list, set["or"])+more).Replace(set[key])
}

// NoSuch says that nothing has a name or a number.
func NoSuch(in Intent, name string) string {
	key := "no_seller"
	if in.Number == name {
		key = "no_number"
	}
	return strings.ReplaceAll(answers()[in.Language][key], "{name}", name)
}

// tally is how many invoices a part has.
type tally struct{ n, credits, without int64 }

func (w writer) tally() tally {
	var t tally
	for _, i := range w.part.Results[0].Totals {
		t.n, t.credits, t.without = t.n+i.Count, t.credits+i.CreditNotes, t.without+i.WithoutValue
	}
	return t
}

// amounts words the measures of a part, a currency each.
func (w writer) amounts() string {
	var parts []string
	for m, name := range w.measureNames() {
		parts = append(parts, w.money(w.part.Results[m].Totals, name)...)
	}
	return joinWords(parts, w.set["and"])
}

// money words the amounts of items that have one.
func (w writer) money(items []query.Item, measure string) []string {
	var out []string
	for _, i := range items {
		if i.Value.IsPresent() && i.Currency != "" {
			out = append(out, w.amount(i.Value.Value(), i.Currency)+" "+measure)
		}
	}
	return out
}

// measureNames are the words of the amounts that are told.
func (w writer) measureNames() []string {
	if w.in.Line != "" {
		return []string{w.set["net"]}
	}
	var out []string
	for _, m := range w.in.measures() {
		out = append(out, w.set[m])
	}
	return out
}

func (w writer) amount(d decimal.Decimal, currency string) string {
	return Amount(w.in.Language, d, currency)
}
