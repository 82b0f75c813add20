package counting

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

// Row is some invoices counted and summed in one currency.
type Row struct {
	Seller, Month, Currency, Status string // "" where not grouped by it, or not known
	Count                           int64
	Without                         int64 // of Count, those whose total is not known
	Net, Tax, Gross                 decimal.Decimal
}

// Item is one invoice of a list.
type Item struct {
	Number, Seller, Currency string
	Date                     time.Time
	Gross                    decimal.Decimal
}

var wording = lingo.Phrases(data, "data/words_%s.json")

var monthWords = map[lingo.Language][]string{
	lingo.English: strings.Fields("January February March April May June July August September October November December"),
	lingo.German:  strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
	lingo.French:  strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
}

// maxLines bounds the groups that an answer lists.
const maxLines = 60

// writer words one answer.
type writer struct {
	in     Intent
	set    map[string]string
	seller string
}

func newWriter(in Intent, seller string) writer {
	return writer{in: in, set: wording()[in.Language], seller: seller}
}

func (w writer) fill(key string, more ...string) string {
	status := strings.Join(w.statuses(), w.set["and"])
	pairs := []string{"{period}", w.period(), "{seller}", w.maybe("seller", "{name}", w.seller), "{currency}", w.maybe("currency", "{currency}", w.in.Currency)}
	for name, s := range w.declined(status) {
		pairs = append(pairs, "{"+name+"}", s)
	}
	return strings.NewReplacer(append(more, pairs...)...).Replace(w.set[key])
}

func (w writer) statuses() []string {
	var out []string
	for _, s := range w.in.Statuses {
		out = append(out, w.set[s])
	}
	return out
}

// declined are the forms of the words for statuses: with the article, after a number, of one, after "no".
func (w writer) declined(status string) map[string]string {
	out := map[string]string{"status": "", "status_one": "", "status_count": "", "status_none": ""}
	if status == "" {
		return out
	}
	switch w.in.Language {
	case lingo.German:
		weak := strings.ReplaceAll(status, w.set["and"], "n"+w.set["and"]) + "n"
		return map[string]string{"status": weak + " ", "status_none": weak + " ", "status_one": status + " ", "status_count": status + " "}
	case lingo.French:
		one := strings.NewReplacer("ées", "ée", "prêtes", "prête", "illisibles", "illisible").Replace(status)
		return map[string]string{"status": " " + status, "status_one": " " + one, "status_count": " " + status, "status_none": " " + one}
	}
	return map[string]string{"status": status + " ", "status_one": status + " ", "status_count": status + " ", "status_none": status + " "}
}

func (w writer) maybe(key, name, value string) string {
	if value == "" {
		return ""
	}
	return strings.ReplaceAll(w.set[key], name, value)
}

// period words the period: a whole year or month by its name, else its days.
func (w writer) period() string {
	p := w.in.Period
	key := "range"
	switch {
	case p.IsZero():
		return ""
	case p.To.IsZero():
		key = "since"
	case p.From.IsZero():
		key = "until"
	case p == yearOf(p.From.Year()):
		key = "year"
	case p == monthsOf(p.From.Year(), p.From.Month(), 1):
		key = "month"
	case p.From.Equal(p.To):
		key = "day"
	}
	year, month := "", ""
	if key == "year" || key == "month" {
		year, month = fmt.Sprint(p.From.Year()), monthWords[w.in.Language][p.From.Month()-1]
	}
	return strings.NewReplacer("{y}", year, "{month}", month, "{from}", w.day(p.From), "{to}", w.day(p.To)).Replace(w.set[key])
}

func (w writer) day(t time.Time) string {
	switch w.in.Language {
	case lingo.German:
		return t.Format("02.01.2006")
	case lingo.French:
		return t.Format("02/01/2006")
	}
	return fmt.Sprintf("%d %s %d", t.Day(), monthWords[lingo.English][t.Month()-1], t.Year())
}

func (w writer) invoices(n int64) string {
	if n == 1 {
		return w.set["invoice"]
	}
	return strings.ReplaceAll(w.set["invoices"], "{n}", fmt.Sprint(n))
}

// Amount writes an amount the way the language does, with its currency.
func Amount(l lingo.Language, d decimal.Decimal, currency string) string {
	places := max(-d.Exponent(), 2)
	s := d.StringFixed(places)
	sign, s := strings.TrimRight(s, "0123456789."), strings.TrimLeft(s, "-")
	whole, cents, _ := strings.Cut(s, ".")
	for places > 2 && strings.HasSuffix(cents, "0") {
		cents, places = cents[:len(cents)-1], places-1
	}
	group, point := ",", "."
	switch l {
	case lingo.German:
		group, point = ".", ","
	case lingo.French:
		group, point = "\u202f", ","
	}
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(r)
	}
	if l == lingo.English {
		return currency + " " + sign + b.String() + point + cents
	}
	return sign + b.String() + point + cents + " " + currency
}

// amounts words the measures of the rows, a currency each.
func (w writer) amounts(rows []Row) string {
	names := w.in.Measures
	if len(names) == 0 {
		names = []string{"gross"}
	}
	var parts []string
	for _, name := range names {
		for _, r := range byCurrency(rows) {
			value := map[string]decimal.Decimal{"gross": r.Gross, "net": r.Net, "tax": r.Tax}[name]
			parts = append(parts, Amount(w.in.Language, value, r.Currency)+" "+w.set[name])
		}
	}
	return joinWords(parts, w.set["and"])
}

func joinWords(parts []string, last string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + last + parts[len(parts)-1]
}

// byCurrency adds rows up, each currency by itself; those without one have no sums.
func byCurrency(rows []Row) []Row {
	var out []Row
	at := map[string]int{}
	for _, r := range rows {
		if r.Currency == "" {
			continue
		}
		i, ok := at[r.Currency]
		if !ok {
			i = len(out)
			at[r.Currency] = i
			out = append(out, Row{Currency: r.Currency})
		}
		out[i].Net, out[i].Tax, out[i].Gross = out[i].Net.Add(r.Net), out[i].Tax.Add(r.Tax), out[i].Gross.Add(r.Gross)
	}
	return out
}

func counts(rows []Row) (all, without int64) {
	for _, r := range rows {
		all += r.Count
		without += r.Without
	}
	return all, without
}
