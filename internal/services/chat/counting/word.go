package counting

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
)

// Row is some invoices counted and summed in one currency.
type Row struct {
	Seller, Month, Currency, Status string // "" where not grouped by it, or not known
	Count                           int64
	Without                         int64 // of Count, those whose total is not known
	Net, Tax, Gross                 decimal.Decimal
	Excluded                        Sums // beside Count: those that a duplicate of theirs excludes
	Similar                         Sums // of Count: those that say nearly the same as an older one
}

// Sums is some invoices counted and summed.
type Sums struct {
	Count           int64
	Net, Tax, Gross decimal.Decimal
}

// Item is one invoice of a list.
type Item struct {
	Number, Seller, Currency string
	Date                     time.Time
	Gross                    decimal.Decimal
}

// answers are the phrases of answers by language and key.
var answers = sync.OnceValue(func() map[wording.Language]map[string]string {
	out := map[wording.Language]map[string]string{}
	for code, set := range lang.Phrases("answers.json") {
		out[wording.Language(code)] = set
	}
	return out
})

// maxLines bounds the groups that an answer lists.
const maxLines = 60

// writer words one answer.
type writer struct {
	in     Intent
	set    map[string]string
	seller string
}

func newWriter(in Intent, seller string) writer {
	return writer{in: in, set: answers()[in.Language], seller: seller}
}

func (w writer) fill(key string, more ...string) string {
	pairs := []string{"{period}", w.period(), "{seller}", w.maybe("seller", "{name}", w.seller), "{currency}", w.maybe("currency", "{currency}", w.in.Currency)}
	for name, s := range w.declined() {
		pairs = append(pairs, "{"+name+"}", s)
	}
	return strings.NewReplacer(append(more, pairs...)...).Replace(w.set[key])
}

// statusForms are the forms in which a phrase may ask for the words of statuses: with the article, of one, after a number,
// after "no".
var statusForms = []string{"status", "status_one", "status_count", "status_none"}

// declined are the words for the statuses in each form. A language says a form of its own behind the status's key and a dot.
func (w writer) declined() map[string]string {
	out := map[string]string{}
	for _, form := range statusForms {
		var words []string
		for _, s := range w.in.Statuses {
			word, ok := w.set[s+"."+form]
			if !ok {
				word = w.set[s]
			}
			words = append(words, word)
		}
		out[form] = ""
		if len(words) > 0 {
			out[form] = strings.ReplaceAll(w.set["status"], "{words}", strings.Join(words, w.set["and"]))
		}
	}
	return out
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
		year, month = fmt.Sprint(p.From.Year()), lang.MonthName(string(w.in.Language), int(p.From.Month()))
	}
	return strings.NewReplacer("{y}", year, "{month}", month, "{from}", w.day(p.From), "{to}", w.day(p.To)).Replace(w.set[key])
}

// day writes a day as the language's answers do.
func (w writer) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strings.NewReplacer("{month}", lang.MonthName(string(w.in.Language), int(t.Month())), "{d}", fmt.Sprint(t.Day()), "{dd}", t.Format("02"),
		"{mm}", t.Format("01"), "{y}", t.Format("2006")).Replace(w.set["date"])
}

func (w writer) invoices(n int64) string {
	if n == 1 {
		return w.set["invoice"]
	}
	return strings.ReplaceAll(w.set["invoices"], "{n}", fmt.Sprint(n))
}

// Amount writes an amount the way the language does, with its currency.
func Amount(l wording.Language, d decimal.Decimal, currency string) string {
	places := max(-d.Exponent(), 2)
	s := d.StringFixed(places)
	sign, s := strings.TrimRight(s, "0123456789."), strings.TrimLeft(s, "-")
	whole, cents, _ := strings.Cut(s, ".")
	for places > 2 && strings.HasSuffix(cents, "0") {
		cents, places = cents[:len(cents)-1], places-1
	}
	set := answers()[l]
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(set["group"])
		}
		b.WriteRune(r)
	}
	return strings.NewReplacer("{amount}", sign+b.String()+set["point"]+cents, "{currency}", currency).Replace(set["amount"])
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
