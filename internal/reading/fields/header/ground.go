package header

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/region"
)

// Ground is what the choice of a value rests on: how clearly a label names it, and how near the best other value comes.
type Ground struct {
	Label float64 // of the chosen value, 0 to 1; 0 where only its place speaks for it
	Rival float64 // score of the best other value as a share of the chosen one's
	Text  float64 // least confidence of a character of it: 1 where it was not recognised
	Odd   bool    // a number without a digit, of three signs or fewer, or written like a date or an amount
	// Placed tells that the title or a word before it says what it is: "Invoice no. 4711 of 31 May 2024", "Munich, 31 May 2024".
	Placed bool
	// Unsure tells that day and month may be swapped and nothing on the pages says which is first.
	Unsure bool
}

// Grounds are those of a header.
type Grounds struct {
	Number, Issue Ground
	Currency      CurrencyGround
}

// CurrencyGround is how the pages name the currency, the clearest first.
type CurrencyGround int

// The grounds of a currency.
const (
	NoCurrency     CurrencyGround = iota // it follows from the seller's country
	SharedSign                           // a sign of several currencies, and no country that says which
	SharedInPlace                        // a sign of several currencies, one of them the country's
	SeveralNamed                         // codes or signs of several currencies
	CurrencyNamed                        // a code or a sign of one currency
	CurrencyAtHome                       // the same, and it is the country's
)

// numberGround says what the choice of the number rests on.
func (in Input) numberGround(best candidates.Choice) Ground {
	g := Ground{Text: best.Span.Confidence()}
	g.Label, _ = in.numberNamed(best.Bound)
	g.Placed = titleNumber(best.Bound) > 0
	text := best.Join().Text()
	_, date := locale.ParseDate(text, in.Locale.Dates)
	g.Odd = date || numberForm(text, in.Locale.Numbers) < 1 || !strings.ContainsAny(text, "0123456789")
	for _, c := range in.Codes {
		if c == best.Bound || identifier.Compact(c.Text) == identifier.Compact(best.Text) || best.Join().Overlaps(c.Span) {
			continue
		}
		score, _ := in.numberNamed(c)
		g.Rival = max(g.Rival, score*numberForm(c.Text, in.Locale.Numbers)/best.Score)
	}
	return g
}

// issueGround says what the choice of the date of issue rests on.
func (r *reader) issueGround(best candidates.Choice) Ground {
	g := Ground{Text: best.Span.Confidence()}
	issued, _ := r.As(best.Bound, locale.IssueDate)
	plain, _ := r.As(best.Bound, locale.Date)
	g.Label = max(issued, issuePlain*plain)
	for _, c := range r.Dates {
		if c.Date.Date != best.Date.Date {
			g.Rival = max(g.Rival, r.issueScore(c)/best.Score)
		}
	}
	g.Placed = r.placed(best.Span)
	g.Unsure = best.Date.Ambiguous && !strings.Contains(best.Text, ".") && !r.orderKnown() // with dots the day is first everywhere
	return g
}

// placed tells whether the title, a place or a time of day stands beside a date.
func (r *reader) placed(s layout.Span) bool {
	before := strings.TrimSpace(s.Seg.Text[:s.Start])
	return headsTitle(s) || introducesDate(before) && !r.ofSum(s) || r.Receipt && hasClock(s)
}

// orderKnown tells whether the pages say if the day or the month stands first: by another date, by a language other than
// English, or by a country.
func (r *reader) orderKnown() bool {
	for _, d := range r.Dates {
		if d.Date.Proof {
			return true
		}
	}
	return r.Locale.Country != "" || r.Locale.Language != "en"
}

// currencyGround says how the pages name the chosen currency.
func currencyGround(in []*layout.Page, code, country string) CurrencyGround {
	exact, shared, others := false, false, map[string]bool{}
	for _, p := range in {
		for _, s := range p.Segments {
			for _, m := range lang.FindCurrencies(s.Text) {
				switch {
				case m.Code == code:
					exact = true
				case lang.MayMean(m.Code, code):
					shared = true
				case m.AtNumber:
					others[m.Code] = true
				}
			}
		}
	}
	home := region.Currency(country) == code
	switch {
	case (exact || shared) && len(others) > 0:
		return SeveralNamed
	case exact && home:
		return CurrencyAtHome
	case exact:
		return CurrencyNamed
	case shared && home:
		return SharedInPlace
	case shared:
		return SharedSign
	}
	return NoCurrency
}
