package lang

import (
	"regexp"
	"unicode/utf8"
)

// CurrencyMark is a currency's code or sign in a text, from byte Start to End.
type CurrencyMark struct {
	Start, End int
	Code       string // ISO 4217, or a sign that several share
	AtNumber   bool   // a number stands beside it
	AtMoney    bool   // one with cents does
}

var (
	numberBefore = regexp.MustCompile(`\d ?$`)
	numberAfter  = regexp.MustCompile(`^[ :]{0,2}[-−–(]? ?\d`)
	moneyBefore  = regexp.MustCompile(`(?:^|[^\d./])\d[\d.,'’ ]*[.,]\d\d ?$`)
	moneyAfter   = regexp.MustCompile(`^[ :]{0,2}[-−–(]? ?\d[\d.,'’ ]*[.,](?:\d\d|[-–—])(?:[^\d./]|\.?$)`)
)

// lookAround is how many bytes round a mark are searched for its number.
const lookAround = 24

// FindCurrencies finds the codes and signs of currencies in a text. Marks that are other words too count only at money.
func FindCurrencies(text string) []CurrencyMark {
	d := currencies()
	var out []CurrencyMark
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if d.byFirst[r] == nil && (r < 'A' || r > 'Z') {
			at += size
			continue
		}
		n, code := CurrencyAtStart(text[at:])
		if n == 0 || joins(text[:at], text[at:]) {
			at += size
			continue
		}
		m := CurrencyMark{Start: at, End: at + n, Code: code}
		m.look(text)
		if m.AtMoney || !d.short[text[m.Start:m.End]] {
			out = append(out, m)
		}
		at += n
	}
	return out
}

// look sees what stands beside the mark.
func (m *CurrencyMark) look(text string) {
	before := text[max(0, m.Start-lookAround):m.Start]
	after := text[m.End:min(len(text), m.End+lookAround)]
	m.AtNumber = numberBefore.MatchString(before) || numberAfter.MatchString(after)
	m.AtMoney = m.AtNumber && (moneyBefore.MatchString(before) || moneyAfter.MatchString(after))
}
