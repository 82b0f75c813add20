// Package parties reads who sells and who buys: names, addresses, identifiers and contacts of both.
//
// Headings are found first (headings.go), then the names (seller.go, buyer.go, receipt.go), then the VAT identifiers
// (vatids.go), and last what stands around the names (address.go, contacts.go): each needs what went before. Whose a value
// is where no heading says so is decided in ownership.go alone.
//
// It owns the choice and the sharing out between both parties. It does not own what a name, a street or a place looks
// like (party), nor the check digits of identifiers.
//
// reader has more than 25 methods: the steps above share both parties and what of the page is already taken.
package parties
