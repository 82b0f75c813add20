package lines

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// phrase is a piece of text on a page.
type phrase struct {
	text       string
	page       *layout.Page
	box        layout.Box
	confidence float64
}

func phraseOf(p *layout.Page, ts []token) phrase {
	var b strings.Builder
	out := phrase{page: p, confidence: 1}
	for i, t := range ts {
		if i == 0 {
			out.box = t.box
		} else {
			out.box = out.box.Union(t.box)
			if ts[i-1].span.Seg != t.span.Seg || ts[i-1].span.End < t.span.Start {
				b.WriteByte(' ')
			}
		}
		b.WriteString(t.text())
		out.confidence = min(out.confidence, t.span.Confidence())
	}
	out.text = b.String()
	return out
}

// texts gives an item's description lines from top to bottom, and the identifiers that stand in other columns.
func (t *table) texts(it *item) (lines, codes []phrase) {
	stacked := t.stackedText()
	add := func(row []token, main bool) {
		desc := t.inColumn(row, description)
		if len(desc) == 0 || !main && !t.startsText(row) {
			return
		}
		if !main && !t.sharesRow(row) {
			desc = row
		}
		lines = append(lines, phraseOf(it.page, trimMarks(desc)))
	}
	for _, r := range it.above {
		add(r, false)
	}
	if row := t.inColumn(it.tokens(), description); len(row) > 0 {
		if stacked {
			codes = append(codes, phraseOf(it.page, row))
		} else {
			add(it.tokens(), true)
		}
	}
	for _, r := range it.below {
		add(r, false)
	}
	if a := t.inColumn(it.tokens(), article); len(a) > 0 {
		codes = append(codes, phraseOf(it.page, a))
	}
	return lines, codes
}

// stackedText tells whether descriptions stand in the row below the numbers, under an identifier.
func (t *table) stackedText() bool {
	for _, c := range t.grid {
		if c.role == article && c.stacked == description {
			return true
		}
	}
	return false
}

func (it *item) tokens() []token {
	var out []token
	for _, c := range it.cells {
		out = append(out, c.tokens...)
	}
	return out
}

// inColumn are a row's tokens in the columns of a role.
func (t *table) inColumn(row []token, r role) []token {
	var out []token
	for _, k := range row {
		if c := t.grid[t.grid.at(center(k.box))]; c.role == r || c.stacked == r {
			out = append(out, k)
		}
	}
	return out
}

// startsText tells whether a row's text begins in or left of the description's column rather than in another.
func (t *table) startsText(row []token) bool {
	c := t.grid[t.grid.at(center(row[0].box))]
	return c.role == description || c.stacked == description || textual[c.role]
}

// sharesRow tells whether a text row has more than the description's words: another column's words too.
func (t *table) sharesRow(row []token) bool {
	for i := 1; i < len(row); i++ {
		if row[i].box.X0-row[i-1].box.X1 > phraseGap*row[i].box.Height() {
			return true
		}
	}
	c := t.grid[t.grid.at(center(row[0].box))]
	return c.role != description && c.stacked != description
}

func trimMarks(ts []token) []token {
	for len(ts) > 1 && strings.Trim(ts[0].text(), "•*-–·:|") == "" {
		ts = ts[1:]
	}
	return ts
}

// name joins the first line with those it was wrapped into; the rest is the description.
func name(lines []phrase, right float64) (head, rest []phrase) {
	n := 1
	for n < len(lines) && n < 4 && wraps(lines[n-1], lines[n], right) {
		n++
	}
	return lines[:n], lines[n:]
}

// wraps tells whether a line goes on in the next: it reaches the column's end, or the next begins in lower case.
func wraps(a, b phrase, right float64) bool {
	first := strings.Fields(b.text)
	if len(first) == 0 || strings.HasPrefix(b.text, "•") || strings.HasPrefix(b.text, "*") || strings.Contains(first[0], ":") {
		return false
	}
	if strings.HasSuffix(a.text, "-") || strings.HasSuffix(a.text, "/") || strings.HasSuffix(a.text, "(") {
		return true
	}
	if strings.Count(a.text, "(") > strings.Count(a.text, ")") {
		return true
	}
	if len(first) > 1 && strings.HasSuffix(first[1], ":") || first[0] == ":" {
		return false
	}
	width := b.box.Width() / float64(max(len(b.text), 1)) * float64(len(first[0])+1)
	return a.box.X1+width > right
}

func joined(ps []phrase) phrase {
	out := ps[0]
	for _, p := range ps[1:] {
		if strings.HasSuffix(out.text, "-") && startsLower(p.text) {
			out.text = strings.TrimSuffix(out.text, "-") + p.text
		} else {
			out.text += " " + p.text
		}
		out.box = out.box.Union(p.box)
		out.confidence = min(out.confidence, p.confidence)
	}
	return out
}

func startsLower(s string) bool {
	return s != "" && (s[0] >= 'a' && s[0] <= 'z' || strings.HasPrefix(s, "ä") || strings.HasPrefix(s, "ö") || strings.HasPrefix(s, "ü") || strings.HasPrefix(s, "é"))
}

var gtin = regexp.MustCompile(`^\d{8}$|^\d{12,14}$`)

// isGTIN checks the digits of a GTIN-8, -12, -13 or -14.
func isGTIN(s string) bool {
	if !gtin.MatchString(s) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return sum%10 == 0
}
