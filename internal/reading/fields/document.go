package fields

import (
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/lines"
)

// document is one invoice's candidates with what the steps choose among them.
type document struct {
	*candidates.Set

	tables []lines.Region // of line items
	code   *paymentCode

	sumOf map[*candidates.Bound]*candidates.Bound // a column's sum -> its first number

	sections      []section
	blocks        []*layout.Block
	seller, buyer nameChoice
}

func newDocument(built []*layout.Page) *document { return &document{Set: candidates.Find(built)} }
