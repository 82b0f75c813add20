package content

import (
	"strings"
	"unicode"

	"github.com/docketapi/docket/internal/reading/pages"
)

// FromPages reads pages in the order a person would: columns one after the other, the cells of a table's row together, what
// repeats at the head or foot of the pages once.
func FromPages(list []pages.Page) []Block {
	var sheets [][]piece
	var heights []float64
	for _, p := range list {
		sheets = append(sheets, sheetsOf(p)...)
	}
	for _, sheet := range sheets {
		for _, pc := range sheet {
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
