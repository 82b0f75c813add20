package lang

import "strings"

// currencyMarks are symbols and abbreviations that stand at numbers, longest first where one begins another.
var currencyMarks = []struct{ mark, code string }{
	{"US$", "USD"}, {"C$", "CAD"}, {"CA$", "CAD"}, {"A$", "AUD"}, {"AU$", "AUD"}, {"S$", "SGD"}, {"HK$", "HKD"},
	{"NZ$", "NZD"}, {"R$", "BRL"}, {"€", "EUR"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"₩", "KRW"}, {"₺", "TRY"},
	{"₽", "RUB"}, {"zł", "PLN"}, {"Kč", "CZK"}, {"Ft", "HUF"}, {"lei", "RON"}, {"лв", "BGN"}, {"RM", "MYR"},
	{"Rs.", "INR"}, {"Rs", "INR"}, {"SFr.", "CHF"}, {"SFr", "CHF"}, {"Fr.", "CHF"}, {"sFr.", "CHF"}, {"kr.", "kr"},
	{"kr", "kr"}, {"Kr.", "kr"}, {"Kr", "kr"}, {"Rp", "IDR"}, {"$", "USD"}, {"Euros", "EUR"}, {"Euro", "EUR"},
	{"EURO", "EUR"}, {"euros", "EUR"}, {"euro", "EUR"},
}

// currencyCodes are the ISO 4217 codes in use.
var currencyCodes = setOf(`AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BYN CAD CHF CLP CNY COP CRC CZK DKK DOP
DZD EGP ETB EUR FJD GBP GEL GHS GTQ HKD HNL HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KHR KRW KWD KZT LAK LBP LKR LYD
MAD MDL MGA MKD MMK MNT MOP MUR MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF
SAR SEK SGD THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF XPF ZAR ZMW`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// IsCurrency tells whether the code is an ISO 4217 code in use.
func IsCurrency(code string) bool { return currencyCodes[code] }

// CurrencyOf reads a currency symbol, abbreviation or code standing alone. The crown of three countries is "kr": the
// document's country decides it.
func CurrencyOf(word string) (code string, ok bool) {
	w := strings.Trim(word, "()[]:;, ")
	if IsCurrency(w) {
		return w, true
	}
	for _, m := range currencyMarks {
		if w == m.mark || strings.TrimSuffix(w, ".") == strings.TrimSuffix(m.mark, ".") {
			return m.code, true
		}
	}
	return "", false
}

// TrimCurrency takes a currency off either end of a number; code is "" where there is none.
func TrimCurrency(s string) (rest, code string) {
	s = strings.TrimSpace(s)
	if len(s) > 3 {
		if head := s[:3]; IsCurrency(head) && !isLetter(s[3]) {
			return strings.TrimSpace(s[3:]), head
		}
		if tail := s[len(s)-3:]; IsCurrency(tail) && !isLetter(s[len(s)-4]) {
			return strings.TrimSpace(s[:len(s)-3]), tail
		}
	}
	for _, m := range currencyMarks {
		if t, ok := strings.CutPrefix(s, m.mark); ok && t != "" && !isLetter(t[0]) {
			return strings.TrimSpace(t), m.code
		}
		if t, ok := strings.CutSuffix(s, m.mark); ok && t != "" && !isLetter(t[len(t)-1]) {
			return strings.TrimSpace(t), m.code
		}
	}
	return s, ""
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
