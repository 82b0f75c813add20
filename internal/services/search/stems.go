package search

import (
	"context"
	"slices"
	"sync"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/terms"
)

// dictionaries are Postgres's snowball dictionaries by language. Words of all others stay as they are.
var dictionaries = map[string]string{
	"ar": "arabic_stem", "ca": "catalan_stem", "da": "danish_stem", "de": "german_stem", "el": "greek_stem", "en": "english_stem",
	"es": "spanish_stem", "eu": "basque_stem", "fi": "finnish_stem", "fr": "french_stem", "ga": "irish_stem", "hi": "hindi_stem",
	"hu": "hungarian_stem", "hy": "armenian_stem", "id": "indonesian_stem", "it": "italian_stem", "lt": "lithuanian_stem",
	"ne": "nepali_stem", "nb": "norwegian_stem", "nl": "dutch_stem", "nn": "norwegian_stem", "no": "norwegian_stem",
	"pt": "portuguese_stem", "ro": "romanian_stem", "ru": "russian_stem", "sr": "serbian_stem", "sv": "swedish_stem",
	"ta": "tamil_stem", "tr": "turkish_stem", "yi": "yiddish_stem",
}

// stemsKept bounds the memory of stems: about 20 MB for the newer half and the older one.
const stemsKept = 100_000

// stems remembers what the dictionaries say: a dictionary call in the database is a round trip, and words repeat.
type stems struct {
	q          *db.Queries
	mu         sync.Mutex
	fresh, old map[stemKey]string
}

type stemKey struct{ language, word string }

func newStems(q *db.Queries) *stems { return &stems{q: q, fresh: map[stemKey]string{}} }

func (s *stems) get(k stemKey) (string, bool) {
	stem, ok := s.fresh[k]
	if ok {
		return stem, true
	}
	if stem, ok = s.old[k]; ok {
		s.put(k, stem)
	}
	return stem, ok
}

func (s *stems) put(k stemKey, stem string) {
	if len(s.fresh) >= stemsKept {
		s.fresh, s.old = map[stemKey]string{}, s.fresh
	}
	s.fresh[k] = stem
}

// guesses are the languages whose stems a text has that does not tell its own: a list, a table, a line or two.
var guesses = []string{"", "de", "en", "es", "fr", "it", "nl"}

// analysedAs gives the languages that a text of a language is analysed in.
func analysedAs(language string) []string {
	if language == "" {
		return guesses
	}
	return []string{language}
}

// stemmed gives the stems of words in each of some languages; "" for a word that says nothing there (the, und).
func (s *stems) stemmed(ctx context.Context, conn db.DBTX, languages, words []string) (map[string]map[string]string, error) {
	out := make(map[string]map[string]string, len(languages))
	var missing []stemKey
	for _, l := range languages {
		known := make(map[string]string, len(words))
		out[l] = known
		if _, ok := dictionaries[l]; ok {
			missing = s.lookUp(missing, l, words, known)
			continue
		}
		for _, w := range words {
			known[w] = w
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	ask := db.StemWordsParams{Dictionaries: make([]string, len(missing)), Words: make([]string, len(missing))}
	for i, k := range missing {
		ask.Dictionaries[i], ask.Words[i] = dictionaries[k.language], k.word
	}
	rows, err := s.q.StemWords(ctx, conn, ask)
	if err != nil {
		return nil, postgres.Translate(err, "dictionary")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, r := range rows { // in the order that was asked in
		out[missing[i].language][r.Word] = r.Stem
		s.put(missing[i], r.Stem)
	}
	return out, nil
}

// lookUp fills in what is remembered and adds the words that are not.
func (s *stems) lookUp(missing []stemKey, language string, words []string, out map[string]string) []stemKey {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range words {
		if _, done := out[w]; done {
			continue
		}
		stem, ok := s.get(stemKey{language, w})
		if !ok {
			missing = append(missing, stemKey{language, w})
		}
		out[w] = stem
	}
	return missing
}

// exactTerm is the term of a word that is compared as it is, in any language.
func exactTerm(word string) string { return "=" + word }

// stemTerm is the term of a stem in a language. Terms of different languages never meet: each chunk is found by its own.
func stemTerm(language, stem string) string { return language + ":" + stem }

// analysed is what is indexed of a text.
type analysed struct {
	terms map[string]int // term -> how often
	words int            // that count for the length
	vocab []string       // as they were written, each once
}

// analyse finds the terms of texts in a language.
func (s *stems) analyse(ctx context.Context, conn db.DBTX, language string, texts []string) ([]analysed, error) {
	tokens := make([][]terms.Token, len(texts))
	var forms []string
	for i, t := range texts {
		tokens[i] = terms.Of(t)
		forms = appendForms(forms, tokens[i])
	}
	known, err := s.stemmed(ctx, conn, analysedAs(language), forms)
	if err != nil {
		return nil, err
	}
	out := make([]analysed, len(texts))
	for i, toks := range tokens {
		out[i] = count(toks, known)
	}
	return out, nil
}

// appendForms adds the forms of those tokens that have stems.
func appendForms(forms []string, tokens []terms.Token) []string {
	for _, t := range tokens {
		if !t.Exact {
			forms = append(forms, terms.Forms(t.Word)...)
		}
	}
	return forms
}

func count(tokens []terms.Token, known map[string]map[string]string) analysed {
	a := analysed{terms: make(map[string]int, len(tokens))}
	seen := make(map[string]bool, len(tokens))
	for _, t := range tokens {
		added := termsOf(t, known)
		for _, term := range added {
			a.terms[term]++
		}
		if len(added) == 0 {
			continue
		}
		if !t.Extra {
			a.words++
		}
		if !seen[t.Word] {
			seen[t.Word] = true
			a.vocab = append(a.vocab, t.Word)
		}
	}
	return a
}

// termsOf gives the terms of a token in each of the languages whose stems are known, each once, in order.
func termsOf(t terms.Token, known map[string]map[string]string) []string {
	if t.Exact {
		return []string{exactTerm(t.Word)}
	}
	var out []string
	for language, stems := range known {
		out = append(out, termsIn(t, language, stems)...)
	}
	slices.Sort(out)
	return out
}

// termsIn gives the terms of a word in a language, each once: those of all ways to type it. A word that says nothing as it was
// written has none.
func termsIn(t terms.Token, language string, stems map[string]string) []string {
	if stems[t.Word] == "" {
		return nil
	}
	forms := terms.Forms(t.Word)
	out := make([]string, 0, len(forms))
	for _, f := range forms {
		stem := stems[f]
		if stem == "" {
			continue
		}
		if term := stemTerm(language, stem); !slices.Contains(out, term) {
			out = append(out, term)
		}
	}
	return out
}
