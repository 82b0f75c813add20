// Package totals chooses an invoice's sums: net, tax and gross, then what stands around them.
//
// Labels name candidates for each sum (roles.go); the line items, the tax rows, a payment code and what a till was given
// speak for some of them (rank.go, tender.go); the equation net + tax = gross decides (solve). Then allowances, charges,
// what is paid and what is due are taken where their own equations hold (remainder.go).
//
// It owns that choice. It does not own which numbers there are (amounts), nor the tax breakdown (taxes).
package totals
