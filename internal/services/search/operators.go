package search

import (
	"context"
	"github.com/docketapi/docket/internal/services/search/stemming"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/search/bm25"
	"github.com/docketapi/docket/internal/services/search/terms"
)

// operators are what a query says beside its words: phrases that passages must have as they are, and what they must not have.
type operators struct {
	words   string   // the query without what must not be there
	phrases []string // of two words at least
	without []string
}

// parseOperators reads "an exact phrase" and -word, -"some words". A dash before a digit is a sign, not an operator: -500.00 is
// looked for. A query that has nothing to be found is all words.
func parseOperators(text string) operators {
	var out operators
	var words []string
	for rest := text; rest != ""; {
		part, quoted, after := nextPart(rest)
		rest = after
		switch {
		case strings.HasPrefix(part, "-") && (quoted || startsWithLetter(part[1:])):
			out.without = append(out.without, part[1:])
		case quoted:
			if len(plainWords(part)) > 1 {
				out.phrases = append(out.phrases, part)
			}
			words = append(words, part)
		default:
			words = append(words, part)
		}
	}
	if out.words = strings.Join(words, " "); len(plainWords(out.words)) == 0 {
		return operators{words: text}
	}
	return out
}

// nextPart cuts the first word of a query, or what stands in quotes, with a dash that stands before.
func nextPart(text string) (part string, quoted bool, rest string) {
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	dash, body := "", text
	if strings.HasPrefix(text, "-") {
		dash, body = "-", text[1:]
	}
	if mark, size := utf8.DecodeRuneInString(body); closing[mark] != 0 {
		if inside, rest, found := strings.Cut(body[size:], string(closing[mark])); found {
			return dash + inside, true, rest
		}
	}
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return text, false, ""
	}
	return text[:end], false, text[end:]
}

// closing are the quotes that end what others begin.
var closing = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»'}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// none tells that a query has words only.
func (o operators) none() bool { return len(o.phrases) == 0 && len(o.without) == 0 }

// allow tells which chunks may be hits, as far as the index knows: those that have every word of the phrases, and none that all
// words of what must not be there are in. verify looks at their texts then.
func (s *Service) allow(ctx context.Context, at target, o operators) (func(number uint32) bool, error) {
	var with, without []bm25.Set
	for _, p := range o.phrases {
		sets, err := s.having(ctx, at, p)
		if err != nil {
			return nil, err
		}
		with = append(with, sets...)
	}
	for _, w := range o.without {
		sets, err := s.having(ctx, at, w)
		if err != nil {
			return nil, err
		}
		if len(sets) == 1 { // several words are a phrase, which their texts tell
			without = append(without, sets[0])
		}
	}
	return func(n uint32) bool {
		return !slices.ContainsFunc(with, func(s bm25.Set) bool { return !s.Has(n) }) &&
			!slices.ContainsFunc(without, func(s bm25.Set) bool { return s.Has(n) })
	}, nil
}

// having gives the chunks that have each word of a text, in any form of it. Words that say nothing have no set.
func (s *Service) having(ctx context.Context, at target, text string) ([]bm25.Set, error) {
	words, err := s.catalog.stems.Question(ctx, s.catalog.db, at.languages, text)
	if err != nil {
		return nil, err
	}
	words = slices.DeleteFunc(words, func(a stemming.Word) bool { return a.Extra })
	var list []string
	for _, w := range words {
		list = append(list, w.Terms...)
	}
	if len(list) == 0 {
		return nil, nil
	}
	in, err := s.catalog.read(ctx, at, list)
	if err != nil {
		return nil, err
	}
	out := make([]bm25.Set, len(words))
	for i, w := range words {
		var numbers []int32
		for _, t := range w.Terms {
			for _, p := range in.postings[t] {
				numbers = append(numbers, int32(p.Number)) // it was one
			}
		}
		out[i] = bm25.NewSet(numbers)
	}
	return out, nil
}

const (
	// verified is how many passages are looked at for a phrase at most, the best first.
	verified = 1000
	// verifiedAtOnce is how many of them are read together.
	verifiedAtOnce = 200
)

// verify keeps the passages whose text has the phrases and has nothing of what must not be there, word for word.
func (s *Service) verify(ctx context.Context, at target, list []candidateRow, o operators) ([]candidateRow, error) {
	var without []string
	for _, w := range o.without {
		if len(plainWords(w)) > 1 {
			without = append(without, w)
		}
	}
	if len(o.phrases) == 0 && len(without) == 0 {
		return list, nil
	}
	list = list[:min(len(list), verified)]
	var out []candidateRow
	for part := range slices.Chunk(list, verifiedAtOnce) {
		ids := make([]uuid.UUID, len(part))
		for i, c := range part {
			ids[i] = c.id
		}
		texts, err := s.catalog.chunksByID(ctx, at.workspace, at.generation.ID, ids)
		if err != nil {
			return nil, err
		}
		for _, c := range part {
			words := plainWords(texts[c.id].Heading + "\n" + texts[c.id].Text)
			if hasAll(words, o.phrases) && !hasAny(words, without) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func hasAll(words []string, phrases []string) bool {
	return !slices.ContainsFunc(phrases, func(p string) bool { return !contains(words, plainWords(p)) })
}

func hasAny(words []string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return contains(words, plainWords(p)) })
}

// plainWords are the words of a text in order, without case and accents, whatever stands between them.
func plainWords(text string) []string {
	var out []string
	for _, t := range terms.Of(text) {
		if !t.Extra {
			out = append(out, terms.Folded(t.Word))
		}
	}
	return out
}

func contains(words, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}
