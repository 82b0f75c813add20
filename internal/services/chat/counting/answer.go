package counting

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
)

// Answer words the answer to an intent from its rows, for one seller or, with "", for all.
func Answer(in Intent, seller string, rows []Row) string {
	w := newWriter(in, seller)
	held := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return r.Count == 0 })
	return w.answer(held) + w.apart("excluded", rows, excludedOf) + w.apart("similar", rows, similarOf)
}

// answer words what is counted.
func (w writer) answer(rows []Row) string {
	in := w.in
	n, without := counts(rows)
	switch {
	case n == 0:
		return w.fill("none")
	case len(in.By) > 0:
		return w.groups(rows)
	case in.Op == Count && n == 1:
		return w.fill("count_one")
	case in.Op == Count:
		return w.fill("count", "{n}", fmt.Sprint(n))
	}
	key := "sum"
	if n == 1 {
		key = "sum_one"
	}
	if len(byCurrency(rows)) == 0 {
		return newWriter(asCount(in), w.seller).answer(rows) + strings.ReplaceAll(w.set["without"], "{invoices}", w.invoices(without))
	}
	out := w.fill(key, "{amounts}", w.amounts(rows), "{invoices}", w.invoices(n))
	if without > 0 {
		out += strings.ReplaceAll(w.set["without"], "{invoices}", w.invoices(without))
	}
	return out
}

// apart words what a duplicate excludes, or what is counted and says nearly the same as something else.
func (w writer) apart(key string, rows []Row, of func(Row) Row) string {
	var list []Row
	var n int64
	for _, r := range rows {
		r = of(r)
		list, n = append(list, r), n+r.Count
	}
	switch n {
	case 0:
		return ""
	case 1:
		key += "_one"
	}
	list = slices.DeleteFunc(list, func(r Row) bool { return r.Count == 0 })
	out := strings.ReplaceAll(w.set[key], "{n}", fmt.Sprint(n))
	if amounts := w.amounts(list); amounts != "" {
		out += w.set["colon"] + amounts
	}
	return out + "."
}

func excludedOf(r Row) Row { return apartOf(r.Currency, r.Excluded) }

func similarOf(r Row) Row { return apartOf(r.Currency, r.Similar) }

func apartOf(currency string, s Sums) Row {
	return Row{Currency: currency, Count: s.Count, Net: s.Net, Tax: s.Tax, Gross: s.Gross}
}

func asCount(in Intent) Intent {
	in.Op = Count
	return in
}

// groups words a line for each group.
func (w writer) groups(rows []Row) string {
	var names []string
	for _, by := range w.in.By {
		names = append(names, w.set["by_"+by])
	}
	var b strings.Builder
	b.WriteString(w.fill("groups", "{by}", joinWords(names, w.set["and"])))
	var order []string
	lines := map[string][]Row{}
	for _, r := range rows {
		name := w.group(r)
		if lines[name] == nil {
			order = append(order, name)
		}
		lines[name] = append(lines[name], r)
	}
	for _, name := range order[:min(len(order), maxLines)] {
		n, _ := counts(lines[name])
		b.WriteString("\n- " + name + ": ")
		if amounts := w.amounts(lines[name]); w.in.Op == Count || amounts == "" {
			b.WriteString(w.invoices(n))
		} else {
			b.WriteString(amounts + " (" + w.invoices(n) + ")")
		}
	}
	if len(order) > maxLines {
		b.WriteString("\n- …")
	}
	return b.String()
}

// group is the name of a row's group.
func (w writer) group(r Row) string {
	var parts []string
	for _, by := range w.in.By {
		value := map[string]string{"seller": r.Seller, "month": r.Month, "currency": r.Currency, "status": r.Status}[by]
		if t, err := time.Parse("2006-01", value); err == nil && by == "month" {
			value = lang.MonthName(string(w.in.Language), int(t.Month())) + " " + fmt.Sprint(t.Year())
		}
		if word := w.set[value]; by == "status" && word != "" {
			value = word
		}
		if value == "" {
			value = w.set["unknown"]
		}
		parts = append(parts, value)
	}
	return strings.Join(parts, ", ")
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

// Listing words a list of invoices, of which there are all.
func Listing(in Intent, seller string, items []Item, all int64) string {
	w := newWriter(in, seller)
	if all == 0 {
		return w.fill("none")
	}
	head := "all"
	if int64(len(items)) < all {
		head = "first"
	}
	which := strings.NewReplacer("{n}", fmt.Sprint(all), "{m}", fmt.Sprint(len(items))).Replace(w.set[head])
	var b strings.Builder
	b.WriteString(w.fill("listed", "{all}", which))
	for _, i := range items {
		var parts []string
		for _, s := range []string{i.Number, i.Seller} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		if !i.Date.IsZero() {
			parts = append(parts, w.day(i.Date))
		}
		if i.Currency != "" {
			parts = append(parts, Amount(in.Language, i.Gross, i.Currency))
		}
		b.WriteString("\n- " + strings.Join(parts, "; "))
	}
	return b.String()
}

// Invoiced says that a sum is of what was invoiced, since payments are not known.
func Invoiced(l wording.Language) string { return answers()[l]["invoiced"] }
