package lines

import (
	"regexp"
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// token is a word, or a number that may take several words: "1 234,56 €".
type token struct {
	span   layout.Span
	box    layout.Box
	number bool
	value  locale.Amount
}

func (t token) text() string { return t.span.Text() }

// glued parts a number with decimals from the letters that OCR glued to it: 700,00TVA and RM2.70S.
var glued = regexp.MustCompile(`^([(+-]?(?:[€$£]|[A-Z]{2,3})?\d[\d.,']*[.,]\d{1,4}%?)([\p{L}(*@€$].*)$`)

// counted parts a whole number from a unit: 10Stk.
var counted = regexp.MustCompile(`^([+-]?\d{1,6})(\p{L}{1,8}\.?)$`)

// tallest is how high text of a row may be, in usual heights.
const tallest = 4

// tokens are a row's words and numbers from left to right.
func tokens(r *layout.Row, n locale.Numbers) []token {
	var out []token
	for _, s := range r.Segments {
		if s.Box.Height() > tallest*s.Page.Em && len(s.Words) < 3 {
			continue // rotated text in the margin
		}
		out = append(out, segmentTokens(s, n)...)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].box.X0 < out[j].box.X0 })
	return out
}

type piece struct{ start, end int }

func segmentTokens(s *layout.Segment, n locale.Numbers) []token {
	pieces := cut(s)
	out := make([]token, 0, len(pieces))
	for i := 0; i < len(pieces); {
		if t, used := numberAt(s, pieces[i:], n); used > 0 {
			out = append(out, t)
			i += used
			continue
		}
		span := layout.Span{Seg: s, Start: pieces[i].start, End: pieces[i].end}
		out = append(out, token{span: span, box: span.Box()})
		i++
	}
	return out
}

// cut gives the pieces of a segment's text: its words, parted where a number ends inside of one.
func cut(s *layout.Segment) []piece {
	out := make([]piece, 0, len(s.Words))
	at := 0
	for _, w := range s.Words {
		end := at + len(w.Text)
		if m := glued.FindStringSubmatchIndex(w.Text); m != nil {
			out = append(out, piece{at, at + m[3]}, piece{at + m[4], end})
		} else if m := counted.FindStringSubmatchIndex(w.Text); m != nil && knownUnit(w.Text[m[4]:m[5]]) {
			out = append(out, piece{at, at + m[3]}, piece{at + m[4], end})
		} else {
			out = append(out, piece{at, end})
		}
		at = end + 1
	}
	return out
}

func knownUnit(s string) bool {
	_, ok := words().unitCode(s)
	return ok
}

const (
	spaceInNumber = 0.55 // the widest gap inside one number, in heights
	spaceOfLetter = 1.1  // the same in letters: a space is as wide as a digit where all letters are
)

// numberAt reads the longest number that starts with the first piece: grouped digits, a currency, a per cent sign.
func numberAt(s *layout.Segment, pieces []piece, n locale.Numbers) (token, int) {
	first := s.Text[pieces[0].start:pieces[0].end]
	if !strings.ContainsAny(first, "0123456789€$£") && len(first) > 5 {
		return token{}, 0
	}
	var best token
	used := 0
	var last layout.Box
	for k := 0; k < len(pieces) && k < 5; k++ {
		one := layout.Span{Seg: s, Start: pieces[k].start, End: pieces[k].end}
		box := one.Box()
		letter := box.Width() / float64(max(1, len(one.Text())))
		if k > 0 && box.X0-last.X1 > max(spaceInNumber*min(box.Height(), last.Height()), spaceOfLetter*letter) && !joinsWide(one.Text()) {
			break
		}
		last = box
		span := layout.Span{Seg: s, Start: pieces[0].start, End: pieces[k].end}
		if a, ok := locale.ParseAmount(strings.Trim(span.Text(), "*|: "), n); ok {
			best, used = token{span: span, box: span.Box(), number: true, value: a}, k+1
		}
	}
	return best, used
}

// joinsWide tells signs that belong to a number over a wider gap too.
func joinsWide(s string) bool {
	if s == "%" {
		return true
	}
	_, ok := lang.CurrencyOf(s)
	return ok
}
