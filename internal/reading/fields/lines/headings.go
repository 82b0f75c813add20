package lines

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
)

const (
	maxHeadingWords = 6
	maxHeadWords    = 40 // a segment with more words is a paragraph
)

// heading is one column's heading.
type heading struct {
	role role
	box  layout.Box
	key  string // folded
	// stacked is the role of the line below in the same column: an article number over its description.
	stacked role
}

// match is a heading found in a row.
type match struct {
	role    role
	box     layout.Box
	key     string // folded
	letters int
}

// matchRow finds the headings of a row, and how much of its text they are.
func matchRow(r *layout.Row) (found []match, share float64) {
	total, hit := 0, 0
	var open []*layout.Segment
	for _, s := range r.Segments {
		ms, letters := matchSegment(s)
		for _, m := range ms {
			hit += m.letters
		}
		if len(ms) == 0 {
			open = append(open, s)
		}
		total += letters
		found = append(found, ms...)
	}
	if len(found) >= 1 && len(found) >= len(open)/2 {
		for _, s := range open {
			if m, ok := matchNear(s); ok {
				found = append(found, m)
				hit += m.letters
			}
		}
	}
	if total == 0 {
		return nil, 0
	}
	return found, float64(hit) / float64(total)
}

func matchSegment(s *layout.Segment) (found []match, letters int) {
	if len(s.Words) > maxHeadWords {
		return nil, len(s.Text)
	}
	folded := make([]string, len(s.Words))
	for i, w := range s.Words {
		folded[i] = foldHeading(w.Text)
		letters += len(folded[i])
	}
	for i := 0; i < len(folded); {
		m, used := matchAt(s, folded, i)
		if used == 0 {
			i++
			continue
		}
		found = append(found, m)
		i += used
	}
	return found, letters
}

// matchNear reads a whole segment as a heading with a letter or two wrong.
func matchNear(s *layout.Segment) (match, bool) {
	if len(s.Words) > 3 {
		return match{}, false
	}
	key := ""
	for _, w := range s.Words {
		key += foldHeading(w.Text)
	}
	r, ok := words().near(key)
	return match{role: r, box: s.Box, letters: max(len(key)-1, 0)}, ok
}

// foldHeading folds a word of a heading; currencies say nothing about the column.
func foldHeading(w string) string {
	if _, ok := lang.CurrencyOf(w); ok {
		return ""
	}
	f := lang.Key(w)
	for _, cur := range []string{"€", "$", "£"} {
		if strings.HasPrefix(w, cur) {
			return strings.TrimPrefix(f, cur)
		}
	}
	return f
}

// matchAt finds the longest heading that starts with a word, and takes words like "incl. VAT" behind it along.
func matchAt(s *layout.Segment, folded []string, at int) (match, int) {
	d := words()
	if folded[at] == "" {
		return match{}, 0
	}
	key, used := "", 0
	var best role
	for k := at; k < len(folded) && k < at+maxHeadingWords; k++ {
		key += folded[k]
		if len(key) > d.longest {
			break
		}
		if r, ok := d.columns[key]; ok {
			best, used = r, k-at+1
		}
	}
	if used == 0 {
		return match{}, 0
	}
	best, used = d.qualify(best, folded, at, used)
	m := match{role: best, box: s.Words[at].Box}
	for k := at; k < at+used; k++ {
		m.box = m.box.Union(s.Words[k].Box)
		m.letters += len(folded[k])
		m.key += folded[k]
	}
	return m, used
}

var netRole = map[role]role{amount: netAmount, grossAmount: netAmount, price: price, priceGross: price}

var grossRole = map[role]role{amount: grossAmount, netAmount: grossAmount, price: priceGross}

// qualify reads what follows a price's or amount's heading: with VAT or without.
func (d *dictionary) qualify(r role, folded []string, at, used int) (role, int) {
	if netRole[r] == "" {
		return r, used
	}
	for k := at + used; k < len(folded); k++ {
		w := folded[k]
		switch {
		case d.net[w]:
			r = netRole[r]
		case d.gross[w] && grossRole[r] != "":
			r = grossRole[r]
		case w == "" || d.filler[w] && k > at+used-1 && (k > 0 && (d.net[folded[k-1]] || d.gross[folded[k-1]] || d.filler[folded[k-1]])):
		default:
			return r, k - at
		}
	}
	return r, len(folded) - at
}
