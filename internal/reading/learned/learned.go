// Package learned is what a correction says of how a seller's invoices are laid out: which label holds a value, which name is
// the seller's; and the use of that on the seller's next invoice.
//
// It owns what is learned and how it is found on pages again: a value that does not stand there is never stated. It does not own
// whose it is and where it is kept (package invoice).
package learned

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Places of a value: beside its label, under it, or where the words themselves are the value.
const (
	Right = "right"
	Below = "below"
	Self  = "self"
)

// Lesson is how a seller's invoices hold one value.
type Lesson struct {
	Pointer string  `json:"pointer"` // RFC 6901, into data
	Label   string  `json:"label"`   // the words of its label as they are printed; of a name, the name
	Place   string  `json:"place"`
	Words   int     `json:"words"` // how many the value has
	X       float64 `json:"x"`     // its upper left corner, as a fraction of the page
	Y       float64 `json:"y"`
	// Order is how a date of numbers is written, where the value proved it: day_first or month_first.
	Order string `json:"order,omitempty"`
}

// Orders of dates.
const (
	dayFirst   = "day_first"
	monthFirst = "month_first"
)

// Taught tells the values that are learned.
func Taught(pointer string) bool { return values[pointer] != nil }

// value reads and writes one value of an invoice.
type value struct {
	get func(*en16931.Invoice) string
	// set takes the words as they are printed, and the order of dates; false where they are none of that kind.
	set func(*en16931.Invoice, string, string) bool
}

var values = map[string]*value{
	"/number": {func(i *en16931.Invoice) string { return i.Number }, func(i *en16931.Invoice, s, _ string) bool {
		i.Number = s
		return strings.ContainsAny(s, "0123456789")
	}},
	"/seller/name": {func(i *en16931.Invoice) string { return i.Seller.Name }, func(i *en16931.Invoice, s, _ string) bool {
		i.Seller.Name = s
		return true
	}},
	"/issue_date": date(func(i *en16931.Invoice) *en16931.Date { return &i.IssueDate }),
	"/due_date":   date(func(i *en16931.Invoice) *en16931.Date { return &i.DueDate }),
}

func date(of func(*en16931.Invoice) *en16931.Date) *value {
	return &value{func(i *en16931.Invoice) string { return of(i).String() }, func(i *en16931.Invoice, s, order string) bool {
		as := locale.DayFirst
		if order == monthFirst {
			as = locale.MonthFirst
		}
		d, ok := locale.ParseDate(s, as)
		if !ok || d.Ambiguous && order == "" {
			return false
		}
		*of(i) = d.Date
		return true
	}}
}

// Teach looks up the values that a person corrected on the pages of their invoice. What does not stand there, or without a
// label, teaches nothing.
func Teach(list []pages.Page, data *en16931.Invoice, corrected []string) []Lesson {
	t := newText(list)
	var out []Lesson
	for _, pointer := range corrected {
		v := values[pointer]
		if v == nil || v.get(data) == "" {
			continue
		}
		if l, ok := t.lesson(pointer, v, data); ok {
			out = append(out, l)
		}
	}
	return out
}

// lesson finds a value on the pages, and its label: of several places the first with one.
func (t *text) lesson(pointer string, v *value, data *en16931.Invoice) (Lesson, bool) {
	for _, r := range t.runs(func(s string) bool { return holds(v, data, s, dayFirst) || holds(v, data, s, monthFirst) }) {
		l := Lesson{Pointer: pointer, Words: r.n, X: r.box().X0, Y: r.box().Y0, Order: orderOf(v, data, r.text())}
		if pointer == "/seller/name" {
			l.Label, l.Place = r.text(), Self
			return l, true
		}
		if label, place, ok := t.labelOf(r); ok {
			l.Label, l.Place = label, place
			return l, true
		}
	}
	return Lesson{}, false
}

// holds tells whether printed words are the value of an invoice.
func holds(v *value, data *en16931.Invoice, printed, order string) bool {
	var got en16931.Invoice
	return v.set(&got, printed, order) && lang.Key(v.get(&got)) == lang.Key(v.get(data))
}

// orderOf is the order that a printed date proves: in the other it is not the value, or none.
func orderOf(v *value, data *en16931.Invoice, printed string) string {
	day, month := holds(v, data, printed, dayFirst), holds(v, data, printed, monthFirst)
	switch {
	case day && !month:
		return dayFirst
	case month && !day:
		return monthFirst
	}
	if d, ok := locale.ParseDate(printed, locale.DayFirst); ok && d.Proof {
		if d.Order == locale.MonthFirst {
			return monthFirst
		}
		return dayFirst
	}
	return ""
}

// Apply reads the values of an invoice that lessons tell of off its pages, and gives the pointers of those that it changed. What
// was learned is no proof: a value is as sure as its words were read, and never surer than learning is.
func Apply(list []pages.Page, inv *evidence.Invoice, lessons []Lesson) []string {
	t := newText(list)
	var changed []string
	for _, l := range lessons {
		v := values[l.Pointer]
		if v == nil {
			continue
		}
		r, ok := t.find(l)
		if !ok {
			continue
		}
		next := inv.Data
		if !v.set(&next, r.text(), l.Order) || v.get(&next) == v.get(&inv.Data) {
			continue
		}
		inv.Data = next
		inv.Evidence = append(without(inv.Evidence, l.Pointer), r.proof(l.Pointer))
		changed = append(changed, l.Pointer)
	}
	return changed
}

func without(list []evidence.Evidence, pointer string) []evidence.Evidence {
	var out []evidence.Evidence
	for _, e := range list {
		if e.Pointer != pointer {
			out = append(out, e)
		}
	}
	return out
}

// surest bounds the confidence of what only a correction of another invoice tells.
const surest = 0.9

func (r run) proof(pointer string) evidence.Evidence {
	sure := surest
	for _, w := range r.words() {
		sure = min(sure, w.Confidence*surest)
	}
	b := r.box()
	return evidence.Evidence{Pointer: pointer, Source: evidence.FromLearned, Confidence: sure, Text: r.text(), Page: r.words()[0].page,
		Box: &[4]float64{b.X0, b.Y0, b.X1, b.Y1}}
}

// Mark is words by which a seller's invoices are known, and where they stand.
type Mark struct {
	Text string  `json:"text"` // as lang.Key makes it
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
}

// MarkOf is the seller's VAT identifier as it stands on the pages, or an account, or the name; false where none does.
func MarkOf(list []pages.Page, data *en16931.Invoice) (Mark, bool) {
	t := newText(list)
	wanted := []string{data.Seller.VATID}
	if data.Payment != nil {
		for _, a := range data.Payment.Accounts {
			wanted = append(wanted, a.IBAN)
		}
	}
	wanted = append(wanted, data.Seller.Name)
	for _, w := range wanted {
		key := lang.Key(w)
		if len(key) < shortestMark {
			continue
		}
		for _, r := range t.runs(func(s string) bool { return lang.Key(s) == key }) {
			return Mark{Text: key, X: r.box().X0, Y: r.box().Y0}, true
		}
	}
	return Mark{}, false
}

// shortestMark is in characters: less could stand on anybody's invoice.
const shortestMark = 6

// Near tells whether a mark stands on the pages about where it stood: a seller is named elsewhere as the customer of another.
func (m Mark) Near(list []pages.Page) bool {
	for _, r := range newText(list).runs(func(s string) bool { return lang.Key(s) == m.Text }) {
		if near(r.box(), m.X, m.Y, markMoves) {
			return true
		}
	}
	return false
}

// Marks are all words of the pages that could be somebody's mark, as lang.Key makes them, at most so many.
func Marks(list []pages.Page) []string {
	t := newText(list)
	seen := map[string]bool{}
	var out []string
	for _, r := range t.runs(func(string) bool { return true }) {
		key := lang.Key(r.text())
		if len(key) >= shortestMark && len(key) <= longestMark && !seen[key] && len(out) < mostMarks {
			seen[key] = true
			out = append(out, key)
		}
	}
	return out
}

const (
	longestMark = 80
	mostMarks   = 5000
	markMoves   = 0.08 // of the page
	valueMoves  = 0.2
)
