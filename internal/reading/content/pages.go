package content

import (
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/reading/pages"
)

// FromPages reads pages in the order a person would: columns one after the other, the cells of a table's row together, what
// repeats at the head or foot of the pages once.
func FromPages(list []pages.Page) []Block {
	sheets := make([][]piece, len(list))
	var heights []float64
	for i, p := range list {
		sheets[i] = piecesOf(p)
		for _, pc := range sheets[i] {
			heights = append(heights, pc.em)
		}
	}
	body := median(heights)
	dropRepeats(sheets)
	var out []Block
	for _, sheet := range sheets {
		for _, z := range zonesOf(sheet) {
			out = append(out, z.blocks(body)...)
		}
	}
	return joinOver(out)
}

// edge is how much of the page's height at its head and foot may hold what repeats on every page.
const edge = 0.12

// dropRepeats leaves of lines that stand at one place of most pages only the first: letterheads, page numbers.
func dropRepeats(sheets [][]piece) {
	if len(sheets) < 3 {
		return
	}
	type spot struct {
		text string
		y    int
	}
	at := func(p piece) spot { return spot{withoutDigits(p.text), int(p.y0 * 100)} }
	seen := map[spot]int{}
	for _, sheet := range sheets {
		on := map[spot]bool{}
		for _, p := range sheet {
			if s := at(p); (p.y1 < edge || p.y0 > 1-edge) && !on[s] {
				on[s] = true
				seen[s]++
			}
		}
	}
	kept := map[spot]bool{}
	for i, sheet := range sheets {
		rest := sheet[:0]
		for _, p := range sheet {
			s := at(p)
			repeats := seen[s] >= 3 && seen[s]*2 > len(sheets) || seen[s]+seen[spot{s.text, s.y + 1}]+seen[spot{s.text, s.y - 1}] >= len(sheets) && len(sheets) >= 3
			if repeats && (p.y1 < edge || p.y0 > 1-edge) {
				if kept[s] || kept[spot{s.text, s.y + 1}] || kept[spot{s.text, s.y - 1}] {
					continue
				}
				kept[s] = true
			}
			rest = append(rest, p)
		}
		sheets[i] = rest
	}
}

func withoutDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return r
	}, strings.Join(strings.FieldsFunc(s, unicode.IsDigit), "#"))
}

// joinOver puts a paragraph that goes on over the end of a page or column together again.
func joinOver(list []Block) []Block {
	var out []Block
	for _, b := range list {
		if n := len(out) - 1; n >= 0 && goesOn(out[n], b) {
			out[n] = concat(out[n], b)
			continue
		}
		out = append(out, b)
	}
	return out
}

func goesOn(a, b Block) bool {
	if a.Kind != Paragraph || b.Kind != Paragraph || len(a.Lines) == 0 || len(b.Lines) == 0 || len(a.Text) < 60 {
		return false
	}
	last, first := a.Lines[len(a.Lines)-1], b.Lines[0]
	if last.Page == first.Page && first.Y0 > last.Y0 {
		return false // below it, with a gap
	}
	r := []rune(b.Text[:min(len(b.Text), 8)])
	return !endsSentence(a.Text) && len(r) > 0 && unicode.IsLower(r[0])
}

func concat(a, b Block) Block {
	text, glue := a.Text, "\n"
	if parted(a.Text[strings.LastIndexByte(a.Text, '\n')+1:], b.Text) {
		text, glue = text[:len(text)-1], ""
		a.Lines[len(a.Lines)-1].End--
	}
	shift := len(text) + len(glue)
	a.Text = text + glue + b.Text
	for _, l := range b.Lines {
		l.Start, l.End = l.Start+shift, l.End+shift
		a.Lines = append(a.Lines, l)
	}
	return a
}
