package attribution

import (
	"regexp"
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

// units are the units that words mean.
var units = byWord("units.txt")

// rates are beginnings of words that speak of one of a unit, monthly, by unit.
var rates = func() map[string][]string {
	out := map[string][]string{}
	for _, l := range lines("rates.txt") {
		f := strings.Fields(l)
		out[f[0]] = f[1:]
	}
	return out
}()

var perUnit = regexp.MustCompile(`(?:\b(?:per|pro|je|par|por|each|every|jeden|jede|jedes|chaque|cada) |/ ?|(?:mal|fois|veces|times|twice|once) (?:a|an|im|in der|am|al|par|por|pro) )(\pL+)`)

// ratesOf are the units that a text gives something for each of: EUR 950 per day.
func ratesOf(text string) []string {
	var out []string
	for _, m := range perUnit.FindAllStringSubmatch(lang.Fold(text), -1) {
		if u := units[m[1]]; u != "" && !slices.Contains(currencies, u) && !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}

// speaksOf tells whether a text has a word for a unit, or one that is made of it.
func speaksOf(text, unit string) bool {
	for _, w := range lang.Split(strings.ToLower(text)) {
		w = lang.Fold(w)
		if units[w] == unit || slices.ContainsFunc(rates[unit], func(begin string) bool { return strings.HasPrefix(w, begin) }) {
			return true
		}
	}
	return false
}

// pacesOf are the units that words of a text speak of one of: monthly, Jahresbeitrag.
func pacesOf(text string) []string {
	var out []string
	for _, w := range lang.Split(strings.ToLower(text)) {
		w = lang.Fold(w)
		for unit, begins := range rates {
			if units[w] == "" && !slices.Contains(out, unit) && slices.ContainsFunc(begins, func(begin string) bool { return strings.HasPrefix(w, begin) }) {
				out = append(out, unit)
			}
		}
	}
	return out
}

// pacedOtherwise tells whether the quote speaks of another pace, and not of the claim's: a monthly rent is no annual one.
func (c claim) pacedOtherwise(w *window) bool {
	for _, unit := range c.paces {
		if speaksOf(w.quote, unit) {
			continue
		}
		for _, other := range pacesOf(w.quote) {
			if !slices.Contains(c.paces, other) {
				return true
			}
		}
	}
	return false
}
