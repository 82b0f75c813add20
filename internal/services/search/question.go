package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/terms"
)

const (
	// mostWords is how many different words of a question count. A page that is pasted as a question must not read the index.
	mostWords = 64
	// shortestPart is from how many characters on a word that is not found is looked for inside other words.
	shortestPart = 3
	// mostParts is how many words of a question are looked for inside others.
	mostParts = 8
	// mostWordsOfPart is how many words that contain a part are taken, short ones first.
	mostWordsOfPart = 64
)

// questionWord is a word of a question: the terms of every way to write it, in every language of the workspace.
type questionWord struct {
	word  string
	terms []string
	extra bool
	// stopIn are languages in which it is a stop word (the, und). Looked for inside other words it would find anything.
	stopIn []string
}

// ask analyses a question once in each language that chunks are in.
func (s *stems) ask(ctx context.Context, conn db.DBTX, languages []string, text string) ([]questionWord, error) {
	var out []questionWord
	var words []string
	for _, t := range terms.OfQuestion(text) {
		same := func(a questionWord) bool { return a.word == t.Word }
		if slices.ContainsFunc(out, same) {
			continue
		}
		if len(out) == mostWords {
			break
		}
		out = append(out, questionWord{word: t.Word, extra: t.Extra})
		words = append(words, t.Word)
	}
	found, stopIn, err := s.termsOfWords(ctx, conn, languages, words)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].terms, out[i].stopIn = found[out[i].word], stopIn[out[i].word]
	}
	return slices.DeleteFunc(withoutStopWords(out), func(a questionWord) bool { return len(a.terms) == 0 }), nil
}

// withoutStopWords leaves out what says nothing in the language of the question, which is the one in which most of its words say
// nothing. Such words are in all texts of that language and are not counted there; in the few texts of another one they would
// pass for rare, and find those. A question that has no others keeps them.
func withoutStopWords(words []questionWord) []questionWord {
	count, most := map[string]int{}, 0
	for _, w := range words {
		for _, l := range w.stopIn {
			count[l]++
			most = max(most, count[l])
		}
	}
	says := func(w questionWord) bool {
		return !slices.ContainsFunc(w.stopIn, func(l string) bool { return count[l] == most })
	}
	if !slices.ContainsFunc(words, says) {
		return words
	}
	return slices.DeleteFunc(words, func(w questionWord) bool { return !says(w) })
}

// termsOfWords gives the terms of words in all of the languages, and those languages in which each says nothing.
func (s *stems) termsOfWords(ctx context.Context, conn db.DBTX, languages, words []string) (out, stopIn map[string][]string, err error) {
	out, stopIn = make(map[string][]string, len(words)), map[string][]string{}
	var forms []string
	for _, w := range words {
		if terms.Exact(w) {
			out[w] = []string{exactTerm(w)}
			continue
		}
		forms = append(forms, terms.Forms(w)...)
	}
	if len(forms) == 0 {
		return out, stopIn, nil
	}
	known, err := s.stemmed(ctx, conn, languages, forms)
	if err != nil {
		return nil, nil, err
	}
	for _, language := range languages {
		for _, w := range words {
			if terms.Exact(w) {
				continue
			}
			added := termsIn(terms.Token{Word: w}, language, known[language])
			out[w] = append(out[w], added...)
			if len(added) == 0 {
				stopIn[w] = append(stopIn[w], language)
			}
		}
	}
	return out, stopIn, nil
}

// shortPart tells what is in too many words to be looked for inside them. A single character of a script without spaces is a
// word, and the index has pairs.
func shortPart(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return utf8.RuneCountInString(word) < shortestPart && !terms.Unspaced(r)
}

// parts looks for words that contain a word that was not found, and gives their terms.
func (s *Service) parts(ctx context.Context, at target, a questionWord) ([]string, error) {
	folded := strings.Fields(terms.Folded(a.word))
	if len(folded) == 0 || shortPart(folded[0]) || len(a.stopIn) > 0 || a.extra && !terms.Exact(a.word) {
		return nil, nil
	}
	var out []string
	for _, part := range folded {
		words, err := s.catalog.q.FindWords(ctx, s.catalog.db, db.FindWordsParams{
			WorkspaceID: at.workspace, ShardID: at.shard, Part: postgres.Contains(part), Most: mostWordsOfPart,
		})
		if err != nil {
			return nil, postgres.Translate(err, "index")
		}
		found, _, err := s.catalog.stems.termsOfWords(ctx, s.catalog.db, at.languages, words)
		if err != nil {
			return nil, err
		}
		for _, w := range words {
			out = append(out, found[w]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
