package content

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
)

// dialect is how a file separates its values.
type dialect struct {
	comma   rune
	columns int // 0 when no separator makes columns
	rows    int // of the sample that have so many
	of      int
}

// sure tells a table from text that happens to have commas.
func (d dialect) sure() bool {
	return d.columns >= 2 && d.of >= 3 && d.rows == d.of && (d.columns >= 3 || d.comma != ',')
}

const sampleRows = 50

// dialectOf finds the separator that gives most rows of the sample the same number of columns, at least two.
func dialectOf(sample string) dialect {
	var best dialect
	for _, comma := range ";\t,|" {
		d := measure(sample, comma)
		if d.columns > 1 && d.rows*2 > d.of && d.rows*d.columns > best.rows*best.columns {
			best = d
		}
	}
	return best
}

func measure(sample string, comma rune) dialect {
	r := newCSV(strings.NewReader(sample), comma)
	counts := map[int]int{}
	d := dialect{comma: comma}
	for d.of < sampleRows {
		row, err := r.Read()
		if err != nil {
			break
		}
		if r.InputOffset() >= int64(len(sample)) && d.of > 1 {
			break // the last row of a sample may be cut
		}
		d.of++
		counts[len(row)]++
	}
	for columns, n := range counts {
		if columns > 1 && (n > d.rows || n == d.rows && columns > d.columns) {
			d.columns, d.rows = columns, n
		}
	}
	return d
}

func newCSV(r io.Reader, comma rune) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, c.LazyQuotes, c.FieldsPerRecord, c.ReuseRecord = comma, true, -1, true
	return c
}

// readCSV gives each row as "column: value" lines when the first row names the columns, else as its values.
func readCSV(b *builder, data []byte) {
	text, ok := decodeText(data)
	if !ok {
		b.err = damaged(nil, "the file is not text in UTF-8, UTF-16 or Windows-1252")
		return
	}
	d := dialectOf(cutText(text, 1<<16))
	if d.columns == 0 {
		b.paragraphs(text)
		return
	}
	r := newCSV(strings.NewReader(text), d.comma)
	t := tableWriter{b: b}
	for {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			t.finish()
			return
		case err != nil:
			b.err = damaged(err, "the table cannot be read: %v", err)
			return
		case !t.row(row):
			return
		}
	}
}

// tableWriter writes rows of values. The first row with more than one value is held back until the second tells whether it
// names the columns.
type tableWriter struct {
	b      *builder
	first  []string
	header []string
	begun  bool
}

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
		return t.b.ok()
	case !t.begun && t.first == nil && filled > 1:
		t.first = clean
		return true
	case t.first != nil:
		t.begun = true
		if namesColumns(t.first, clean) {
			t.header = t.first
		} else if !t.write(t.first) {
			return false
		}
		t.first = nil
	}
	return t.write(clean)
}

// finish writes a row that was held back: a header without rows.
func (t *tableWriter) finish() bool {
	first := t.first
	t.first, t.header, t.begun = nil, nil, false
	return first == nil || t.write(first)
}

func (t *tableWriter) write(cells []string) bool {
	var text strings.Builder
	for i, c := range cells {
		if c == "" {
			continue
		}
		if text.Len() > 0 {
			text.WriteString(valueBreak)
		}
		if i < len(t.header) && t.header[i] != "" {
			text.WriteString(t.header[i] + ": ")
		}
		text.WriteString(c)
	}
	return t.b.add(Block{Kind: Row, Text: text.String()})
}

// valueBreak stands between the values of a row.
const valueBreak = "; "

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
