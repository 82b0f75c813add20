package counting

import (
	"slices"
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
)

// lexicon is what words mean in one language. A phrase may have several meanings; where it stands decides.
type lexicon struct {
	meanings map[string][]string // phrase, its words apart by one space -> categories
	longest  int                 // words of the longest phrase
	capitals bool                // every noun is written with a capital letter
	words    []string            // the long single words of phrases, in order
}

var lexicons = sync.OnceValue(func() map[wording.Language]lexicon {
	out := map[wording.Language]lexicon{}
	for _, f := range lang.ReadText("questions.txt") {
		lex := readLexicon(f.Data)
		lex.capitals = f.Language == "de"
		out[wording.Language(f.Language)] = lex
	}
	return out
})

func readLexicon(text string) lexicon {
	out := lexicon{meanings: map[string][]string{}}
	for _, line := range strings.Split(text, "\n") {
		category, phrases, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, p := range strings.Split(phrases, "|") {
			var words []string
			for _, t := range tokens(p) {
				words = append(words, t.folded)
			}
			if len(words) == 0 {
				continue
			}
			key := strings.Join(words, " ")
			out.meanings[key] = append(out.meanings[key], category)
			out.longest = max(out.longest, len(words))
		}
	}
	out.words = out.vocabulary()
	return out
}

// vocabulary is the long words of all phrases, in order.
func (l lexicon) vocabulary() []string {
	var out []string
	for p := range l.meanings {
		for _, w := range strings.Fields(p) {
			if len(w) >= shortestSlip && strings.IndexFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
				out = append(out, w)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// is gives how many words at i mean the category, the most there can be; 0 for none.
func (l lexicon) is(list []token, i int, category string) int {
	for n := min(l.longest, len(list)-i); n > 0; n-- {
		for _, c := range l.meanings[phrase(list[i:i+n])] {
			if c == category {
				return n
			}
		}
	}
	return 0
}

// any gives the first of the categories that words at i mean, and how many words.
func (l lexicon) any(list []token, i int, categories ...string) (category string, n int) {
	for _, c := range categories {
		if k := l.is(list, i, c); k > n {
			category, n = c, k
		}
	}
	return category, n
}

// knows tells whether a word alone means something.
func (l lexicon) knows(folded string) bool { return l.meanings[folded] != nil }

func phrase(list []token) string {
	if len(list) == 1 {
		return list[0].folded
	}
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.folded
	}
	return strings.Join(words, " ")
}
