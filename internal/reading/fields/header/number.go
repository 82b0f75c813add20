package header

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// number takes the invoice's number.
func (r *reader) number() {
	best := Number(r.Input)
	if !best.Found() || best.Score < numberLeast {
		return
	}
	span := best.Join()
	r.out.Number = strings.TrimLeft(span.Text(), "#")
	r.out.Proofs.Span("/number", span, best.Score)
	r.out.Grounds.Number = r.numberGround(best)
}

// Number chooses the invoice's number among the words with a digit that a label or the title names.
func Number(in Input) candidates.Choice {
	best := candidates.Choice{}
	for _, c := range in.Codes {
		score, label := in.numberNamed(c)
		if score == 0 && label == nil {
			continue
		}
		score *= numberForm(c.Text, in.Locale.Numbers)
		if c.Page() != in.Pages[0] {
			score *= numberLaterPage
		}
		if label != nil && weakNumberLabel(label) {
			score *= numberTitleOnly
		}
		if got := (candidates.Choice{Bound: c, Label: label, Score: score}); got.Better(best) {
			best = got
		}
	}
	return best
}

// numberNamed is how clearly a label or the title names a code as the invoice's number; 0 and nil where neither does.
func (in Input) numberNamed(c *candidates.Bound) (float64, *candidates.Label) {
	score, label := in.As(c, locale.Number)
	if plain, l := in.As(c, locale.PlainNumber); numberPlain*plain > score && !(in.NearParty != nil && in.NearParty(c.Span.Seg)) {
		score, label = numberPlain*plain, l
	}
	return max(score, titleNumber(c)), label
}

// numberWord is a word for number at the end of what stands before a code, with a little before it.
var numberWord = regexp.MustCompile(`(?i)^[^\d]{0,30}(?:\(\d{2,3}\))?[ :\-]*(?:n[ro]?[.°º]*|nro|num(?:mer|ber|éro|ero)?\.?|nummer|#|№)[ :.]*$`)

// datedNumber is what follows the number in "Statement (12) no. 4711 of 31 May 2024".
var datedNumber = regexp.MustCompile(`(?i)^ +(?:vom|du|of|dated|van|del|do|de|av|den|dato|from) +\d`)

// titleNumber scores a code that follows the document's title and a word for number: "Credit note (381) no. 12".
func titleNumber(c *candidates.Bound) float64 {
	s := c.Span.Seg
	if len(s.Labels) == 0 && datedNumber.MatchString(s.Text[c.Span.End:]) && numberWord.MatchString(s.Text[:c.Span.Start]) {
		return numberDated
	}
	if _, title, ok := kind.Title(s); ok && title.End <= c.Span.Start && numberWord.MatchString(s.Text[title.End:c.Span.Start]) {
		return numberAfterTitle
	}
	return 0
}

// weakNumberLabel tells whether the label is only the document's title ("Invoice 123"), without a word for number.
func weakNumberLabel(l *candidates.Label) bool {
	return len(locale.Default().Titles(lang.Key(l.Span.Text()))) > 0
}

// numberForm lowers what seldom is an invoice number.
func numberForm(text string, numbers locale.Numbers) float64 {
	switch {
	case !candidates.IsCode(text) || len(text) > numberLongest:
		return numberOddForm
	case strings.HasSuffix(text, "%"):
		return 0
	case len(text) == 1:
		return numberOneSign
	case len(text) <= numberShortLength:
		return numberShort
	}
	if a, ok := locale.ParseAmount(text, numbers); ok && a.Cents && strings.ContainsAny(text, ".,") {
		return numberLikeMoney
	}
	return 1
}
