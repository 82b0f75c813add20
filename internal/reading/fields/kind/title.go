package kind

import (
	"strings"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Invoice is the type code (UNTDID 1001) of a commercial invoice: what a document is unless its title says otherwise.
const Invoice = "380"

// Type is a type code with the title that names it.
type Type struct {
	Code       string
	Title      layout.Span
	Confidence float64
}

// TypeOf finds the document's heading: the largest title on the first page, or one at the start of a line in its
// upper half.
func TypeOf(in []*layout.Page) (Type, bool) {
	best, bestScore := Type{}, 0.0
	for _, p := range in {
		for _, s := range p.Segments {
			code, span, ok := Title(s)
			if !ok {
				continue
			}
			if score := titleScore(s, span, code, p == in[0]); score > bestScore {
				best, bestScore = Type{Code: code, Title: span}, score
			}
		}
	}
	best.Confidence = min(titleConfidence+bestScore*titlePerHeight, titleSurest)
	return best, best.Code != ""
}

func titleScore(s *layout.Segment, title layout.Span, code string, first bool) float64 {
	score := s.Box.Height() / s.Page.Em
	if s.Box.Y0 > titleLowest*s.Page.Height || !first {
		score *= titleTooLow
	}
	if title.End == len(s.Text) {
		score *= titleWholeLine
	}
	if code != Invoice {
		score *= titleNotInvoice
	}
	return score
}

// Title reads a document type at the start of a segment: the longest beginning that is a title.
func Title(s *layout.Segment) (code string, span layout.Span, ok bool) {
	end := 0
	for i, w := range s.Words {
		if i >= titleWords {
			break
		}
		if i > 0 {
			end++
		}
		end += len(w.Text)
		cut := end
		if j := strings.IndexByte(w.Text, '('); j > 2 {
			cut = end - len(w.Text) + j
		}
		if t := locale.Default().Titles(lang.Key(s.Text[:cut])); t != nil {
			code, span, ok = t[0].Code, layout.Span{Seg: s, Start: 0, End: cut}, true
		}
	}
	return code, span, ok
}
