// Package locale knows how languages and countries write what stands on an invoice: labels, numbers, dates, currencies,
// country names, VAT identifiers and IBANs. Its knowledge stands in data files, one a language, that can be extended
// without code.
//
// It owns parsing and spelling. It does not own where on a page something stands (layout) or what is chosen (solve).
package locale

// Locale is what was decided of one document.
type Locale struct {
	Language  string   // ISO 639-1 of the document's main language, "en" when nothing tells
	Languages []string // every language with evidence, best first
	Numbers   Numbers
	Dates     DateOrder
	Currency  string // ISO 4217, "" when nothing tells
	Home      string // of the language's invoices mostly, "" when the language is not sure
	Country   string // ISO 3166-1 alpha-2 of the seller, "" when nothing tells
}
