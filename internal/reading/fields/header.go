package fields

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
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

// choice is a candidate with its score.
type choice struct {
	bound *candidates.Bound
	label *candidates.Label
	score float64
}

func better(a, b choice) bool { return a.score > b.score+1e-9 }

var codeForm = regexp.MustCompile(`^[A-Za-z0-9#][A-Za-z0-9/\-_.+#*]*$`)

// number chooses the invoice's number among the words with a digit that a label names.
func (d *document) number(b *builder) {
	best := d.bestNumber()
	if best.bound == nil || best.score < 0.3 {
		return
	}
	span := joinCode(best)
	b.data.Number = strings.TrimLeft(span.Text(), "#")
	b.prove("/number", span, "", best.score)
}

func (d *document) bestNumber() choice {
	best := choice{}
	for _, c := range d.codes {
		score, label := d.as(c, locale.Number)
		if plain, l := d.as(c, locale.PlainNumber); 0.55*plain > score && !d.inParty(c.Span.Seg) {
			score, label = 0.55*plain, l
		}
		if t := titleNumber(c); t > score {
			score = t
		} else if label == nil {
			continue
		}
		score *= d.numberForm(c)
		if c.Page() != d.pages[0] {
			score *= 0.85
		}
		if label != nil && weakNumberLabel(label) {
			score *= 0.9
		}
		if got := (choice{c, label, score}); better(got, best) {
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
	if _, title, ok := titleOf(s); ok && title.End <= c.Span.Start && numberWord.MatchString(s.Text[title.End:c.Span.Start]) {
		return 0.95
	}
	return 0
}

// weakNumberLabel tells whether the label is only the document's title ("Invoice 123"), without a word for number.
func weakNumberLabel(l *candidates.Label) bool {
	return len(locale.Default().Titles(locale.Fold(l.Span.Text()))) > 0
}

// numberForm lowers what seldom is an invoice number.
func (d *document) numberForm(c *candidates.Bound) float64 {
	t := c.Text
	switch {
	case !codeForm.MatchString(t) || len(t) > 40:
		return 0.3
	case strings.HasSuffix(t, "%"):
		return 0
	case len(t) == 1:
		return 0.3
	case len(t) <= 3:
		return 0.75
	}
	if a, ok := locale.ParseAmount(t, d.loc.Numbers); ok && a.Cents && strings.ContainsAny(t, ".,") {
		return 0.3
	}
	return 1
}

var (
	codePrefix = regexp.MustCompile(`(?:^|[ :#])([A-Z]{1,5}[\-/.]?) $`)
	codeTail   = regexp.MustCompile(`^ ?([/\-] ?)?[A-Z0-9]*\d[A-Z0-9/\-]*`)
)

// joinCode joins the parts of an identifier that is written with spaces: "RE 2024 001".
func joinCode(c choice) layout.Span {
	span := c.bound.Span
	text := span.Seg.Text
	from := 0
	if c.label != nil && c.label.Span.Seg == span.Seg {
		from = c.label.Span.End
	}
	if m := codePrefix.FindStringSubmatchIndex(text[from:span.Start]); m != nil && !isLabelText(text[from+m[2]:from+m[3]]) {
		span.Start = from + m[2]
	}
	for range 3 {
		m := codeTail.FindStringIndex(text[span.End:])
		if m == nil || labelStarts(span.Seg, span.End, span.End+m[1]) || !tailBelongs(text, span, m[1]) {
			break
		}
		span.End += m[1]
	}
	return span.Trim()
}

// tailBelongs tells whether what follows reads on as the same identifier: no date, no amount, and it ends with a word.
func tailBelongs(text string, span layout.Span, n int) bool {
	end := span.End + n
	if end < len(text) && text[end] != ' ' {
		return false
	}
	tail := strings.TrimSpace(text[span.End:end])
	if strings.ContainsAny(tail, ".,") || len(tail) > 10 {
		return false
	}
	if _, ok := locale.ParseDate(strings.TrimSpace(text[span.End:]), locale.DayFirst); ok {
		return false
	}
	return strings.HasPrefix(tail, "/") || strings.HasPrefix(tail, "-") || end == len(text) && len(span.Text()) <= 6
}

func isLabelText(s string) bool { return locale.Default().Labels(locale.Fold(s)) != nil }

func labelStarts(s *layout.Segment, from, to int) bool {
	for _, l := range s.Labels {
		if l.Span.Start >= from && l.Span.Start < to {
			return true
		}
	}
	return false
}
