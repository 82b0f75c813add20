// Package national reads invoices in the formats of single countries into the terms of EN 16931, so that they can be paid and
// booked like any other.
//
// It owns what the formats have in common: a Format is a table of places, in the language of package binding, and a little code
// for what a table cannot say; amounts that are the sum of others; several invoices in one file; payments by instalments; units.
// Each format is a package below it. What has no term is kept as an extension. It does not judge the invoice, knows none of the
// formats' own rules, and writes none of them.
package national
