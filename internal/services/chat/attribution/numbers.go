package attribution

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

var numeral = regexp.MustCompile(`\d+(?:(?:[.,'’\x{00a0}\x{202f}]| (?:\d{3}\b))\d*)*`)

var wordRun = regexp.MustCompile(`\pL+`)

// numerals are the numbers of number words.
var numerals = byWord("numerals.txt")

// scales are words that multiply the number before them, and by how many zeros.
var scales = byWord("scales.txt")

// numberAt is the number that text writes as numeral from start to end, with what the words beside it make of it. text is
// folded, in lower case.
func numberAt(text, numeral string, start, end int) Number {
	n := Number{Text: numeral, Values: valuesOf(numeral)}
	word, after := wordAfter(text, end)
	if zeros, err := strconv.Atoi(scales[word]); err == nil {
		for i := range n.Values {
			n.Values[i] = scaled(n.Values[i], zeros)
		}
		if strings.HasPrefix(text[after:], ". ") && len(word) <= 3 { // 5 Mio. Euro
			after++
		}
		if word, after = wordAfter(text, after); word == "de" || word == "d" { // 3,6 millions d'euros
			word, after = wordAfter(strings.ReplaceAll(text, "'", " "), after)
		}
	}
	if qualifiers[word] {
		word, _ = wordAfter(text, after)
	}
	if n.Unit = units[word]; n.Unit == "" {
		n.Unit = currencyBefore(text[:start])
	}
	if n.Unit == "" && utf8.RuneCountInString(word) >= 4 && !wording.IsStopWord(word) && !isYear(n) {
		n.Noun = word
	}
	n.Label = labelBefore(text[:start])
	return n
}

// label is the noun of "a loss of EUR 18,300", "Verlust von 18.300 EUR".
var label = regexp.MustCompile(`(\pL{4,})(?: in hohe)? (?:of|von|de|d'|uber|over) (?:eur|usd|gbp|chf|€|\$|£)? ?$`)

func labelBefore(text string) string {
	if m := label.FindStringSubmatch(text[max(0, len(text)-60):]); m != nil && !wording.IsStopWord(m[1]) {
		return m[1]
	}
	return ""
}

// qualifiers stand between a number and its unit: 10 working days.
var qualifiers = map[string]bool{"working": true, "business": true, "calendar": true, "full": true, "volle": true, "vollen": true, "ganze": true, "consecutive": true}

func isYear(n Number) bool {
	return len(n.Text) == 4 && (strings.HasPrefix(n.Text, "19") || strings.HasPrefix(n.Text, "20"))
}

// wordAfter gives the word or sign at most a space or a hyphen after at, and where it ends; "" for none.
func wordAfter(text string, at int) (word string, end int) {
	rest := text[at:]
	rest = strings.TrimLeft(rest, " \u00a0\u202f")
	if len(text[at:])-len(rest) > len("\u202f") {
		return "", at
	}
	rest = strings.TrimPrefix(rest, "-")
	begin := len(text) - len(rest)
	for _, sign := range []string{"%", "€", "$", "£", "°c"} {
		if strings.HasPrefix(rest, sign) {
			return sign, begin + len(sign)
		}
	}
	n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if n < 0 {
		n = len(rest)
	}
	return rest[:n], begin + n
}

var currencies = []string{"EUR", "USD", "GBP", "CHF"}

// currencyBefore reads "EUR 950" and "$62".
func currencyBefore(text string) string {
	text = strings.TrimRight(text, " \u00a0")
	word := text[strings.LastIndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '€' && r != '£' && r != '$' })+1:]
	if i := strings.LastIndexAny(word, "€£$"); i >= 0 {
		word = word[i:]
	}
	if u := units[word]; slices.Contains(currencies, u) {
		return u
	}
	return ""
}

// numbersInWords finds the numbers that are written out, from two on: one is an article more often than a number.
func numbersInWords(text string) []Number {
	var out []Number
	for _, at := range wordRun.FindAllStringIndex(text, -1) {
		if value := numerals[text[at[0]:at[1]]]; value != "" {
			n := numberAt(text, value, at[0], at[1])
			n.Text = text[at[0]:at[1]]
			out = append(out, n)
		}
	}
	return out
}

// scaled moves the decimal point of a canonical number to the right.
func scaled(value string, zeros int) string {
	whole, decimals, _ := strings.Cut(value, ".")
	for range zeros {
		digit := "0"
		if decimals != "" {
			digit, decimals = decimals[:1], decimals[1:]
		}
		whole += digit
	}
	return canonical(whole, decimals)
}

var spacesInNumbers = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "")

// valuesOf gives what a numeral may mean.
func valuesOf(text string) []string {
	s := spacesInNumbers.Replace(text)
	dot, comma := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case dot == 0 && comma == 0:
		return []string{canonical(s, "")}
	case dot > 0 && comma > 0:
		cut := max(strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ','))
		return []string{canonical(s[:cut], s[cut+1:])}
	case dot+comma > 1:
		return []string{canonical(s, "")}
	}
	cut := strings.IndexAny(s, ".,")
	out := []string{canonical(s[:cut], s[cut+1:])}
	if len(s)-cut-1 == 3 && cut <= 3 && s[0] != '0' {
		out = append(out, canonical(s, ""))
	}
	return out
}

func canonical(whole, decimals string) string {
	whole = strings.TrimLeft(strings.NewReplacer(".", "", ",", "").Replace(whole), "0")
	if whole == "" {
		whole = "0"
	}
	if decimals = strings.TrimRight(decimals, "0"); decimals == "" {
		return whole
	}
	return whole + "." + decimals
}
