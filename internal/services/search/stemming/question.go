package stemming

import (
	"context"
	"slices"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/services/search/terms"
)

// mostWords is how many different words of a question count. A page that is pasted as a question must not read the index.
const mostWords = 64

// Word is a word of a question: the terms of every way to write it, in every language of the workspace.
type Word struct {
	Word  string
	Terms []string
	Extra bool // it says what other words say in another form
	// StopIn are languages in which it is a stop word (the, und). Looked for inside other words it would find anything.
	StopIn []string
}

// Question analyses a question once in each language that chunks are in.
func (s *Stems) Question(ctx context.Context, conn db.DBTX, languages []string, text string) ([]Word, error) {
	var out []Word
	var words []string
	for _, t := range terms.OfQuestion(text) {
		same := func(a Word) bool { return a.Word == t.Word }
		if slices.ContainsFunc(out, same) {
			continue
		}
		if len(out) == mostWords {
			break
		}
		out = append(out, Word{Word: t.Word, Extra: t.Extra})
		words = append(words, t.Word)
	}
	found, stopIn, err := s.Terms(ctx, conn, languages, words)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Terms, out[i].StopIn = found[out[i].Word], stopIn[out[i].Word]
	}
	return slices.DeleteFunc(withoutStopWords(out), func(a Word) bool { return len(a.Terms) == 0 }), nil
}

// withoutStopWords leaves out what says nothing in the language of the question, which is the one in which most of its words say
// nothing. Such words are in all texts of that language and are not counted there; in the few texts of another one they would
// pass for rare, and find those. A question that has no others keeps them.
func withoutStopWords(words []Word) []Word {
	count, most := map[string]int{}, 0
	for _, w := range words {
		for _, l := range w.StopIn {
			count[l]++
			most = max(most, count[l])
		}
	}
	says := func(w Word) bool {
		return !slices.ContainsFunc(w.StopIn, func(l string) bool { return count[l] == most })
	}
	if !slices.ContainsFunc(words, says) {
		return words
	}
	return slices.DeleteFunc(words, func(w Word) bool { return !says(w) })
}

// Terms gives the terms of words in all of the languages, and those languages in which each says nothing.
func (s *Stems) Terms(ctx context.Context, conn db.DBTX, languages, words []string) (out, stopIn map[string][]string, err error) {
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
	known, err := s.In(ctx, conn, languages, forms)
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
