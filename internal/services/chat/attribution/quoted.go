package attribution

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// Quoted is a text that facts are looked for in.
type Quoted struct {
	facts  Facts
	values map[string][]string // the units that stand beside each, "" for none
	days   map[string][]string // the bounds of each
	ids    map[string]bool
	spaced []string // letters and digits of each word, to find identifiers written in groups
}

// Quote reads a text that facts are looked for in.
func Quote(text string) Quoted {
	f := FactsOf(text)
	q := Quoted{facts: f, values: map[string][]string{}, days: map[string][]string{}, ids: map[string]bool{}}
	for _, n := range f.Numbers {
		for _, v := range n.Values {
			q.values[v] = append(q.values[v], n.Unit)
		}
	}
	for _, d := range f.Dates {
		q.addDate(d)
	}
	for _, id := range f.IDs {
		q.ids[id] = true
	}
	for _, w := range strings.Fields(text) {
		if s := squash(w); s != "" {
			q.spaced = append(q.spaced, s)
		}
	}
	return q
}

// addDate notes a date with its month, its year, and its day without the year.
func (q Quoted) addDate(d Date) {
	for _, day := range d.Days {
		q.days[day] = append(q.days[day], d.Bound)
		if len(day) >= 7 {
			q.days[day[:7]] = append(q.days[day[:7]], d.Bound)
			year := strings.SplitN(day, "-", 2)[0]
			q.values[year] = append(q.values[year], "")
		}
		if at := strings.IndexByte(day, '-'); at > 0 && len(day) > 7 {
			q.days["-"+day[at:]] = append(q.days["-"+day[at:]], d.Bound)
		}
	}
}

func (q Quoted) hasNumber(n Number) bool {
	known := false
	for _, v := range n.Values {
		if marks := q.values[v]; marks != nil {
			known = true
			if goesWith(n.Unit, marks) && !q.countsOthers(n) {
				return true
			}
		}
	}
	return !known && q.hasID(squash(n.Text)) && len(n.Text) >= 5
}

// goesWith tells whether one of the marks is the wanted one, or says nothing.
func goesWith(want string, marks []string) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return m == want || m == "" || want == "" })
}

// countsOthers tells whether what the number counts or measures stands here with other numbers only: 25 kg and 40 bottles are
// not 25 bottles, nor is a loss of 18 after a profit of 41 a profit of 18.
func (q Quoted) countsOthers(n Number) bool {
	return q.standsWithOthers(n, func(o Number) string { return o.Noun }) || q.standsWithOthers(n, func(o Number) string { return o.Label })
}

func (q Quoted) standsWithOthers(n Number, word func(Number) string) bool {
	if word(n) == "" {
		return false
	}
	others := false
	for _, o := range q.facts.Numbers {
		same := slices.ContainsFunc(o.Values, func(v string) bool { return slices.Contains(n.Values, v) })
		switch akin := word(o) != "" && wording.Akin(word(o), word(n)); {
		case same && (akin || word(o) == "" && o.Unit == n.Unit):
			return false
		case akin:
			others = true
		}
	}
	return others
}

func (q Quoted) hasDate(d Date) bool {
	return slices.ContainsFunc(d.Days, func(day string) bool { return goesWith(d.Bound, q.days[day]) })
}

// Names tells whether the text has an identifier, in groups or not.
func (q Quoted) Names(id string) bool { return q.hasID(id) }

// hasID looks for the identifier as it is, and as a run of whole words of the quote: DE12 3456 is DE123456.
func (q Quoted) hasID(id string) bool {
	if q.ids[id] {
		return true
	}
	for i := range q.spaced {
		rest := id
		for _, w := range q.spaced[i:] {
			if !strings.HasPrefix(rest, w) {
				break
			}
			if rest = rest[len(w):]; rest == "" {
				return true
			}
		}
	}
	return false
}
