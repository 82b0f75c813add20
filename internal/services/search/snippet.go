package search

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search/terms"
)

// longestSnippet is how many characters a snippet has at most.
const longestSnippet = 300

// snippet gives the bytes of the stretch of a chunk that has most of its marks: of different terms before the same one
// again. Without any it is the beginning.
func snippet(c Chunk, marks []mark) (from, to int) {
	if utf8.RuneCountInString(c.Text) <= longestSnippet {
		return 0, len(c.Text)
	}
	best, bestValue := 0, -1.0
	for _, start := range starts(c.Text) {
		end := advance(c.Text, start, longestSnippet)
		if v := value(marks, start, end); v > bestValue {
			best, bestValue = start, v
		}
	}
	to = advance(c.Text, best, longestSnippet)
	if to < len(c.Text) { // not in the middle of a word
		if space := strings.LastIndexAny(c.Text[best:to], " \n\t"); space > 0 {
			to = best + space
		}
	}
	return best, best + len(strings.TrimRight(c.Text[best:to], " \n\t"))
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
		if utf8.RuneCountInString(c.Text) > longestSnippet {
			tokens[id] = terms.Of(c.Text)
			forms[c.Language] = appendForms(forms[c.Language], tokens[id])
		}
	}
	out := make(map[uuid.UUID][]mark, len(tokens))
	for language, words := range forms {
		known, err := s.stemmed(ctx, s.DB, analysedAs(language), words)
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
		for _, term := range termsOf(t, known) {
			if found[term] {
				out = append(out, mark{t.Start, t.End, term})
				break
			}
		}
	}
	return out
}

// repeated is what a term counts that a stretch has already.
const repeated = 0.1

func value(marks []mark, start, end int) float64 {
	seen := map[string]bool{}
	sum := 0.0
	for _, m := range marks {
		if m.start < start || m.end > end {
			continue
		}
		if seen[m.term] {
			sum += repeated
			continue
		}
		seen[m.term] = true
		sum++
	}
	return sum
}

// starts are the places where a snippet may begin: of sentences and lines, and where those are too long, of words.
func starts(text string) []int {
	out := []int{0}
	last := 0
	for i := 0; i+1 < len(text); i++ {
		next := i + 1
		sentence := text[i] == '\n' || (text[i] == ' ' && i > 0 && strings.IndexByte(".!?;:", text[i-1]) >= 0)
		if sentence || text[i] == ' ' && next-last > longestSnippet/2 {
			out = append(out, next)
			last = next
		}
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
