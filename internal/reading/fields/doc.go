// Package fields reads an invoice off its pages: words with boxes in, EN 16931 data with evidence out, without templates
// and without a model.
//
// It owns the order of the steps (extract.go) and where one invoice of a file ends (split.go). Each step is a package of its
// own, from what was found before to data and proofs:
//
//	layout        rows, segments, labels and what stands next to what
//	candidates    every date, amount and identifier with the labels that could name it; the locale (region, locale)
//	kind          a receipt or an invoice, and the type that the title names
//	parties       seller and buyer
//	header        number, type, dates, currency, references
//	lines         the line items
//	amounts       what the places of numbers say: column sums, line tables
//	totals        net, tax, gross and what stands around them, by the equations (solve)
//	taxes         the tax breakdown
//	payment       accounts, means, terms, payment codes
//	consequences  what follows from the values without being printed
//	confidence    from scores to confidences
//	findings      what reading itself doubts
//
// It does not own recognition (ocr), geometry of sources (pages) or business rules (en16931).
package fields
