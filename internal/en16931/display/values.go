package display

import (
	"strings"

	"github.com/docketapi/docket/en16931"
)

// marks are how a language parts thousands and decimals. The blank does not break.
var marks = map[Language][2]string{English: {",", "."}, German: {".", ","}, French: {"\u00a0", ","}}

// number writes a number as the language does, with all its digits.
func (w *writer) number(d en16931.Decimal) string {
	text := d.String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, pointed := strings.Cut(text, ".")
	if strings.ContainsAny(text, "eE") {
		return sign + text
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(marks[w.lang][0])
		}
		b.WriteRune(c)
	}
	if pointed {
		b.WriteString(marks[w.lang][1] + fraction)
	}
	return b.String()
}

// money is an amount in the invoice's currency.
func (w *writer) money(d en16931.Decimal) string {
	if !d.IsPresent() {
		return ""
	}
	return join("\u00a0", w.number(d), w.inv.Currency)
}

// day writes a day as the language does; English has many ways, of which the standard's cannot be mistaken.
func (w *writer) day(d en16931.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(map[Language]string{English: "2006-01-02", German: "02.01.2006", French: "02/01/2006"}[w.lang])
}

func (w *writer) period(p *en16931.Period) string {
	if p == nil {
		return ""
	}
	return join(" – ", w.day(p.Start), w.day(p.End))
}

func (w *writer) rate(category string, percent en16931.Decimal) string {
	if !percent.IsPresent() {
		return category
	}
	return join(" ", category, w.number(percent)+"\u00a0%")
}

func identifier(id en16931.ID) string { return join(" ", id.ID, parenthesis(id.Scheme)) }

func address(a *en16931.Address) string {
	if a == nil {
		return ""
	}
	return join(", ", a.Line1, a.Line2, a.Line3, join(" ", a.PostalCode, a.City), a.Subdivision, a.Country)
}

func parenthesis(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// join joins what is not empty.
func join(between string, parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(p)
	}
	return b.String()
}
