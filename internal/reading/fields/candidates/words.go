package candidates

import (
	"strings"

	"github.com/docketapi/docket/internal/reading/fields/layout"
)

// Codes finds the words of a segment that could be numbers of documents, orders or customers: they hold a digit. Parts
// parted by spaces are joined later, when a label says that an identifier is meant.
func Codes(s *layout.Segment, taken []Value) []Value {
	if len(s.Text) > maxText {
		return nil
	}
	var out []Value
	for start := 0; start < len(s.Text); {
		end := start
		for end < len(s.Text) && !codeBreak(s.Text[end]) {
			end++
		}
		if end > start {
			span := layout.Span{Seg: s, Start: start, End: end}
			if text := strings.Trim(span.Text(), ".-/_*"); strings.ContainsAny(text, "0123456789") && !overlapsAny(taken, span) {
				span.Start += strings.Index(span.Text(), text)
				span.End = span.Start + len(text)
				out = append(out, Value{Span: span, Text: text})
			}
		}
		start = end + 1
	}
	return out
}

func codeBreak(c byte) bool { return strings.IndexByte(" :;,|()[]#=", c) >= 0 }
