package findings

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/kind"
)

// RulePaper is the finding that the paper is no invoice: it must not be paid or summed as one.
const RulePaper = "DOCKET-READ-06"

// mostNamed is how many invoices a reminder's finding names.
const mostNamed = 10

// OfPaper reports a paper that is no invoice, and which invoices a reminder reminds of. Data alone does not tell it: it is
// found on the pages only, and goes with a correction of the type.
func OfPaper(paper kind.Paper, data *en16931.Invoice) []en16931.Finding {
	if paper.Payable() {
		return nil
	}
	message := "The document is " + paper.Name() + ", not an invoice."
	if n := len(data.PrecedingInvoices); paper == kind.Reminder && n > 0 {
		var numbers []string
		for _, p := range data.PrecedingInvoices[:min(n, mostNamed)] {
			numbers = append(numbers, p.Number)
		}
		message += " It reminds of " + strings.Join(numbers, ", ") + "."
	}
	f := warn(RulePaper, message, "/type_code")
	f.Actual = string(paper)
	return []en16931.Finding{f}
}
