// Package kind says what a document is: an invoice or a till's receipt, and which type its title names.
//
// It owns titles, the choice of the type code and the look of receipts. It does not own what is read differently for a
// kind: the steps ask for the kind and hold that themselves.
package kind
