package candidates

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

var (
	codePrefix = regexp.MustCompile(`(?:^|[ :#])([A-Z]{1,5}[\-/.]?) $`)
	codeTail   = regexp.MustCompile(`^ ?([/\-] ?)?[A-Z0-9]*\d[A-Z0-9/\-]*`)
)

// Join joins the parts of an identifier that is written with spaces: "RE 2024 001".
func (c Choice) Join() layout.Span {
	span := c.Span
	text := span.Seg.Text
	from := 0
	if c.Label != nil && c.Label.Span.Seg == span.Seg {
		from = c.Label.Span.End
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

func isLabelText(s string) bool { return locale.Default().Labels(lang.Key(s)) != nil }

func labelStarts(s *layout.Segment, from, to int) bool {
	for _, l := range s.Labels {
		if l.Span.Start >= from && l.Span.Start < to {
			return true
		}
	}
	return false
}
