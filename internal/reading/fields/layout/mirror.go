package layout

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/reading/pages"
)

// mirrorShare is the share of letters of right-to-left scripts from which a page may be written that way.
const (
	mirrorShare = 0.6
	edgeStep    = 3.0 // points within which lines begin at the same place
)

// mirror turns a page that is written from right to left around, so that what is read first stands left: labels before their
// values, the first column of a table first. Words keep the place where they were seen. Words of other scripts beside each
// other, as of an IBAN, keep their order.
func (p *Page) mirror(lines [][]Word) {
	if !rightToLeft(lines) {
		return
	}
	p.mirrored = true
	for _, l := range lines {
		for i := 0; i < len(l); {
			end := foreignRun(l, i)
			from, to := l[i].Box.X0, l[end-1].Box.X1
			for k := i; k < end; k++ {
				shift := p.Width - to - from
				l[k].Box.X0, l[k].Box.X1 = l[k].Box.X0+shift, l[k].Box.X1+shift
			}
			i = end
		}
		slices.SortStableFunc(l, func(a, b Word) int { return cmp.Compare(a.Box.X0, b.Box.X0) })
	}
}

// rightToLeft tells whether most letters of the lines are of scripts that are written from right to left, and the lines
// begin at the right: forms in two languages are set from left to right.
func rightToLeft(lines [][]Word) bool {
	turned, all := 0, 0
	left, right := map[int]int{}, map[int]int{}
	for _, l := range lines {
		before := turned
		for _, w := range l {
			for _, r := range w.Text {
				if unicode.IsLetter(r) {
					all++
				}
				if pages.RightToLeft(r) {
					turned++
				}
			}
		}
		if turned > before {
			left[int(l[0].Box.X0/edgeStep)]++
			right[int(l[len(l)-1].Box.X1/edgeStep)]++
		}
	}
	return float64(turned) > mirrorShare*float64(all) && mostOf(right) > mostOf(left)
}

func mostOf(counts map[int]int) int {
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	return most
}

// foreignRun is the end of the words from one on that are read from left to right together: a single word else.
func foreignRun(l []Word, from int) int {
	end, latin := from, false
	for end < len(l) && !strings.ContainsFunc(l[end].Text, pages.RightToLeft) {
		if end > from && l[end].Box.X0-l[end-1].Box.X1 > gapBreaks*l[end].Box.Height() {
			break
		}
		latin = latin || strings.ContainsFunc(l[end].Text, unicode.IsLetter)
		end++
	}
	if !latin {
		return from + 1
	}
	return end
}
