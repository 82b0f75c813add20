// Package identifier knows the numbers that parties and accounts go by: IBANs, VAT identifiers with and without their country,
// their forms and check digits, and what text recognition makes of them.
//
// It owns whether a text is such a number, and mending one where check digits prove it. It does not own whose it is.
package identifier
