package layout

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/pages"
)

// Word is a word in points.
type Word struct {
	Text       string
	Box        Box // level, see straighten
	Seen       Box // where it stands on the page
	Confidence float64
	// Alternatives are other readings of single characters of Text.
	Alternatives []pages.Alternative
}

// Segment is a piece of a row without wide gaps: a label, a value, both, or a line of a paragraph.
type Segment struct {
	Page   *Page
	Row    *Row
	Words  []Word
	Box    Box
	Text   string // the words joined by single spaces
	starts []int  // of each word in Text
	at     int    // its place in the row, from the left
	Labels []*Label
}

func (s *Segment) add(w Word) {
	if len(s.Words) == 0 {
		s.Box = w.Box
	} else {
		s.Box = s.Box.Union(w.Box)
	}
	s.Words = append(s.Words, w)
}

// em is the height that gaps are measured by: that of the last word or the line, whichever is smaller, since rules and
// logos may be tall.
func (s *Segment) last() Word { return s.Words[len(s.Words)-1] }

const (
	gapBreaks = 1.45 // a gap of so many heights parts segments
	gapJoins  = 0.55 // pieces of other lines with a smaller gap are one segment
)

func (s *Segment) breaksBefore(w Word) bool {
	last := s.last()
	h := min(last.Box.Height(), w.Box.Height())
	gap := w.Box.X0 - last.Box.X1
	if strings.HasSuffix(last.Text, ":") && gap > h {
		return true
	}
	return gap > gapBreaks*h || gap < -3*h || last.Box.OverlapY(w.Box) < 0.2*h
}

// finish joins the text once the words are final.
func (s *Segment) finish() {
	var b strings.Builder
	s.starts = make([]int, len(s.Words))
	for i, w := range s.Words {
		if i > 0 {
			b.WriteByte(' ')
		}
		s.starts[i] = b.Len()
		b.WriteString(w.Text)
	}
	s.Text = b.String()
}

// Span is a part of a segment's text: bytes from Start to End.
type Span struct {
	Seg        *Segment
	Start, End int
}

// Whole is the span of all the segment's text.
func (s *Segment) Whole() Span { return Span{s, 0, len(s.Text)} }

// Text is what the span says.
func (s Span) Text() string { return s.Seg.Text[s.Start:s.End] }

// Box is around the span; where a word is cut, its width is shared out by characters.
func (s Span) Box() Box { return s.around(func(w Word) Box { return w.Box }) }

// Seen is the box around the span where it stands on the page.
func (s Span) Seen() Box { return s.around(func(w Word) Box { return w.Seen }) }

func (s Span) around(of func(Word) Box) Box {
	var out Box
	have := false
	for i := s.first(); i < len(s.Seg.Words) && s.Seg.starts[i] < s.End; i++ {
		w := s.Seg.Words[i]
		a, b := s.Seg.starts[i], s.Seg.starts[i]+len(w.Text)
		box := of(w)
		per := box.Width() / float64(len(w.Text))
		if s.Start > a {
			box.X0 += per * float64(s.Start-a)
		}
		if s.End < b {
			box.X1 -= per * float64(b-s.End)
		}
		if have {
			out = out.Union(box)
		} else {
			out, have = box, true
		}
	}
	if !have {
		return s.Seg.Box
	}
	return out
}

// first is the first word that ends behind the span's start, which most words of a long line do not.
func (s Span) first() int {
	return sort.Search(len(s.Seg.Words), func(i int) bool { return s.Seg.starts[i]+len(s.Seg.Words[i].Text) > s.Start })
}

// OtherReadings are what the span may say instead: its text with one character that recognition was unsure of read otherwise.
func (s Span) OtherReadings() []string {
	var out []string
	text := s.Text()
	for i := s.first(); i < len(s.Seg.Words) && s.Seg.starts[i] < s.End; i++ {
		w := s.Seg.Words[i]
		for _, a := range w.Alternatives {
			from, to, ok := character(w.Text, a.At)
			from, to = s.Seg.starts[i]+from-s.Start, s.Seg.starts[i]+to-s.Start
			if ok && from >= 0 && to <= len(text) {
				out = append(out, text[:from]+a.Text+text[to:])
			}
		}
	}
	return out
}

// character gives the bytes of the n-th character.
func character(text string, n int) (from, to int, ok bool) {
	for i := range text {
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			return i, i + size, true
		}
		n--
	}
	return 0, 0, false
}

// Confidence is the lowest of the span's words.
func (s Span) Confidence() float64 {
	c := 1.0
	for i := s.first(); i < len(s.Seg.Words) && s.Seg.starts[i] < s.End; i++ {
		c = min(c, s.Seg.Words[i].Confidence)
	}
	return c
}

// Overlaps tells whether two spans share text.
func (s Span) Overlaps(o Span) bool { return s.Seg == o.Seg && s.Start < o.End && o.Start < s.End }

// Trim takes spaces and the signs that part a label from its value off both ends.
func (s Span) Trim() Span {
	const cut = " :;,|·•*=_–—\t"
	for s.Start < s.End && strings.ContainsAny(s.Seg.Text[s.Start:s.Start+1], cut) {
		s.Start++
	}
	for s.End > s.Start && strings.ContainsAny(s.Seg.Text[s.End-1:s.End], cut) {
		s.End--
	}
	for _, sign := range []string{"–", "—", "·", "•", "…"} {
		if strings.HasPrefix(s.Text(), sign) {
			s.Start += len(sign)
			return s.Trim()
		}
	}
	return s
}

// cleanText drops what has no look of its own and turns odd spaces into none: a word has no space inside.
func cleanText(s string) string {
	if !needsCleaning(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff' || r == unicode.ReplacementChar || unicode.IsControl(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == '٫' || r == '．':
			return '.'
		case r == '٬':
			return ','
		case r == '：':
			return ':'
		case r == '，':
			return ','
		case r == '（':
			return '('
		case r == '）':
			return ')'
		case r == 'ﬁ' || r == 'ﬂ' || r == 'ﬀ':
			return r
		}
		return r
	}, strings.ToValidUTF8(strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff").Replace(s), ""))
}

func needsCleaning(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] < 0x21 {
			return true
		}
	}
	return false
}

// Join makes one segment of several of a row, for a name that is written with wide spaces.
func Join(segs []*Segment) *Segment {
	out := &Segment{Page: segs[0].Page, Row: segs[0].Row, at: segs[0].at}
	for _, s := range segs {
		for _, w := range s.Words {
			out.add(w)
		}
	}
	out.finish()
	return out
}
