package wordpiece

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// words gives the normalised words and signs of a text one by one.
type words struct {
	text  string // what is not looked at yet
	word  []byte
	queue []rune // the last character of the text, normalised
	at    int    // in queue
	buf   []byte
}

// next is the next word or sign, valid until the following call.
func (w *words) next() ([]byte, bool) {
	w.word = w.word[:0]
	for {
		r, ok := w.rune()
		switch {
		case !ok || r == ' ':
			if !ok || len(w.word) > 0 {
				return w.word, len(w.word) > 0
			}
		case !alone(r):
			w.word = utf8.AppendRune(w.word, r)
		case len(w.word) > 0:
			w.at-- // it is the next word
			return w.word, true
		default:
			w.word = utf8.AppendRune(w.word, r)
			return w.word, true
		}
	}
}

// rune is the next normalised character; every white space is a blank.
func (w *words) rune() (rune, bool) {
	for w.at == len(w.queue) {
		if w.text == "" {
			return 0, false
		}
		r, size := utf8.DecodeRuneInString(w.text)
		w.queue, w.at = w.queue[:0], 0
		w.normalize(r, w.text[:size])
		w.text = w.text[size:]
	}
	w.at++
	return w.queue[w.at-1], true
}

// normalize queues what becomes of one character: nothing, itself in lower case, or its base without marks. Bytes that
// are no UTF-8 arrive as U+FFFD and go.
func (w *words) normalize(r rune, s string) {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || unicode.IsSpace(r) && r != 0x85 && r != '\v' && r != '\f':
		w.queue = append(w.queue, ' ')
	case r < utf8.RuneSelf:
		if r > ' ' && r != 0x7F {
			w.queue = append(w.queue, lower(r))
		}
	case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
	case ideograph(r):
		w.queue = append(w.queue, ' ')
		w.decompose(s)
		w.queue = append(w.queue, ' ')
	default:
		w.decompose(s)
	}
}

func (w *words) decompose(s string) {
	w.buf = norm.NFD.AppendString(w.buf[:0], s)
	for b := w.buf; len(b) > 0; {
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		if !unicode.Is(unicode.Mn, r) {
			w.queue = append(w.queue, lower(r))
		}
	}
}

func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// alone tells whether a character is a word of its own: ASCII's signs, which Unicode calls symbols in part, and all
// punctuation.
func alone(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && !('0' <= r && r <= '9') && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z')
	}
	return unicode.IsPunct(r)
}

// ideographs are the blocks that the reference tokenizer calls Chinese: without kana and hangul, which have words.
var ideographs = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x3400, Hi: 0x4DBF, Stride: 1}, {Lo: 0x4E00, Hi: 0x9FFF, Stride: 1}, {Lo: 0xF900, Hi: 0xFAFF, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x20000, Hi: 0x2A6DF, Stride: 1}, {Lo: 0x2A700, Hi: 0x2B73F, Stride: 1}, {Lo: 0x2B740, Hi: 0x2B81F, Stride: 1},
		{Lo: 0x2B920, Hi: 0x2CEAF, Stride: 1}, {Lo: 0x2F800, Hi: 0x2FA1F, Stride: 1}},
}

func ideograph(r rune) bool { return r >= 0x3400 && unicode.Is(ideographs, r) }
