package pages

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ligatures are the Latin presentation forms that fonts map glyphs to.
var ligatures = strings.NewReplacer("\ufb00", "ff", "\ufb01", "fi", "\ufb02", "fl", "\ufb03", "ffi", "\ufb04", "ffl",
	"\ufb05", "st", "\ufb06", "st")

// clean gives the text of a word as a reader would type it: composed, ligatures spelled out, no invisible characters.
// Private-use characters stay: they tell glyph soup from text.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(ligatures.Replace(s))
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\u00ad': // soft: a hyphen only where the line ends with it
			if i+utf8.RuneLen(r) == len(s) && i > 0 {
				b.WriteByte('-')
			}
		case r == '\u2010', r == '\u2011':
			b.WriteByte('-')
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain tells printable ASCII, which needs no cleaning: nearly every word.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x21 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// split cuts a word at the spaces that pdftotext leaves inside (no-break, thin) and shares its box out by characters.
func (w bboxWord) split() []bboxWord {
	text := clean(w.text)
	if plain(text) || strings.IndexFunc(text, unicode.IsSpace) < 0 {
		w.text = text
		return []bboxWord{w}
	}
	total := float64(utf8.RuneCountInString(text))
	at := 0
	var out []bboxWord
	for len(text) > 0 {
		part := text
		if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
			part = text[:i]
		}
		n := utf8.RuneCountInString(part)
		if n > 0 {
			out = append(out, w.slice(float64(at)/total, float64(at+n)/total, part))
		}
		text = text[len(part):]
		_, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		at += n + 1
	}
	return out
}

// slice is the part of a word's box between two fractions of its length, along the longer side.
func (w bboxWord) slice(from, to float64, text string) bboxWord {
	out := w
	out.text = text
	if w.x1-w.x0 >= w.y1-w.y0 {
		out.x0, out.x1 = w.x0+(w.x1-w.x0)*from, w.x0+(w.x1-w.x0)*to
	} else {
		out.y0, out.y1 = w.y0+(w.y1-w.y0)*from, w.y0+(w.y1-w.y0)*to
	}
	return out
}
