package attribution

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
)

// maxSentence is where a text without an end is cut: what streams must not wait for ever.
const maxSentence = 1200

// Stretch is a part of a text, in bytes.
type Stretch struct{ Start, End int }

// Sentences divides a text at the ends of sentences and lines. The stretches hold no white space at their ends and leave
// none of the rest out.
func Sentences(text string) []Stretch {
	var out []Stretch
	for at := 0; at < len(text); {
		n, _ := Next(text[at:], true)
		if s, ok := trimmed(text, at, at+n); ok {
			out = append(out, s)
		}
		at += n
	}
	return out
}

func trimmed(text string, start, end int) (Stretch, bool) {
	part := text[start:end]
	left := len(part) - len(strings.TrimLeftFunc(part, unicode.IsSpace))
	part = strings.TrimSpace(part)
	return Stretch{start + left, start + left + len(part)}, part != ""
}

// Next tells how long the first sentence of a text is, with the white space after it, and whether it is whole. final: the
// text will not go on, so that its end is a sentence's too.
func Next(text string, final bool) (length int, whole bool) {
	seen := false // something besides white space
	for i, r := range text {
		switch {
		case r == '\n' && seen:
			return i + 1, true
		case ends(r) && seen:
			end, ok, known := endsAt(text, i, final)
			if !known {
				return 0, false
			}
			if ok {
				return end, true
			}
		case i >= maxSentence && unicode.IsSpace(r):
			return i + 1, true
		}
		seen = seen || !unicode.IsSpace(r)
	}
	if final {
		return len(text), len(text) > 0
	}
	return 0, false
}

func ends(r rune) bool { return strings.ContainsRune(".!?…。！？", r) }

// endsAt tells whether the stop at i ends a sentence, and where the next one begins. Not known: it depends on what follows.
func endsAt(text string, i int, final bool) (next int, ok, known bool) {
	_, size := utf8.DecodeRuneInString(text[i:])
	at := i + size
	for at < len(text) { // quotes and brackets that close belong to the sentence
		r, n := utf8.DecodeRuneInString(text[at:])
		if !ends(r) && !strings.ContainsRune(`"'”“’»)]*_`, r) {
			break
		}
		at += n
	}
	if gap := strings.TrimLeft(text[at:], " \u00a0\u202f"); strings.HasPrefix(gap, "»") { // French puts a space before it
		at = len(text) - len(gap) + len("»")
	}
	if at == len(text) {
		return at, true, final
	}
	rest := strings.TrimLeft(text[at:], " \t\r")
	if len(rest) == len(text[at:]) && rest[0] != '\n' {
		return 0, false, true // no white space: 1.5, example.com
	}
	if rest == "" {
		return at, true, final
	}
	if text[i] == '.' && goesOn(text[:i], rest) {
		return 0, false, true
	}
	return len(text) - len(rest), true, true
}

// goesOn tells whether a full stop after before is not the sentence's end: an abbreviation, an ordinal number, or a small
// letter follows.
func goesOn(before, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if next == '\n' {
		return false
	}
	if unicode.IsLower(next) {
		return true
	}
	word := before[strings.LastIndexFunc(before, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`("[`, r) })+1:]
	lower := strings.ToLower(word)
	if lang.IsAbbreviation(lower) || len([]rune(word)) == 1 && unicode.IsLetter([]rune(word)[0]) {
		return true
	}
	if n := len(word); n > 0 && n <= 2 && strings.Trim(word, "0123456789") == "" {
		return unicode.IsLetter(next) && beginsMonth(rest)
	}
	return false
}
