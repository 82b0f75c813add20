package locale

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

// MaxLabel is the length of the longest label, folded.
func (d *Dictionary) MaxLabel() int { return d.maxLabel }

// Labels are the entries for a folded text.
func (d *Dictionary) Labels(folded string) []Label { return d.labels[folded] }

// NearLabels are the entries for a folded text that OCR may have read with one letter wrong, missing or added. The first
// letter must be right, or one that looks alike: a text that begins otherwise is another word.
func (d *Dictionary) NearLabels(folded string) []Label {
	if len(folded) < minNear || lang.IsWord(folded) { // a word of a language is read right
		return nil
	}
	if l := d.firstNear(folded, folded); l != nil {
		return l
	}
	for i := range len(folded) {
		key := folded[:i] + folded[i+1:]
		if l := d.labels[key]; l != nil && len(key) >= minNear && alike(folded, key) {
			return l
		}
		if l := d.firstNear(folded, key); l != nil {
			return l
		}
	}
	return nil
}

func (d *Dictionary) firstNear(folded, key string) []Label {
	for _, text := range d.near[key] {
		if alike(folded, text) {
			return d.labels[text]
		}
	}
	return nil
}

// alike tells whether two texts begin with the same letter, or with two that recognition takes for each other.
func alike(a, b string) bool {
	const slim = "il1tj"
	return a[0] == b[0] || strings.IndexByte(slim, a[0]) >= 0 && strings.IndexByte(slim, b[0]) >= 0
}

// Titles are the document types that a folded heading names.
func (d *Dictionary) Titles(folded string) []Title { return d.titles[folded] }

// Country is the ISO 3166-1 code of a country's name in any of the languages, "" when it is none.
func (d *Dictionary) Country(name string) string { return d.countries[lang.Key(name)] }

// IsLegalForm tells whether a word is a company's legal form.
func (d *Dictionary) IsLegalForm(word string) bool { return d.legal[lang.Key(word)] }

// IsTradeWord tells whether a word names a kind of business.
func (d *Dictionary) IsTradeWord(word string) bool { return d.trades[lang.Key(word)] }

// AddsTax tells whether the words before a tax say that it is added.
func (d *Dictionary) AddsTax(before string) bool {
	for w := range strings.FieldsSeq(before) {
		if d.adding[lang.Key(w)] {
			return true
		}
	}
	return false
}

// TaxWord tells what the words between a total and a tax make of the total: Gross, Net, or "" when they say nothing.
func (d *Dictionary) TaxWord(between string) Role {
	for _, w := range strings.FieldsFunc(between, func(r rune) bool { return strings.ContainsRune(" .,:;()[]*", r) }) {
		if r, ok := d.taxWords[lang.Key(w)]; ok {
			return r
		}
	}
	return ""
}

// HasStreetWord tells whether a line has a word that is a street's name.
func (d *Dictionary) HasStreetWord(line string) bool {
	for w := range strings.FieldsSeq(line) {
		if d.streetWords[lang.Key(w)] {
			return true
		}
	}
	return false
}

// HasStreetEnd tells whether a line has a word that ends like a street's name. Other words do too ("Engineering" like
// "Altstadtring"): a house number has to agree.
func (d *Dictionary) HasStreetEnd(line string) bool {
	for w := range strings.FieldsSeq(line) {
		f := lang.Key(w)
		for _, s := range d.streetEnds {
			if len(f) > len(s)+2 && strings.HasSuffix(f, s) {
				return true
			}
		}
	}
	return false
}
