package lang

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// currencyCodes are the ISO 4217 codes that invoices still carry.
var currencyCodes = setOf(`AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP
DZD EGP ETB EUR FJD GBP GEL GHS GTQ HKD HNL HRK HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KHR KRW KWD KZT LAK LBP LKR
LYD MAD MDL MGA MKD MMK MNT MOP MUR MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
RWF SAR SEK SGD THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF XPF ZAR ZMW`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// IsCurrency tells whether the code is an ISO 4217 code in use.
func IsCurrency(code string) bool { return currencyCodes[code] }

// currencyFile is what common/currencies.json says.
type currencyFile struct {
	// Signs are signs and abbreviations at numbers, with a currency's code or the name of a sign that several share.
	Signs map[string]string `json:"signs"`
	// Shared are the signs that mean another currency in another country.
	Shared map[string]sharedSign `json:"shared"`
	// Short are marks that are other words too: only an amount of money beside one makes it a currency.
	Short []string `json:"short"`
	// Places are the currencies that countries pay in.
	Places map[string]string `json:"places"`
}

type sharedSign struct {
	Usual string            `json:"usual"` // without a country, "" where nothing is usual
	In    map[string]string `json:"in"`
}

type mark struct{ text, code string }

type currencyData struct {
	currencyFile

	byFirst map[rune][]mark // the longest first
	byLast  map[rune][]mark
	short   map[string]bool
}

var currencies = sync.OnceValue(func() *currencyData {
	d := &currencyData{currencyFile: ReadCommon[currencyFile]("currencies.json"), byFirst: map[rune][]mark{}, byLast: map[rune][]mark{}, short: map[string]bool{}}
	for text, code := range d.Signs {
		d.add(mark{text, code})
	}
	for _, c := range Codes() {
		for text, code := range Of(c).Currencies {
			if d.Signs[text] == "" {
				d.Signs[text] = code
				d.add(mark{text, code})
			}
		}
	}
	for _, byEnd := range []map[rune][]mark{d.byFirst, d.byLast} {
		for _, marks := range byEnd {
			slices.SortFunc(marks, func(a, b mark) int {
				return cmp.Or(cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
			})
		}
	}
	for _, s := range d.Short {
		d.short[s] = true
	}
	return d
})

func (d *currencyData) add(m mark) {
	first, _ := utf8.DecodeRuneInString(m.text)
	last, _ := utf8.DecodeLastRuneInString(m.text)
	d.byFirst[first] = append(d.byFirst[first], m)
	d.byLast[last] = append(d.byLast[last], m)
}

// CurrencyOf reads a currency symbol, abbreviation or code standing alone. What several currencies share, "$" or "kr", is
// given as the sign that it is: CurrencyIn tells what it means in a country.
func CurrencyOf(word string) (code string, ok bool) {
	w := strings.Trim(word, "()[]:;, ")
	if IsCurrency(w) {
		return w, true
	}
	for _, form := range []string{w, strings.TrimSuffix(w, "."), w + "."} {
		if code := currencies().Signs[form]; code != "" && form != "." {
			return code, true
		}
	}
	return "", false
}

// CurrencyIn is the currency that a code or sign means in a country, "" where the country has to be known and is not.
func CurrencyIn(sign, country string) string {
	s, shared := currencies().Shared[sign]
	switch {
	case !shared:
		return sign
	case s.In[country] != "":
		return s.In[country]
	}
	return s.Usual
}

// MayMean tells whether a sign that several currencies share can stand for a currency.
func MayMean(sign, code string) bool {
	s, shared := currencies().Shared[sign]
	return shared && (s.Usual == code || slices.Contains(slices.Collect(maps.Values(s.In)), code))
}

// CurrencyOfCountry is the currency that a country pays in, "" for one that is not known.
func CurrencyOfCountry(country string) string { return currencies().Places[country] }

// TrimCurrency takes a currency off either end of a number; code is "" where there is none.
func TrimCurrency(s string) (rest, code string) {
	s = strings.TrimSpace(s)
	if n, code := CurrencyAtStart(s); n > 0 && n < len(s) {
		return strings.TrimSpace(s[n:]), code
	}
	if n, code := CurrencyAtEnd(s); n > 0 && n < len(s) {
		return strings.TrimSpace(s[:len(s)-n]), code
	}
	return s, ""
}

// CurrencyAtStart is the currency that a text begins with, and its length in bytes; 0 where there is none.
func CurrencyAtStart(s string) (n int, code string) {
	first, _ := utf8.DecodeRuneInString(s)
	for _, m := range currencies().byFirst[first] {
		if t, ok := strings.CutPrefix(s, m.text); ok && !joins(m.text, t) {
			return len(m.text), m.code
		}
	}
	if len(s) >= 3 && IsCurrency(s[:3]) && !joins(s[:3], s[3:]) {
		return 3, s[:3]
	}
	return 0, ""
}

// CurrencyAtEnd is the currency that a text ends with, and its length in bytes; 0 where there is none.
func CurrencyAtEnd(s string) (n int, code string) {
	last, _ := utf8.DecodeLastRuneInString(s)
	for _, m := range currencies().byLast[last] {
		if t, ok := strings.CutSuffix(s, m.text); ok && !joins(t, m.text) {
			return len(m.text), m.code
		}
	}
	if at := len(s) - 3; at >= 0 && IsCurrency(s[at:]) && !joins(s[:at], s[at:]) {
		return 3, s[at:]
	}
	return 0, ""
}

// joins tells whether two texts are one word where they meet. A letter before a dollar's sign is of the sign: R$ is none of
// the United States.
func joins(before, after string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLetter(a) && (unicode.IsLetter(b) && alphabetic(a) && alphabetic(b) || b == '$' && unicode.IsUpper(a))
}

// alphabetic tells a letter of a script that parts its words by spaces.
func alphabetic(r rune) bool {
	return !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
