package search

import (
	"context"
	"github.com/docketapi/docket/internal/services/search/stemming"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search/terms"
)

// longestSnippet is how many characters a snippet has at most.
const longestSnippet = 300

// snippet gives the bytes of the stretch of a chunk that shows most of its marks: of different terms before the same one
// again, in whole lines (a row of a table is of use with all its cells), and with as much before them as behind. Without
// any it is the beginning.
func snippet(c Chunk, marks []mark) (from, to int) {
	if utf8.RuneCountInString(c.Text) <= longestSnippet {
		return 0, len(c.Text)
	}
	lines := linesOf(c.Text, marks)
	best, bestValue, bestOff := 0, -1.0, 0
	for _, start := range starts(c.Text) {
		end := advance(c.Text, start, longestSnippet)
		v, off := value(marks, lines, start, end)
		if v > bestValue || v == bestValue && off < bestOff {
			best, bestValue, bestOff = start, v, off
		}
	}
	to = wordEnd(c.Text, best, advance(c.Text, best, longestSnippet))
	return best, best + len(strings.TrimRight(c.Text[best:to], " \n\t"))
}

// wordEnd moves an end that stands in the middle of a word before that word.
func wordEnd(text string, from, to int) int {
	if to >= len(text) || strings.IndexByte(" \n\t", text[to]) >= 0 {
		return to
	}
	if r, _ := utf8.DecodeRuneInString(text[to:]); terms.Unspaced(r) {
		return to
	}
	if space := strings.LastIndexAny(text[from:to], " \n\t"); space > 0 {
		return from + space
	}
	return to
}

// linesOf gives the bytes of the line that each mark stands in.
func linesOf(text string, marks []mark) [][2]int {
	out := make([][2]int, len(marks))
	for i, m := range marks {
		out[i] = [2]int{strings.LastIndexByte(text[:m.start], '\n') + 1, len(text)}
		if n := strings.IndexByte(text[m.end:], '\n'); n >= 0 {
			out[i][1] = m.end + n
		}
	}
	return out
}

// mark is a word of a chunk that it was found by.
type mark struct {
	start, end int
	term       string
}

// marksOf finds the words that chunks were found by, in those that need a snippet. The dictionaries are asked once for all
// chunks of a language.
func (s *Service) marksOf(ctx context.Context, chunks map[uuid.UUID]Chunk, found map[string]bool) (map[uuid.UUID][]mark, error) {
	if len(found) == 0 {
		return map[uuid.UUID][]mark{}, nil
	}
	tokens := make(map[uuid.UUID][]terms.Token, len(chunks))
	forms := map[string][]string{}
	for id, c := range chunks {
		if utf8.RuneCountInString(c.Text) > longestSnippet || overPages(c.Spans) {
			tokens[id] = terms.Of(c.Text)
			forms[c.Language] = stemming.AppendForms(forms[c.Language], tokens[id])
		}
	}
	out := make(map[uuid.UUID][]mark, len(tokens))
	for language, words := range forms {
		known, err := s.catalog.stems.In(ctx, s.catalog.db, stemming.LanguagesOf(language), words)
		if err != nil {
			return nil, err
		}
		for id, list := range tokens {
			if chunks[id].Language == language {
				out[id] = marks(list, known, found)
			}
		}
	}
	return out, nil
}

func marks(tokens []terms.Token, known map[string]map[string]string, found map[string]bool) []mark {
	var out []mark
	for _, t := range tokens {
		for _, term := range stemming.TermsOf(t, known) {
			if found[term] {
				out = append(out, mark{t.Start, t.End, term})
				break
			}
		}
	}
	return out
}

// What chooses among stretches with the same terms: first those that have the whole lines of them, a row of a table with all its
// cells above all, then those that have the terms again. Neither is worth a term more.
const (
	wholeLines = 0.9
	repeated   = 0.01
	repeatsMax = 0.09
)

// value is what a stretch shows of the marks, and by how many bytes more stands on one side of them than on the other.
func value(marks []mark, lines [][2]int, start, end int) (sum float64, off int) {
	whole, again := map[string]bool{}, 0.0
	first, last := end, start
	for i, m := range marks {
		if m.start < start || m.end > end {
			continue
		}
		first, last = min(first, m.start), max(last, m.end)
		if _, seen := whole[m.term]; seen {
			again += repeated
		}
		whole[m.term] = whole[m.term] || lines[i][0] >= start && lines[i][1] <= end
	}
	inWhole := 0.0
	for _, is := range whole {
		if is {
			inWhole++
		}
	}
	if n := float64(len(whole)); n > 0 {
		sum = n + wholeLines*inWhole/n + min(again, repeatsMax)
	}
	off = (first - start) - (end - last)
	return sum, max(off, -off)
}

// starts are the places where a snippet may begin: of sentences and lines, and where those are too long, of words, or of any
// character in scripts that put nothing between words.
func starts(text string) []int {
	out := []int{0}
	last, before := 0, ' '
	for i, r := range text {
		sentence := before == '\n' || before == ' ' && i > 1 && strings.IndexByte(".!?;:", text[i-2]) >= 0 || strings.ContainsRune("。！？；", before)
		if i > 0 && (sentence || i-last > longestSnippet/2 && (before == ' ' || terms.Unspaced(r))) {
			out = append(out, i)
			last = i
		}
		before = r
	}
	return out
}

// advance gives the byte that is n characters behind a start, or the end.
func advance(text string, start, n int) int {
	for ; n > 0 && start < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[start:])
		start += size
	}
	return start
}

// overPages tells that a chunk stands on more than one page.
func overPages(spans []Span) bool {
	return len(spans) > 0 && spans[0].Box.Page != spans[len(spans)-1].Box.Page
}

// pageOf is the page of the first word of a stretch that the chunk was found by; without one it is that of the stretch, and 0
// where the document has no pages.
func pageOf(c Chunk, marks []mark, from, to int) int {
	at := from
	for _, m := range marks {
		if m.start >= from && m.end <= to {
			at = m.start
			break
		}
	}
	for _, s := range c.Spans {
		if s.End > at {
			return s.Box.Page
		}
	}
	return c.Page
}

// boxes are the places of a stretch of a chunk.
func boxes(spans []Span, from, to int) []Box {
	var out []Box
	for _, s := range spans {
		if s.Start < to && s.End > from {
			out = append(out, s.Box)
		}
	}
	return out
}
