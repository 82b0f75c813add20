package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Label is a dictionary entry found in a segment.
type Label struct {
	Span    Span
	Entries []locale.Label
	Near    bool // one letter differs from the dictionary: only accepted on OCR pages
	Colon   bool // a colon or the like follows: the text is meant as a label
	AtStart bool // nothing but signs stands before it in its segment
	Alone   bool // it is all its segment says
}

// Has tells whether the label can have the role.
func (l *Label) Has(roles ...locale.Role) bool {
	for _, e := range l.Entries {
		for _, r := range roles {
			if e.Role == r {
				return true
			}
		}
	}
	return false
}

// Rest is what its segment says behind the label, up to the next label.
func (l *Label) Rest() Span {
	end := len(l.Span.Seg.Text)
	for _, o := range l.Span.Seg.Labels {
		if o.Span.Start >= l.Span.End && o.Span.Start < end {
			end = o.Span.Start
		}
	}
	return l.behind(end)
}

// RestAll is what its segment says behind the label to the segment's end.
func (l *Label) RestAll() Span {
	return l.behind(len(l.Span.Seg.Text))
}

// behind is the text up to a place without the signs that end a label: "No.:", "(EUR)" keeps its brackets.
func (l *Label) behind(end int) Span {
	s := Span{l.Span.Seg, l.Span.End, max(l.Span.End, end)}
	for s.Start < s.End && strings.IndexByte(" .:)", s.Seg.Text[s.Start]) >= 0 {
		s.Start++
	}
	return s.Trim()
}

func (p *Page) findLabels() {
	dict := locale.Default()
	for _, s := range p.Segments {
		s.findLabels(dict)
		s.mergeTax(dict)
		p.Labels = append(p.Labels, s.Labels...)
	}
}

const (
	maxScan   = 4000 // bytes of a segment that are searched for labels
	shortText = 3    // folded labels up to this length need a colon, or to stand alone or before a value
)

func (s *Segment) findLabels(dict *locale.Dictionary) {
	text := s.Text
	if len(text) > maxScan {
		text = text[:maxScan]
	}
	for at := 0; at < len(text); {
		l := s.labelAt(dict, text, at)
		if l == nil {
			at = nextStart(text, at)
			continue
		}
		s.Labels = append(s.Labels, l)
		if at = l.Span.End; at < len(text) && !(isStart(text, at) && startsWord(text, at)) {
			at = nextStart(text, at)
		}
	}
}

func startsWord(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return isWordRune(r) || r == '#' || r == '@'
}

// isStart tells whether a label may begin there: at the text's start or behind a space or sign.
func isStart(text string, at int) bool {
	if at == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func nextStart(text string, at int) int {
	for i := range text[at:] {
		if i == 0 {
			continue
		}
		r, _ := utf8.DecodeRuneInString(text[at+i:])
		prev, _ := utf8.DecodeLastRuneInString(text[:at+i])
		if !isWordRune(prev) && (isWordRune(r) || r == '#' || r == '@') && !insideWord(text, at+i) {
			return at + i
		}
	}
	return len(text)
}

// insideWord tells whether a place lies behind a sign inside a word: in an address of mail, a file or a code.
func insideWord(text string, at int) bool {
	if at < 2 || strings.IndexByte("@._", text[at-1]) < 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(text[:at-1])
	return unicode.IsLower(r) || text[at-1] == '_' || text[at-1] == '@'
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// labelAt finds the longest label that begins at a place, or nil.
func (s *Segment) labelAt(dict *locale.Dictionary, text string, at int) *Label {
	var best *Label
	var folded strings.Builder
	limit := dict.MaxLabel() + 1
	bestKey := 0
	end := at
	for end < len(text) && folded.Len() <= limit {
		_, size := utf8.DecodeRuneInString(text[end:])
		before := folded.Len()
		folded.WriteString(lang.Key(text[end : end+size]))
		end += size
		if folded.Len() == before || !endsLabel(text, end) {
			continue
		}
		key := folded.String()
		if entries := dict.Labels(key); entries != nil {
			if l := s.newLabel(at, end, entries); l.plausible(key) {
				best, bestKey = l, len(key)
			}
		} else if s.Page.Source == pages.FromOCR && len(key) >= 6 && len(key) > bestKey+beyond(bestKey) {
			if l := s.newLabel(at, end, dict.NearLabels(key)); l.Entries != nil && l.plausible(key) {
				l.Near = true
				best, bestKey = l, len(key)
			}
		}
	}
	return best
}

// beyond is how many letters more than a label found a misread one needs: one more may be the value's first.
func beyond(found int) int {
	if found == 0 {
		return 0
	}
	return 2
}

// endsLabel tells whether a label may end there: before a space or sign, or before a digit that follows a letter.
func endsLabel(text string, end int) bool {
	if end >= len(text) {
		return true
	}
	prev, _ := utf8.DecodeLastRuneInString(text[:end])
	r, _ := utf8.DecodeRuneInString(text[end:])
	if !isWordRune(r) {
		return r != '@' && r != '_' && !gluedOn(text, end) && (r != '.' || prev != '.')
	}
	return prev == ' ' || unicode.IsLetter(prev) && unicode.IsDigit(r) || !isWordRune(prev)
}

// gluedOn tells whether a dot or dash and a letter or digit follow without a space: the word goes on.
func gluedOn(text string, end int) bool {
	if end+1 >= len(text) || text[end] != '.' && text[end] != '-' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[end+1:])
	prev, _ := utf8.DecodeLastRuneInString(text[:end])
	return text[end] == '-' && isWordRune(r) && isWordRune(prev) || text[end] == '.' && unicode.IsLower(r) && unicode.IsLower(prev)
}

func (s *Segment) newLabel(start, end int, entries []locale.Label) *Label {
	for end > start && s.Text[end-1] == ' ' {
		end--
	}
	rest := strings.TrimLeft(s.Text[end:], " .)]*°")
	l := &Label{Span: Span{s, start, end}, Entries: entries}
	l.Colon = rest != "" && strings.ContainsAny(rest[:1], ":=") || strings.ContainsAny(s.Text[end-1:end], ":#")
	l.AtStart = strings.TrimLeft(s.Text[:start], " .-–•*·([") == ""
	l.Alone = l.AtStart && (rest == "" || rest == ",") // "To," over an address
	return l
}

// plausible refuses short labels inside sentences.
func (l *Label) plausible(key string) bool {
	if len(key) > shortText {
		return true
	}
	if l.Colon || l.Alone && len(key) > 1 {
		return true
	}
	if end := l.Span.End; end < len(l.Span.Seg.Text) && isWordRune(rune(l.Span.Seg.Text[end])) {
		return false
	}
	rest := strings.TrimLeft(l.Span.Seg.Text[l.Span.End:], " .:)")
	if l.onlyHeads() {
		return false
	}
	if rest == "" {
		return len(l.Span.Seg.Words) <= 3
	}
	return startsValue(rest, l) && (l.AtStart || len(key) == shortText)
}

// onlyHeads tells whether all the label could mean is the heading of a party: two letters such as "De" are words of
// many languages.
func (l *Label) onlyHeads() bool {
	for _, e := range l.Entries {
		switch e.Role {
		case locale.SellerBlock, locale.BuyerBlock, locale.ShipTo, locale.PayeeBlock:
		default:
			return false
		}
	}
	return true
}

// startsValue tells whether a value rather than a word follows a short label.
func startsValue(rest string, l *Label) bool {
	c := rest[0]
	if c >= '0' && c <= '9' || c == '(' || c == '%' || c == '+' || c == '-' {
		return true
	}
	if l.Has(locale.VATID, locale.IBAN, locale.BIC, locale.TaxID, locale.Total, locale.Net, locale.Gross, locale.Tax) {
		first, _, _ := strings.Cut(rest, " ")
		return strings.ContainsAny(first, "0123456789€$£") || l.Has(locale.BIC)
	}
	return false
}
