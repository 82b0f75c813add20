// Package stemming finds the terms of words: what of a word is compared when passages are looked for, in each language.
//
// It owns which dictionary a language has, what stop words mean to a question, and the memory of what the dictionaries said. It does
// not own what a word is (terms) nor what is done with terms (search). The dictionaries are Postgres's.
package stemming

import (
	"context"
	"sync"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
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

// Stems asks the dictionaries and remembers what they said: a dictionary call in the database is a round trip, and words repeat. It is safe for many
// callers.
type Stems struct {
	q          *db.Queries
	mu         sync.Mutex
	fresh, old map[stemKey]string
}

type stemKey struct{ language, word string }

// New makes Stems that know nothing yet.
func New(q *db.Queries) *Stems { return &Stems{q: q, fresh: map[stemKey]string{}} }

func (s *Stems) get(k stemKey) (string, bool) {
	stem, ok := s.fresh[k]
	if ok {
		return stem, true
	}
	if stem, ok = s.old[k]; ok {
		s.put(k, stem)
	}
	return stem, ok
}

func (s *Stems) put(k stemKey, stem string) {
	if len(s.fresh) >= stemsKept {
		s.fresh, s.old = map[stemKey]string{}, s.fresh
	}
	s.fresh[k] = stem
}

// guesses are the languages whose stems a text has that does not tell its own: a list, a table, a line or two.
var guesses = []string{"", "de", "en", "es", "fr", "it", "nl"}

// LanguagesOf gives the languages that a text of a language is Analysis in.
func LanguagesOf(language string) []string {
	if language == "" {
		return guesses
	}
	return []string{language}
}

// In gives the stems of words in each of some languages; "" for a word that says nothing there (the, und).
func (s *Stems) In(ctx context.Context, conn db.DBTX, languages, words []string) (map[string]map[string]string, error) {
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
func (s *Stems) lookUp(missing []stemKey, language string, words []string, out map[string]string) []stemKey {
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
