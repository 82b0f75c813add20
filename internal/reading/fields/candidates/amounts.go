package candidates

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

// number is a number with its grouping. A space groups only before a decimal comma or with a second group, since a
// quantity may stand before a price.
var number = regexp.MustCompile(`\d{1,3}, \d{3}\.\d\d|\d{1,3}(?:[ \x{a0}]\d{3})+,\d{1,4}|\d{1,3}(?:[.,'’]\d{2,3})*[.,'’]\d{3}(?:[.,]\d{1,4})?|\d+(?:[.,]\d{1,6})?|[.,]\d{2}`)

// spacedNumber is the same where the pages group digits by spaces, whatever follows.
var spacedNumber = regexp.MustCompile(`\d{1,3}(?:[ \x{a0}]\d{3})+(?:[.,]\d{1,4})?|` + number.String())

// loose is what OCR may have made of a number: letters for digits, a space behind the decimal sign.
var loose = regexp.MustCompile(`[\dOoIlSBZ]{1,7}(?:[.,][\dOoIlSBZ]{3})* ?[.,] ?[\dOoSBIl]{2}\b`)

// Amounts finds the numbers of a segment that are not part of dates or longer identifiers.
func Amounts(s *layout.Segment, taken []Value, n locale.Numbers) []Value {
	if !strings.ContainsAny(s.Text, "0123456789") || len(s.Text) > maxText {
		return nil
	}
	var out []Value
	written := number
	if n.Spaces {
		written = spacedNumber
	}
	for _, m := range written.FindAllStringIndex(s.Text, -1) {
		span := layout.Span{Seg: s, Start: m[0], End: m[1]}
		if overlapsAny(taken, span) || !free(s.Text, m[0], m[1]) {
			continue
		}
		if v, ok := amountAt(span, n); ok {
			out = append(out, v)
		}
	}
	if s.Page.Source == pages.FromOCR {
		out = looseAmounts(s, taken, out, n)
	}
	return out
}

// free tells whether the number stands alone: no letter or digit touches it, and no sign of a longer identifier.
func free(text string, start, end int) bool {
	if start > 0 {
		c := text[start-1]
		if digit(c) || c == '/' || c == '\\' || c == '_' || c == '#' {
			return false
		}
		if (c == '.' || c == ',' || c == ':') && start > 1 && digit(text[start-2]) {
			return false
		}
		if c == '-' && start > 1 && isAlnum(text[start-2]) {
			return false
		}
		if isAlpha(c) && !currencyBefore(text[:start]) {
			return false
		}
	}
	if end < len(text) {
		c := text[end]
		if c == '/' || c == '\\' || c == '_' || c == ':' && end+1 < len(text) && digit(text[end+1]) {
			return false
		}
		if c == '-' && end+1 < len(text) && isAlnum(text[end+1]) {
			return false
		}
		if (c == '.' || c == ',') && end+1 < len(text) && digit(text[end+1]) {
			return false
		}
		if isAlpha(c) && !currencyAfter(text[end:]) {
			return false
		}
	}
	return true
}

func isAlpha(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isAlnum(c byte) bool { return isAlpha(c) || digit(c) }

func currencyBefore(s string) bool {
	n, _ := lang.CurrencyAtEnd(s)
	return n > 0 || strings.HasSuffix(s, "x") && strings.LastIndexAny(s, " :(=@-") == len(s)-2
}

func currencyAfter(s string) bool {
	n, _ := lang.CurrencyAtStart(s)
	i := strings.IndexAny(s, " ):;,")
	if i < 0 {
		i = len(s)
	}
	return n > 0 || i == 1 // a tax code letter behind the amount
}

// amountAt reads the number with its sign and currency round it.
func amountAt(span layout.Span, n locale.Numbers) (Value, bool) {
	a, ok := locale.ParseAmount(span.Text(), n)
	if !ok {
		return Value{}, false
	}
	text := span.Seg.Text
	a.Percent = strings.HasPrefix(strings.TrimLeft(text[span.End:], " "), "%")
	if a.Percent {
		return Value{Span: span, Text: span.Text(), Amount: a}, true
	}
	wide := widen(span)
	if wider, ok := locale.ParseAmount(wide.Text(), n); ok {
		wider.Cents, wider.Ambiguous = a.Cents || n.Whole && wider.Currency != "", a.Ambiguous
		return Value{Span: wide, Text: wide.Text(), Amount: wider}, true
	}
	return Value{Span: span, Text: span.Text(), Amount: a}, true
}

var (
	signBefore = regexp.MustCompile(`(?:^|[ :(])([-−–+(]?\s?)$`)
	signAfter  = regexp.MustCompile(`^(\s?\)?(?:[-−–]|,--|,-|\.-|,–)?)(?:$|[ ;,*)A-Z])`)
)

// widen takes in the sign, brackets and currency round a number.
func widen(s layout.Span) layout.Span {
	text := s.Seg.Text
	out := s
	before := text[:s.Start]
	if from, ok := opened(strings.TrimRight(before, " ")); ok {
		out.Start = from
	} else if m := signBefore.FindStringSubmatchIndex(before[max(0, s.Start-4):]); m != nil {
		out.Start = max(0, s.Start-4) + m[2]
	}
	after := text[s.End:]
	at := len(after) - len(strings.TrimLeft(after, " "))
	if n, _ := lang.CurrencyAtStart(after[at:]); n > 0 && at <= 1 {
		at += n
	} else {
		at = 0
	}
	if m := signAfter.FindStringSubmatchIndex(after[at:]); m != nil {
		out.End = s.End + at + m[3]
	}
	for out.Start < s.Start && text[out.Start] == ' ' {
		out.Start++
	}
	for out.End > s.End && text[out.End-1] == ' ' {
		out.End--
	}
	return out
}

// opened is where the currency before a number begins, with a sign or bracket before or behind it.
func opened(before string) (from int, ok bool) {
	at := strings.TrimRight(strings.TrimRight(before, "-−–+"), " ")
	n, _ := lang.CurrencyAtEnd(at)
	if n == 0 {
		return 0, false
	}
	from = len(at) - n
	if m := signBefore.FindStringSubmatchIndex(at[max(0, from-4):from]); m != nil {
		return max(0, from-4) + m[2], true
	}
	return 0, false
}

var looseDigits = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", "S", "5", "B", "8", "Z", "2", " ", "")

// looseAmounts adds numbers that only parse once letters are taken for digits or a lost decimal sign is put back.
func looseAmounts(s *layout.Segment, taken, have []Value, n locale.Numbers) []Value {
	for _, m := range loose.FindAllStringIndex(s.Text, -1) {
		span := layout.Span{Seg: s, Start: m[0], End: m[1]}
		raw := span.Text()
		if overlapsAny(taken, span) || !free(s.Text, m[0], m[1]) || !strings.ContainsAny(raw, "0123456789") {
			continue
		}
		plain := looseDigits.Replace(raw)
		if plain == raw || !strings.ContainsAny(plain, ".,") {
			continue
		}
		a, ok := locale.ParseAmount(plain, n)
		if !ok {
			continue
		}
		v := Value{Span: span, Text: plain, Amount: a, Repaired: raw}
		have = replaceOverlapping(have, v)
	}
	return have
}

func replaceOverlapping(have []Value, v Value) []Value {
	out := have[:0]
	for _, h := range have {
		if !h.Span.Overlaps(v.Span) {
			out = append(out, h)
		}
	}
	return append(out, v)
}
