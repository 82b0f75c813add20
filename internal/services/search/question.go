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

// asked is a word of a question: the terms of every way to write it, in every language of the workspace.
type asked struct {
	word  string
	terms []string
	extra bool
	weak  bool // it says nothing in one of the languages: looked for inside other words it would find anything
}

// ask analyses a question once in each language that chunks are in.
func (s *Service) ask(ctx context.Context, languages []string, text string) ([]asked, error) {
	var out []asked
	var words []string
	for _, t := range terms.OfQuestion(text) {
		same := func(a asked) bool { return a.word == t.Word }
		if slices.ContainsFunc(out, same) {
			continue
		}
		if len(out) == mostWords {
			break
		}
		out = append(out, asked{word: t.Word, extra: t.Extra})
		words = append(words, t.Word)
	}
	found, weak, err := s.termsOfWords(ctx, languages, words)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].terms, out[i].weak = found[out[i].word], weak[out[i].word]
	}
	return slices.DeleteFunc(out, func(a asked) bool { return len(a.terms) == 0 }), nil
}

// termsOfWords gives the terms of words in all of the languages, and which words say nothing in one of them.
func (s *Service) termsOfWords(ctx context.Context, languages, words []string) (out map[string][]string, weak map[string]bool, err error) {
	out, weak = make(map[string][]string, len(words)), map[string]bool{}
	var forms []string
	for _, w := range words {
		if terms.Exact(w) {
			out[w] = []string{exactTerm(w)}
			continue
		}
		forms = append(forms, terms.Forms(w)...)
	}
	if len(forms) == 0 {
		return out, weak, nil
	}
	for _, language := range languages {
		known, err := s.stemmed(ctx, s.DB, language, forms)
		if err != nil {
			return nil, nil, err
		}
		for _, w := range words {
			if terms.Exact(w) {
				continue
			}
			added := termsOf(terms.Token{Word: w}, language, known)
			out[w] = append(out[w], added...)
			weak[w] = weak[w] || len(added) == 0
		}
	}
	return out, weak, nil
}

// parts looks for words that contain a word that was not found, and gives their terms.
func (s *Service) parts(ctx context.Context, at place, a asked) ([]string, error) {
	folded := strings.Fields(terms.Folded(a.word))
	if len(folded) == 0 || utf8.RuneCountInString(folded[0]) < shortestPart || a.weak || a.extra && !terms.Exact(a.word) {
		return nil, nil
	}
	var out []string
	for _, part := range folded {
		words, err := s.q.FindWords(ctx, s.DB, db.FindWordsParams{
			WorkspaceID: at.workspace, ShardID: at.shard, Part: postgres.Contains(part), Most: mostWordsOfPart,
		})
		if err != nil {
			return nil, postgres.Translate(err, "index")
		}
		found, _, err := s.termsOfWords(ctx, at.languages, words)
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
