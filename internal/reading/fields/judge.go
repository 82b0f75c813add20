package fields

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
)

// Findings is what reading itself doubts in an invoice read from pages: for data that a person has corrected since.
func Findings(data *en16931.Invoice, proof []evidence.Evidence) []en16931.Finding {
	return findings(data, proof)
}
