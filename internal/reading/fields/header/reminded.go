package header

import (
	"fmt"
	"strings"

	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Reminded are the numbers of the invoices that a reminder lists or names, in the order of the pages.
func Reminded(in Input) []candidates.Choice {
	var out []candidates.Choice
	seen := map[string]bool{}
	for _, c := range in.Codes {
		score, label := in.As(c, locale.Number, locale.PrecedingInvoice)
		if label == nil || score < remindedLeast || len(c.Text) < remindedLetters || !strings.ContainsAny(c.Text, "0123456789") {
			continue
		}
		if numberForm(c.Text, in.Locale.Numbers) < 1 || in.isDate(c.Text) || seen[identifier.Compact(c.Text)] {
			continue
		}
		seen[identifier.Compact(c.Text)] = true
		if out = append(out, candidates.Choice{Bound: c, Label: label, Score: score}); len(out) == remindedMost {
			break
		}
	}
	return out
}

func (in Input) isDate(text string) bool {
	_, ok := locale.ParseDate(text, in.Locale.Dates)
	return ok
}

// PrecedingPointer points to the number of an invoice before this paper.
func PrecedingPointer(i int) string { return fmt.Sprintf("/preceding_invoices/%d/number", i) }
