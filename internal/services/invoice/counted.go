package invoice

import (
	"maps"
	"slices"
)

// Counted are the statuses of the invoices that count when none is asked for: what was refused or could not be read is no
// amount of anything.
func Counted() []Status { return slices.Clone(counted) }

// CreditTypes are the types of credit notes, UNTDID 1001, in order.
func CreditTypes() []string { return slices.Sorted(maps.Keys(creditTypes)) }

// NoInvoice is what stands, as JSON, in the reasons of a review of what is no invoice: it is neither counted nor summed until a
// person says that it is one.
func NoInvoice() []byte { return slices.Clone(noInvoice) }
