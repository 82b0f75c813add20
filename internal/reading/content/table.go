package content

import (
	"strings"
	"unicode"
)

// tableWriter writes rows of values. The first rows of a table, and those behind an empty row or a title inside it, are held
// back until they tell how to read what follows: under the row that names its columns, as names with their values, or as values.
type tableWriter struct {
	b      *builder
	held   [][]string
	header []string
	pairs  bool // rows are a name and its value
	begun  bool // how to read is decided
}

// heldRows is how many rows tell how to read a table.
const heldRows = 6

func (t *tableWriter) row(cells []string) bool {
	if len(cells) > t.b.limits.Cells {
		t.b.err = tooComplex("a row has more than %d cells", t.b.limits.Cells)
		return false
	}
	clean := make([]string, len(cells))
	filled := 0
	for i, c := range cells {
		if clean[i] = Clean(c); clean[i] != "" {
			filled++
		}
	}
	switch {
	case filled == 0:
		return t.resolve()
	case filled == 1 && t.title(clean):
		return t.resolve() && t.b.add(Block{Kind: Row, Text: strings.Join(clean, "")})
	case t.begun:
		return t.write(clean)
	}
	if t.held = append(t.held, clean); len(t.held) < heldRows {
		return t.b.ok()
	}
	return t.decide()
}

// title tells that the only value of a row stands above a table, or parts one from the next.
func (t *tableWriter) title(cells []string) bool {
	if !t.begun && len(t.held) == 0 {
		return true
	}
	return cells[0] != "" && !numeric(cells[0]) && (len(t.header) > 2 || len(t.held) > 0)
}

// resolve ends a part of a table: what was held is written, and the next rows tell anew.
func (t *tableWriter) resolve() bool {
	ok := t.b.ok() && (t.begun || t.decide())
	t.begun = false
	return ok
}

// finish ends a table.
func (t *tableWriter) finish() bool {
	ok := t.resolve()
	t.header, t.pairs = nil, false
	return ok
}

// decide tells by the rows that were held how to read them, and writes them.
func (t *tableWriter) decide() bool {
	rows := t.held
	t.held, t.begun = nil, true
	if len(rows) == 0 {
		return t.b.ok()
	}
	former := t.header
	t.header, t.pairs = former, false
	switch {
	case namesValues(rows) && (former == nil || width(rows[0]) < width(former)):
		t.header, t.pairs = nil, true
	case len(rows) > 1 && namesColumns(rows[0], rows[1]) && (former == nil || newColumns(rows, former)):
		t.header, rows = rows[0], rows[1:]
	case former != nil && width(rows[0]) > len(former):
		t.header = nil
	}
	for _, r := range rows {
		if !t.write(r) {
			return false
		}
	}
	return true
}

func (t *tableWriter) write(cells []string) bool {
	var text strings.Builder
	for i, c := range cells {
		if c == "" {
			continue
		}
		switch {
		case text.Len() == 0:
		case t.pairs && !strings.Contains(text.String(), ": "):
			text.WriteString(": ")
		default:
			text.WriteString(valueBreak)
		}
		if i < len(t.header) && t.header[i] != "" {
			text.WriteString(t.header[i] + ": ")
		}
		if t.pairs && text.Len() == 0 {
			c = strings.TrimRight(c, ": ")
		}
		text.WriteString(c)
	}
	return t.b.add(Block{Kind: Row, Text: text.String()})
}

// valueBreak stands between the values of a row.
const valueBreak = "; "

// width is how many cells a row has up to its last value.
func width(cells []string) int {
	for i := len(cells); i > 0; i-- {
		if cells[i-1] != "" {
			return i
		}
	}
	return 0
}

// namesColumns tells that a row is the header of the next: words without numbers, each once, most of them above a value.
func namesColumns(first, second []string) bool {
	seen := map[string]bool{}
	named := 0
	for _, c := range first {
		if c == "" {
			continue
		}
		if seen[c] || len(c) > maxHeading || !strings.ContainsFunc(c, unicode.IsLetter) || numeric(c) {
			return false
		}
		seen[c] = true
		named++
	}
	differs := len(first) != len(second)
	for i := range min(len(first), len(second)) {
		differs = differs || numeric(second[i]) || len(second[i]) > 2*len(first[i])
	}
	return named >= 2 && named*2 >= len(second) && (differs || named == len(first))
}

// newColumns tells that the first of rows names columns of its own, and is not one more row of the table before: numbers stand
// below its words, or it is of another width.
func newColumns(rows [][]string, former []string) bool {
	if width(rows[0]) != width(former) {
		return true
	}
	for i := range rows[0] {
		below := 0
		for _, r := range rows[1:] {
			if i < len(r) && numeric(r[i]) {
				below++
			}
		}
		if below > 0 && below == len(rows)-1 {
			return true
		}
	}
	return false
}

// fewestPairs is how many rows of a name and its value are a form, not a table of two columns.
const fewestPairs = 3

// namesValues tells that rows are names with their values: all of two cells, the names without digits and each once, and the
// values now words, now numbers, or the names end with a colon.
func namesValues(rows [][]string) bool {
	seen := map[string]bool{}
	colons, words, numbers := 0, 0, 0
	for i, r := range rows {
		name, value, ok := pair(r)
		if !ok || seen[name] || len(name) > maxHeading || strings.ContainsAny(name, "0123456789") || !strings.ContainsFunc(name, unicode.IsLetter) {
			return false
		}
		seen[name] = true
		switch {
		case strings.HasSuffix(name, ":"):
			colons++
		case numeric(value) || strings.HasPrefix(value, "="): // a formula
			numbers++
		case i > 0: // the first value may name a column
			words++
		}
	}
	if colons == len(rows) {
		return true
	}
	return len(rows) >= fewestPairs && (words > 0 && numbers > 0 || numbers == len(rows))
}

// pair gives the two values of a row that has no more.
func pair(cells []string) (name, value string, ok bool) {
	for _, c := range cells {
		switch {
		case c == "":
		case name == "":
			name = c
		case value == "":
			value = c
		default:
			return "", "", false
		}
	}
	return name, value, value != ""
}

// numeric tells a number, an amount or a date: more digits than letters.
func numeric(s string) bool {
	digits, other := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			other++
		}
	}
	return digits > other
}
