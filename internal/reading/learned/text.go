package learned

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/pages"
)

// placedWord is a word and its page.
type placedWord struct {
	pages.Word

	page int
}

// text is the words of an invoice's pages in rows, from left to right.
type text struct {
	words []placedWord // by page, row and place
	row   []int        // of each word
}

const (
	mostWords = 4000 // of an invoice that are looked at
	longest   = 8    // words of a value or label
)

func newText(list []pages.Page) *text {
	t := &text{}
	for _, p := range list {
		at := len(t.words)
		for _, w := range p.Words() {
			if len(t.words) < mostWords {
				t.words = append(t.words, placedWord{w, p.Number})
			}
		}
		t.arrange(at)
	}
	return t
}

// arrange puts the words of a page, from index at on, into rows: those whose middles lie within the height of one another.
func (t *text) arrange(at int) {
	part := t.words[at:]
	slices.SortStableFunc(part, func(a, b placedWord) int { return compare(middle(a.Box), middle(b.Box)) })
	row := 0
	if len(t.row) > 0 {
		row = t.row[len(t.row)-1] + 1
	}
	start := 0
	for i := 1; i <= len(part); i++ {
		if i < len(part) && middle(part[i].Box)-middle(part[start].Box) < 0.6*(part[start].Box.Y1-part[start].Box.Y0) {
			continue
		}
		slices.SortStableFunc(part[start:i], func(a, b placedWord) int { return compare(a.Box.X0, b.Box.X0) })
		for range part[start:i] {
			t.row = append(t.row, row)
		}
		row, start = row+1, i
	}
}

func middle(b pages.Box) float64 { return (b.Y0 + b.Y1) / 2 }

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// run is n words side by side, from the i-th on.
type run struct {
	t    *text
	i, n int
}

func (r run) words() []placedWord { return r.t.words[r.i : r.i+r.n] }

func (r run) text() string {
	var parts []string
	for _, w := range r.words() {
		parts = append(parts, w.Text)
	}
	return strings.TrimRight(strings.Join(parts, " "), ":,;")
}

func (r run) box() pages.Box {
	out := r.words()[0].Box
	for _, w := range r.words() {
		out = out.Union(w.Box)
	}
	return out
}

// runs are all runs of words without a gap whose text is wanted.
func (t *text) runs(wanted func(string) bool) []run {
	var out []run
	for i := range t.words {
		for n := 1; n <= longest && i+n <= len(t.words); n++ {
			if n > 1 && !t.joined(i+n-2) {
				break
			}
			if r := (run{t, i, n}); wanted(r.text()) {
				out = append(out, r)
			}
		}
	}
	return out
}

// joined tells whether a word and the next belong together: in one row, no wider apart than two letters.
func (t *text) joined(i int) bool {
	a, b := t.words[i].Box, t.words[i+1].Box
	return t.row[i] == t.row[i+1] && b.X0-a.X1 < 1.2*(a.Y1-a.Y0)
}

// labelOf is the label of a value: the words left of it in its row, else those above.
func (t *text) labelOf(r run) (label, place string, ok bool) {
	if r.i > 0 && t.row[r.i-1] == t.row[r.i] {
		from := r.i - 1
		for from > 0 && r.i-from < longest && t.joined(from-1) && !strings.HasSuffix(t.words[from-1].Text, ":") {
			from--
		}
		if left := (run{t, from, r.i - from}); lettered(left.text()) {
			return left.text(), Right, true
		}
	}
	above, ok := t.above(r)
	if !ok || !lettered(above.text()) {
		return "", "", false
	}
	return above.text(), Below, true
}

// above is the run over a value in the nearest row that has words there.
func (t *text) above(r run) (run, bool) {
	b := r.box()
	for i := r.i - 1; i >= 0 && t.words[i].page == t.words[r.i].page; i-- {
		w := t.words[i].Box
		if t.row[i] == t.row[r.i] || w.X1 <= b.X0 || w.X0 >= b.X1 {
			continue
		}
		if b.Y0-w.Y1 > 3*(b.Y1-b.Y0) {
			return run{}, false
		}
		from, to := i, i
		for from > 0 && t.joined(from-1) {
			from--
		}
		for to+1 < len(t.words) && t.joined(to) {
			to++
		}
		return run{t, from, min(to-from+1, longest)}, true
	}
	return run{}, false
}

func lettered(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// find is the value that a lesson tells of: of several places of its label the one nearest to where the value stood.
func (t *text) find(l Lesson) (run, bool) {
	key := lang.Key(l.Label)
	var best run
	least := valueMoves
	for _, label := range t.runs(func(s string) bool { return lang.Key(s) == key }) {
		r, ok := t.valueOf(label, l)
		if !ok {
			continue
		}
		if d := math.Hypot(r.box().X0-l.X, (r.box().Y0-l.Y)/2); d < least {
			best, least = r, d
		}
	}
	return best, best.n > 0
}

// valueOf is the words that a label holds.
func (t *text) valueOf(label run, l Lesson) (run, bool) {
	next := label.i + label.n
	switch l.Place {
	case Self:
		return label, true
	case Right:
		if next >= len(t.words) || t.row[next] != t.row[label.i] {
			return run{}, false
		}
		return t.wordsFrom(next, l.Words), true
	}
	b := label.box()
	for i := next; i < len(t.words) && t.words[i].page == t.words[label.i].page; i++ {
		w := t.words[i].Box
		if t.row[i] == t.row[label.i] || w.X1 <= b.X0 || w.X0 >= b.X1 {
			continue
		}
		if w.Y0-b.Y1 > 3*(b.Y1-b.Y0) {
			break
		}
		return t.wordsFrom(i, l.Words), true
	}
	return run{}, false
}

// wordsFrom are at most n words from the i-th on that belong together.
func (t *text) wordsFrom(i, n int) run {
	r := run{t, i, 1}
	for r.n < n && r.i+r.n < len(t.words) && t.joined(r.i+r.n-1) {
		r.n++
	}
	return r
}

func near(b pages.Box, x, y, within float64) bool {
	return math.Abs(b.X0-x) < within && math.Abs(b.Y0-y) < within
}
