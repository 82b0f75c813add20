package parties

import (
	"regexp"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

// A capital I that recognition put for an l: between small letters, and in the Italian legal form. A word that
// begins with In, or a Scottish name, may follow other letters.
var (
	innerCapital = regexp.MustCompile(`(\p{Ll})I([^\P{Ll}n])`)
	scottish     = regexp.MustCompile(`\bMa?cI`)
	italianForm  = regexp.MustCompile(`\b(S\. ?r\. ?)I(\.|$)`)
)

// repairName puts an l where a name that recognition read has a capital I that no name has there. What was read is returned
// second when the name was mended, else nothing.
func repairName(name string, from layout.Span) (mended, read string) {
	if from.Seg == nil || from.Seg.Page.Source != pages.FromOCR {
		return name, ""
	}
	mended = name
	if !scottish.MatchString(name) {
		mended = innerCapital.ReplaceAllString(name, "${1}l$2")
	}
	if mended = italianForm.ReplaceAllString(mended, "${1}l$2"); mended == name {
		return name, ""
	}
	return mended, name
}
