package fields

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/findings"
)

// RuleSums is the finding that the printed net, tax and gross do not add up: one of them is wrong or was misread.
const RuleSums = findings.RuleSums

// RuleCut is the finding that a page was not read to its end.
const RuleCut = findings.RuleCut

// RulePaper is the finding that the paper is no invoice.
const RulePaper = findings.RulePaper

// Findings is what reading itself doubts in an invoice read from pages: for data that a person has corrected since.
func Findings(data *en16931.Invoice, proofs []evidence.Evidence) []en16931.Finding {
	return findings.Of(data, proofs)
}
