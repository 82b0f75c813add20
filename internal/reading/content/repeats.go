package content

import (
	"regexp"
	"strconv"
	"strings"
)

const (
	// edge is how much of the page's height at its head and foot may hold what repeats on every page.
	edge = 0.12
	// leastRepeats is on how many pages a line must stand to be one that repeats; it must be more than half of them, too.
	leastRepeats = 3
	// apartEms is how much wider than its letters are high the space between a running line and the body is at least, and
	// apartGaps how much wider than the space between the body's own rows.
	apartEms  = 1.1
	apartGaps = 1.4
)

// running is a whole line at the head or foot of a page, apart from the body.
type running struct {
	sheet, page int
	pieces      []piece
	numbers     []int
}

// place names lines that may be one and the same on several pages: their text but for its numbers, how many those are, and
// their height in hundredths of the page.
type place struct {
	text    string
	numbers int
	y       int
}

// dropRepeats leaves of running heads and feet only the first: letterheads, titles, page numbers. A row of the body is none,
// however much it is like the row at the same height of the next page.
func dropRepeats(sheets [][]piece) {
	if len(sheets) < leastRepeats {
		return
	}
	at := map[place][]running{}
	var order []place
	for i, sheet := range sheets {
		for _, row := range runningRows(rowsOf(sheet)) {
			text, numbers := masked(row)
			p := place{text, len(numbers), int(row[0].y0 * 100)}
			for _, near := range []int{p.y - 1, p.y + 1} {
				if at[p] == nil && at[place{text, len(numbers), near}] != nil {
					p.y = near
				}
			}
			if at[p] == nil {
				order = append(order, p)
			}
			at[p] = append(at[p], running{sheet: i, page: row[0].page, pieces: row, numbers: numbers})
		}
	}
	gone := make([]map[piece]bool, len(sheets))
	for _, p := range order {
		if list := at[p]; len(list) >= leastRepeats && len(list)*2 > len(sheets) && counts(list) {
			for _, r := range list[1:] {
				gone[r.sheet] = with(gone[r.sheet], r.pieces)
			}
		}
	}
	for i, sheet := range sheets {
		rest := sheet[:0]
		for _, p := range sheet {
			if !gone[i][p] {
				rest = append(rest, p)
			}
		}
		sheets[i] = rest
	}
}

func with(set map[piece]bool, list []piece) map[piece]bool {
	if set == nil {
		set = map[piece]bool{}
	}
	for _, p := range list {
		set[p] = true
	}
	return set
}

// runningRows are the rows at the page's head and foot that a space parts from the body.
func runningRows(rows [][]piece) [][]piece {
	if len(rows) < 2 {
		return nil
	}
	usual := bodyGap(rows)
	head, foot := 0, len(rows)
	for i := 0; i+1 < len(rows) && bottom(rows[i]) < edge; i++ {
		if apartFrom(rows[i], rows[i+1], usual) {
			head = i + 1
		}
	}
	for i := len(rows) - 1; i > head && top(rows[i]) > 1-edge; i-- {
		if apartFrom(rows[i-1], rows[i], usual) {
			foot = i
		}
	}
	return append(append([][]piece{}, rows[:head]...), rows[foot:]...)
}

// bodyGap is the usual space between the rows of the body; 0 where it has too few to tell.
func bodyGap(rows [][]piece) float64 {
	var gaps []float64
	for i := 1; i < len(rows); i++ {
		if top(rows[i-1]) >= edge && bottom(rows[i]) <= 1-edge {
			gaps = append(gaps, max(top(rows[i])-bottom(rows[i-1]), 0))
		}
	}
	if len(gaps) < leastRepeats {
		return 0
	}
	return median(gaps)
}

func apartFrom(upper, lower []piece, usual float64) bool {
	gap, em := top(lower)-bottom(upper), min(upper[0].em, lower[0].em)
	return gap > apartEms*em && gap > apartGaps*usual
}

func top(row []piece) float64 {
	y := row[0].y0
	for _, p := range row[1:] {
		y = min(y, p.y0)
	}
	return y
}

func bottom(row []piece) float64 {
	y := row[0].y1
	for _, p := range row[1:] {
		y = max(y, p.y1)
	}
	return y
}

var digits = regexp.MustCompile(`\d+`)

// masked is a row's text with a sign for each of its numbers, and the numbers.
func masked(row []piece) (text string, numbers []int) {
	cells := make([]string, len(row))
	for i, p := range row {
		cells[i] = digits.ReplaceAllStringFunc(p.text, func(s string) string {
			n, err := strconv.Atoi(s)
			if err != nil {
				return s
			}
			numbers = append(numbers, n)
			return "#"
		})
	}
	return strings.Join(cells, cellBreak), numbers
}

// counts tells whether the numbers of lines are those of running lines: each is the same everywhere or counts the pages.
func counts(list []running) bool {
	first := list[0]
	for _, r := range list[1:] {
		for k, n := range r.numbers {
			if n != first.numbers[k] && n-first.numbers[k] != r.page-first.page {
				return false
			}
		}
	}
	return true
}
