package content

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// prose makes headings, items and paragraphs of lines that stand under each other. body is the height of the document's
// usual words.
func prose(list []piece, body float64) []Block {
	var out []Block
	for i := 0; i < len(list); {
		n := 1
		for i+n < len(list) && continues(list, i, i+n, body) {
			n++
		}
		kind, level := kindOfLine(list, i, body)
		out = append(out, join(kind, level, list[i:i+n]))
		i += n
	}
	return out
}

// continues tells whether line j goes on with the block that line i began.
func continues(list []piece, i, j int, body float64) bool {
	before, this := list[j-1], list[j]
	kind, level := kindOfLine(list, i, body)
	next, nextLevel := kindOfLine(list, j, body)
	gap, em := this.y0-before.y1, max(before.em, this.em)
	switch {
	case kind == Heading:
		return next == Heading && nextLevel == level && j-i < maxHeadLines && gap < 0.7*em && gap > -em && !numbered(this.text)
	case next != Paragraph || this.page != before.page || gap < -2*em: // another block, page or column
		return false
	case gap > 0.7*em && gap > 1.5*usualGap(list, i, j):
		return false
	case kind == Item:
		return this.x0 >= list[i].x0-0.004
	}
	return this.x0 <= before.x0+0.02 || !endsSentence(before.text) // not an indented first line
}

// usualGap is the distance of the lines from i to before j.
func usualGap(list []piece, i, j int) float64 {
	gap := 0.0
	for k := i + 1; k < j; k++ {
		gap = max(gap, list[k].y0-list[k-1].y1)
	}
	return gap
}

// headingRatios are how much higher than the text a heading of each level is at least.
var headingRatios = []float64{1.7, 1.35, 1.17}

// kindOfLine tells a heading by its size, or by its number and its shortness, and an item by its mark.
func kindOfLine(list []piece, i int, body float64) (Kind, int) {
	p := list[i]
	switch {
	case marked(p.text):
		return Item, 1
	case letters(p.text) < 2 || utf8.RuneCountInString(p.text) > maxHeading:
		return Paragraph, 0
	}
	for level, ratio := range headingRatios {
		if body > 0 && p.em > body*ratio {
			return Heading, level + 1
		}
	}
	if numbered(p.text) && !endsSentence(p.text) && alone(list, i) {
		number, _, _ := strings.Cut(p.text, " ")
		return Heading, min(1+strings.Count(strings.TrimRight(number, "."), "."), 6)
	}
	return Paragraph, 0
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// alone tells that a line keeps a distance to its neighbours.
func alone(list []piece, i int) bool {
	em := list[i].em
	above := i == 0 || list[i].y0-list[i-1].y1 > 0.7*em || list[i].y0 < list[i-1].y0
	below := i+1 == len(list) || list[i+1].y0-list[i].y1 > 0.4*em || list[i+1].y0 < list[i].y0
	return above && below
}

// numbered tells "2.1 Scope": a chapter's number and a word with a capital.
func numbered(s string) bool {
	number, rest, ok := strings.Cut(s, " ")
	if !ok || len(number) > 8 || !strings.ContainsAny(number[:1], "123456789") || strings.Trim(number, "0123456789.") != "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsUpper(r) && (strings.Contains(number, ".") || len(number) <= 2)
}

// marked tells a list item by the sign before it.
func marked(s string) bool {
	first, rest, ok := strings.Cut(s, " ")
	if !ok || rest == "" || first == "" {
		return false
	}
	if strings.Trim(first, "•‣◦▪▫●○■□–—-*·") == "" {
		return utf8.RuneCountInString(first) == 1
	}
	return len(first) <= 3 && len(first) > 1 && first[len(first)-1] == ')' && strings.Trim(first[:len(first)-1], "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"'”’»)]`)
	return s != "" && strings.ContainsRune(".!?:", rune(s[len(s)-1]))
}
