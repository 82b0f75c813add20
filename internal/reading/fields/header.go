package fields

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// header fills number, dates, currency, type and references.
func (d *document) header(b *builder) {
	d.typeCode(b)
	d.number(b)
	d.headerDates(b)
	d.currency(b)
	d.references(b)
}

// number chooses the invoice's number among the words with a digit that a label names.
func (d *document) number(b *builder) {
	best := d.bestNumber()
	if best.Bound == nil || best.Score < 0.3 {
		return
	}
	span := best.Join()
	b.data.Number = strings.TrimLeft(span.Text(), "#")
	b.proofs.Span("/number", span, best.Score)
}

func (d *document) bestNumber() candidates.Choice {
	best := candidates.Choice{}
	for _, c := range d.Codes {
		score, label := d.As(c, locale.Number)
		if plain, l := d.As(c, locale.PlainNumber); 0.55*plain > score && !d.inParty(c.Span.Seg) {
			score, label = 0.55*plain, l
		}
		if t := titleNumber(c); t > score {
			score = t
		} else if label == nil {
			continue
		}
		score *= d.numberForm(c)
		if c.Page() != d.Pages[0] {
			score *= 0.85
		}
		if label != nil && weakNumberLabel(label) {
			score *= 0.9
		}
		if got := (candidates.Choice{Bound: c, Label: label, Score: score}); got.Better(best) {
			best = got
		}
	}
	return best
}

var numberWord = regexp.MustCompile(`(?i)^[^\d]{0,30}(?:\(\d{2,3}\))?[ :\-]*(?:n[ro]?[.°º]*|nro|num(?:mer|ber|éro|ero)?\.?|nummer|#|№)[ :.]*$`)

// datedNumber is what follows the number in "Statement (12) no. 4711 of 31 May 2024".
var datedNumber = regexp.MustCompile(`(?i)^ +(?:vom|du|of|dated|van|del|do|de|av|den|dato|from) +\d`)

// titleNumber scores a code that follows the document's title and a word for number: "Credit note (381) no. 12".
func titleNumber(c *candidates.Bound) float64 {
	s := c.Span.Seg
	if len(s.Labels) == 0 && datedNumber.MatchString(s.Text[c.Span.End:]) && numberWord.MatchString(s.Text[:c.Span.Start]) {
		return 0.7
	}
	if _, title, ok := kind.Title(s); ok && title.End <= c.Span.Start && numberWord.MatchString(s.Text[title.End:c.Span.Start]) {
		return 0.95
	}
	return 0
}

// weakNumberLabel tells whether the label is only the document's title ("Invoice 123"), without a word for number.
func weakNumberLabel(l *candidates.Label) bool {
	return len(locale.Default().Titles(lang.Key(l.Span.Text()))) > 0
}

// numberForm lowers what seldom is an invoice number.
func (d *document) numberForm(c *candidates.Bound) float64 {
	t := c.Text
	switch {
	case !candidates.IsCode(t) || len(t) > 40:
		return 0.3
	case strings.HasSuffix(t, "%"):
		return 0
	case len(t) == 1:
		return 0.3
	case len(t) <= 3:
		return 0.75
	}
	if a, ok := locale.ParseAmount(t, d.Locale.Numbers); ok && a.Cents && strings.ContainsAny(t, ".,") {
		return 0.3
	}
	return 1
}
