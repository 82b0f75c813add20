package locale

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
)

// Numbers says how a document writes numbers. The zero value decides each number alone.
type Numbers struct {
	Decimal byte // '.' or ','; 0 when nothing tells
	Spaces  bool // groups of three digits are parted by spaces
	Whole   bool // the currency has no hundredths in use: what stands before three digits groups them
}

// Amount is a number as it stands on a page.
type Amount struct {
	Value    en16931.Decimal
	Currency string // ISO 4217 when a symbol or code is attached, else ""
	Percent  bool   // a per cent sign follows
	Cents    bool   // exactly two digits follow the decimal sign, or it is grouped money of a currency without hundredths
	Signed   bool   // a sign or accounting brackets were written
	// Ambiguous tells that only the document's convention, or a guess, decided what the separator means (1.234).
	Ambiguous bool
}

const maxAmountLen = 40

// ParseAmount reads a number with its grouping, sign, brackets, currency and per cent sign: 1.234,56 and 1,234.56 and
// 1 234,56 and 1'234.50 and 1, 234.50 and (12.00) and 12,00- and 5.- and EUR 12. Anything else in the text makes it no amount.
func ParseAmount(text string, n Numbers) (Amount, bool) {
	if len(text) == 0 || len(text) > maxAmountLen {
		return Amount{}, false
	}
	var a Amount
	s := text
	s, a.Currency = lang.TrimCurrency(strings.TrimSpace(s))
	s, neg, signed := trimSign(s)
	if a.Currency == "" {
		s, a.Currency = lang.TrimCurrency(s)
		if !signed {
			s, neg, signed = trimSign(s)
		}
	}
	if t, ok := strings.CutSuffix(s, "%"); ok {
		s, a.Percent = strings.TrimSpace(t), true
	}
	a.Signed = signed
	plain, ok := a.digits(s, n)
	if !ok {
		return Amount{}, false
	}
	if neg {
		plain = "-" + plain
	}
	d, err := en16931.ParseDecimal(plain)
	if err != nil {
		return Amount{}, false
	}
	a.Value = d
	return a, true
}

// trimSign takes a leading or trailing minus or plus, or accounting brackets, off a number.
func trimSign(s string) (rest string, negative, signed bool) {
	s = strings.TrimSpace(s)
	for _, end := range []string{".-", ".–", ".—", ",-", ",–", ",—", ",--"} {
		if t, ok := strings.CutSuffix(s, end); ok && t != "" && isDigit(t[len(t)-1]) {
			return trimSign(t)
		}
	}
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		return strings.TrimSpace(s[1 : len(s)-1]), true, true
	}
	for _, m := range []string{"-", "−", "–", "+"} {
		if t, ok := strings.CutPrefix(s, m); ok {
			return strings.TrimSpace(t), m != "+", true
		}
		if t, ok := strings.CutSuffix(s, m); ok {
			return strings.TrimSpace(t), m != "+", true
		}
	}
	return s, false, false
}

// plainSeparators writes the spaces and apostrophes between groups of digits in one way.
var plainSeparators = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "’", "'", "`", "'", "´", "'", ", ", ",")

// digits writes the number as a plain xs:decimal.
func (a *Amount) digits(s string, n Numbers) (string, bool) {
	s = plainSeparators.Replace(s)
	if s == "" || !isDigit(s[len(s)-1]) || !isDigit(s[0]) && s[0] != '.' && s[0] != ',' {
		return "", false
	}
	var seps []byte
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
		case c == '.' || c == ',' || c == ' ' || c == '\'':
			if i > 0 && !isDigit(s[i-1]) {
				return "", false
			}
			seps = append(seps, c)
		default:
			return "", false
		}
	}
	dec := a.decimalSign(s, seps, n)
	whole, frac := s, ""
	if dec != 0 {
		i := strings.LastIndexByte(s, dec)
		whole, frac = s[:i], s[i+1:]
		if strings.IndexByte(whole, dec) >= 0 {
			return "", false
		}
	}
	w, ok := ungroup(whole)
	if !ok {
		return "", false
	}
	a.Cents = len(frac) == 2 || n.Whole && frac == "" && len(seps) > 0
	if frac == "" {
		return w, true
	}
	return w + "." + frac, true
}

// decimalSign decides which separator is the decimal sign, 0 for none.
func (a *Amount) decimalSign(s string, seps []byte, n Numbers) byte {
	if len(seps) == 0 {
		return 0
	}
	last := seps[len(seps)-1]
	if last == ' ' || last == '\'' {
		return 0
	}
	count := 0
	for _, c := range seps {
		if c == last {
			count++
		}
	}
	after := len(s) - 1 - strings.LastIndexByte(s, last)
	switch {
	case count > 1:
		return 0
	case len(seps) > 1: // another separator groups: the last one is the decimal sign, whatever the document does
		return last
	case after != 3 || strings.IndexByte(s, last) == 0 || s[0] == '0':
		return last
	}
	if n.Whole {
		return 0
	}
	a.Ambiguous = true
	if n.Decimal == last {
		return last
	}
	return 0
}

// ungroup joins groups of three digits; the first may be shorter. Groups of two (12,34,567) are read as well.
func ungroup(s string) (string, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ',' || r == ' ' || r == '\'' })
	switch len(parts) {
	case 0:
		return "0", s == ""
	case 1:
		return parts[0], true
	}
	for i, p := range parts {
		switch {
		case i == 0 && len(p) > 3, i == len(parts)-1 && len(p) != 3, i > 0 && len(p) != 3 && len(p) != 2:
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
