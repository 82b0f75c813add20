package counting

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/query"
)

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

// writer words the answer of one part.
type writer struct {
	in   Intent
	set  map[string]string
	part Part
}

func newWriter(in Intent, part Part) writer {
	return writer{in: in, set: answers()[in.Language], part: part}
}

func (w writer) fill(key string, more ...string) string {
	pairs := []string{"{period}", w.period(), "{seller}", w.about(), "{currency}", w.currencies() + w.types()}
	for name, s := range w.declined() {
		pairs = append(pairs, "{"+name+"}", s)
	}
	return strings.NewReplacer(append(more, pairs...)...).Replace(w.named(w.set[key]))
}

// named is a phrase about credit notes where only they are asked for: each language says how its word for invoices becomes theirs.
func (w writer) named(phrase string) string {
	if w.in.Type != query.CreditNote {
		return phrase
	}
	return strings.NewReplacer(w.set["noun_many"], w.set["credit_many"], w.set["noun_one"], w.set["credit_one"]).Replace(phrase)
}

// about words what narrows besides status, time and currency.
func (w writer) about() string {
	in := w.in
	out := ""
	if in.Op != Share {
		out = w.maybe("seller", "{name}", w.part.Seller)
	}
	if w.part.Seller == "" && len(in.Sellers) > 0 && in.Op != Share {
		out = w.maybe("seller", "{name}", joinWords(w.sellerNames(), w.set["and"]))
	}
	out += w.maybe("except", "{name}", joinWords(in.NotSellers, w.set["and"])) + w.maybe("line", "{line}", in.Line) + w.maybe("number", "{name}", in.Number)
	if in.Amount.Min.IsPresent() && in.Amount.Max.IsPresent() {
		return out + strings.NewReplacer("{a}", w.bound(in.Amount.Min), "{b}", w.bound(in.Amount.Max)).Replace(w.set["between"])
	}
	for _, b := range []struct {
		key string
		d   en16931.Decimal
	}{{"at_least", in.Amount.Min}, {"over", in.Amount.Over}, {"at_most", in.Amount.Max}, {"under", in.Amount.Under}} {
		if b.d.IsPresent() {
			out += strings.ReplaceAll(w.set[b.key], "{a}", w.bound(b.d))
		}
	}
	return out
}

// bound is an amount that others are compared to, with its currency where one was said.
func (w writer) bound(d en16931.Decimal) string {
	if len(w.in.Currencies) != 1 {
		return w.figure(d.Value())
	}
	return w.amount(d.Value(), w.in.Currencies[0])
}

// currencies says which currencies are asked for, or left out.
func (w writer) currencies() string {
	return w.maybe("currency", "{currency}", joinWords(w.in.Currencies, w.set["or"])) + w.maybe("not_currency", "{currency}", joinWords(w.in.NotIn, w.set["or"]))
}

// types says that credit notes are left out.
func (w writer) types() string {
	if w.in.Type == query.Invoice {
		return w.set["no_credit"]
	}
	return ""
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
	p := w.part.Period
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
	due := ""
	if w.in.Due {
		due = "due_"
	}
	if key == "year" || key == "month" {
		year, month = fmt.Sprint(p.From.Year()), lang.MonthName(string(w.in.Language), int(p.From.Month()))
	}
	return strings.NewReplacer("{y}", year, "{month}", month, "{from}", w.day(p.From), "{to}", w.day(p.To)).Replace(w.set[due+key])
}

// day writes a day as the language's answers do.
func (w writer) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strings.NewReplacer("{month}", lang.MonthName(string(w.in.Language), int(t.Month())), "{d}", fmt.Sprint(t.Day()), "{dd}", t.Format("02"),
		"{mm}", t.Format("01"), "{y}", t.Format("2006")).Replace(w.set["date"])
}

func (w writer) invoices(n int64) string { return w.some(n, "invoice", "invoices") }

// documents words how many invoices and credit notes there are.
func (w writer) documents(n, credits int64) string {
	var parts []string
	if n > credits || n == 0 {
		parts = append(parts, w.invoices(n-credits))
	}
	if credits > 0 {
		parts = append(parts, w.some(credits, "credit_note_one", "credit_notes"))
	}
	return strings.Join(parts, ", ")
}

func (w writer) some(n int64, one, many string) string {
	if n == 1 {
		return w.set[one]
	}
	return strings.ReplaceAll(w.set[many], "{n}", fmt.Sprint(n))
}

// Amount writes an amount the way the language does, with its currency.
func Amount(l wording.Language, d decimal.Decimal, currency string) string {
	return strings.NewReplacer("{amount}", figure(l, d), "{currency}", currency).Replace(answers()[l]["amount"])
}

func (w writer) figure(d decimal.Decimal) string { return figure(w.in.Language, d) }

// figure writes a number with two decimals at least.
func figure(l wording.Language, d decimal.Decimal) string {
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
	return sign + b.String() + set["point"] + cents
}

func joinWords(parts []string, last string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + last + parts[len(parts)-1]
}
