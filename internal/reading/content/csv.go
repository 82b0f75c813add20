package content

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
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
	text, ok := b.decode(data)
	if !ok {
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
