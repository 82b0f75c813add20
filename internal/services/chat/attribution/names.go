package attribution

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
)

var nouns = wordSet("nouns.txt")

// namesOf gives the words of a sentence that look like names: capitals that neither the beginning of the sentence nor, in
// German, a common noun explains.
func namesOf(sentence string) []string {
	var out []string
	seen := map[string]bool{}
	first := true
	for _, w := range lang.Split(sentence) {
		folded := lang.Fold(w)
		begins := first
		first = false
		if !nameLike(w, folded) || seen[folded] || begins && !capitals(w) && !soundsLikeName(sentence, w) {
			continue
		}
		seen[folded] = true
		out = append(out, folded)
	}
	return out
}

func nameLike(word, folded string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(r) || utf8.RuneCountInString(word) < 2 || strings.ContainsAny(word, "0123456789") {
		return false
	}
	if wording.IsStopWord(strings.ToLower(word)) || months()[folded] != 0 || negations[folded] {
		return false
	}
	return !commonNoun(folded)
}

// commonNoun knows nouns in their forms, and compounds that end in one.
func commonNoun(folded string) bool {
	if nouns[folded] {
		return true
	}
	for _, end := range []string{"s", "en", "n", "e", "es", "er", "ern"} {
		if stem, ok := strings.CutSuffix(folded, end); ok && nouns[stem] {
			return true
		}
	}
	for i := 3; i <= len(folded)-4; i++ {
		if nouns[folded[i:]] {
			return true
		}
	}
	for _, end := range nounEndings {
		if len(folded) > len(end)+3 && strings.HasSuffix(folded, end) {
			return true
		}
	}
	return false
}

// nounEndings make German nouns of verbs and adjectives.
var nounEndings = []string{"ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "taet", "tat", "ismus", "ment", "ments"}

func capitals(w string) bool { return len([]rune(w)) > 1 && w == strings.ToUpper(w) }

// soundsLikeName tells of the first word of a sentence whether it is a name: another capital or a company's form follows.
func soundsLikeName(sentence, word string) bool {
	at := strings.Index(sentence, word)
	rest := strings.TrimLeft(sentence[at+len(word):], " ")
	next, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsUpper(next) && next != '&' {
		return !strings.HasPrefix(sentence[at+len(word):], " ") || !commonStart(word)
	}
	return true
}

// commonStart tells whether a word may begin a sentence without being a name: it is in small letters elsewhere, or ends
// like a word of the language. Without a dictionary every long word may.
func commonStart(word string) bool { return utf8.RuneCountInString(word) > 3 }

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
