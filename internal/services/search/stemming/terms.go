package stemming

import (
	"context"
	"slices"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/services/search/terms"
)

// exactTerm is the term of a word that is compared as it is, in any language.
func exactTerm(word string) string { return "=" + word }

// stemTerm is the term of a stem in a language. Terms of different languages never meet: each chunk is found by its own.
func stemTerm(language, stem string) string { return language + ":" + stem }

// Analysis is what is indexed of a text.
type Analysis struct {
	Terms      map[string]int // term -> how often
	Words      int            // that count for the length
	Vocabulary []string       // as they were written, each once
}

// Analyse finds the terms of texts in a language.
func (s *Stems) Analyse(ctx context.Context, conn db.DBTX, language string, texts []string) ([]Analysis, error) {
	tokens := make([][]terms.Token, len(texts))
	var forms []string
	for i, t := range texts {
		tokens[i] = terms.Of(t)
		forms = AppendForms(forms, tokens[i])
	}
	known, err := s.In(ctx, conn, LanguagesOf(language), forms)
	if err != nil {
		return nil, err
	}
	out := make([]Analysis, len(texts))
	for i, toks := range tokens {
		out[i] = count(toks, known)
	}
	return out, nil
}

// AppendForms adds the forms of those tokens that have stems.
func AppendForms(forms []string, tokens []terms.Token) []string {
	for _, t := range tokens {
		if !t.Exact {
			forms = append(forms, terms.Forms(t.Word)...)
		}
	}
	return forms
}

func count(tokens []terms.Token, known map[string]map[string]string) Analysis {
	a := Analysis{Terms: make(map[string]int, len(tokens))}
	seen := make(map[string]bool, len(tokens))
	for _, t := range tokens {
		added := TermsOf(t, known)
		for _, term := range added {
			a.Terms[term]++
		}
		if len(added) == 0 {
			continue
		}
		if !t.Extra {
			a.Words++
		}
		if !seen[t.Word] {
			seen[t.Word] = true
			a.Vocabulary = append(a.Vocabulary, t.Word)
		}
	}
	return a
}

// TermsOf gives the terms of a token in each of the languages whose stems are known, each once, in order.
func TermsOf(t terms.Token, known map[string]map[string]string) []string {
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
