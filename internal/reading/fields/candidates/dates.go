package candidates

import (
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

var (
	numericDate = regexp.MustCompile(`(\d{1,4}) ?[./\-–] ?(\d{1,2}) ?[./\-–] ?((?:19|20)\d\d|\d{1,2})`)
	spacedDate  = regexp.MustCompile(`\b(\d{1,2}) (\d{1,2}) ((?:19|20)\d\d)\b`)
	dayMonth    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|er)?[ .,\-/]*(?:de |of )?(\pL{3,13})[ .,\-/']*(?:de |del )?((?:19|20)\d\d|\d\d)`)
	monthDay    = regexp.MustCompile(`(?i)(\pL{3,13})\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?[ ,.\-]+((?:19|20)\d\d)`)
	yearDay     = regexp.MustCompile(`\b((?:19|20)\d\d)\. ?gada (\d{1,2})\. ?(\pL{3,13})`)
	eastDate    = regexp.MustCompile(`((?:19|20)\d\d) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]`)
	yearMonth   = regexp.MustCompile(`(?i)\b((?:19|20)\d\d)[ .\-/]+(?:m\. ?)?(\pL{3,13})[ .\-/]+(\d{1,2})\b`)
	compactDate = regexp.MustCompile(`\b(20[0-4]\d[01]\d[0-3]\d)\b`)
)

var datePatterns = []*regexp.Regexp{numericDate, eastDate, yearDay, dayMonth, monthDay, yearMonth, spacedDate, compactDate}

// Dates finds the dates of a segment.
func Dates(s *layout.Segment, order locale.DateOrder) []Value {
	if !strings.ContainsAny(s.Text, "0123456789") || len(s.Text) > maxText {
		return nil
	}
	var out []Value
	for _, re := range datePatterns {
		for _, m := range re.FindAllStringIndex(s.Text, -1) {
			if v, ok := dateAt(s, m[0], m[1], order); ok && !overlapsAny(out, v.Span) {
				out = append(out, v)
			}
		}
	}
	return out
}

const maxText = 2000

func overlapsAny(vs []Value, s layout.Span) bool {
	for _, v := range vs {
		if v.Span.Overlaps(s) {
			return true
		}
	}
	return false
}

func dateAt(s *layout.Segment, start, end int, order locale.DateOrder) (Value, bool) {
	if start > 0 && strings.IndexByte("0123456789.,/-", s.Text[start-1]) >= 0 && !(s.Text[start-1] == '.' && start > 1 && !digit(s.Text[start-2])) {
		return Value{}, false
	}
	if end < len(s.Text) && digit(s.Text[end]) && !clock(s.Text[end:]) {
		return Value{}, false
	}
	if end+1 < len(s.Text) && strings.IndexByte("/-.,", s.Text[end]) >= 0 && digit(s.Text[end+1]) {
		return Value{}, false
	}
	if end+1 < len(s.Text) && isAlpha(s.Text[end]) && digit(s.Text[end+1]) && !clock(s.Text[end+1:]) {
		return Value{}, false // an identifier that begins like a date
	}
	r, ok := locale.ParseDate(s.Text[start:end], order)
	if !ok || r.Date.Time().Year() < 1985 || r.Date.Time().Year() > 2060 {
		return Value{}, false
	}
	span := layout.Span{Seg: s, Start: start, End: end}
	if from := tornDay(s, start); from < start {
		whole := layout.Span{Seg: s, Start: from, End: end}
		if full, ok := locale.ParseDate(s.Text[from:from+1]+s.Text[start:end], order); ok {
			return Value{Span: whole, Text: whole.Text(), Date: full, Repaired: whole.Text()}, true
		}
	}
	return Value{Span: span, Text: span.Text(), Date: r}, true
}

// tornDay is where a day's first digit stands that recognition set apart, "1 1.06.2026"; start itself when there is none.
// Nothing but a label may stand before it: a row of a table may begin with its number.
func tornDay(s *layout.Segment, start int) int {
	if s.Page.Source != pages.FromOCR || start < 2 || s.Text[start-1] != ' ' || strings.IndexByte("123", s.Text[start-2]) < 0 ||
		start+1 >= len(s.Text) || digit(s.Text[start+1]) {
		return start
	}
	before := strings.TrimSpace(s.Text[:start-2])
	for _, l := range s.Labels {
		if l.Span.End <= start-2 && strings.Trim(s.Text[l.Span.End:start-2], " .:") == "" {
			return start - 2
		}
	}
	if before == "" {
		return start - 2
	}
	return start
}

// clock tells whether a time of day follows, which OCR often glues to the date.
func clock(s string) bool {
	return len(s) >= 4 && digit(s[0]) && (s[1] == ':' || digit(s[1]) && s[2] == ':')
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
