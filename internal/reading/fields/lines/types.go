package lines

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Context is what is known of the document before its lines are read. All of it may be empty.
type Context struct {
	Numbers locale.Numbers
	// Nets and Grosses are candidates for the document's total without and with VAT: they tell whether line amounts
	// include VAT.
	Nets, Grosses []float64
	// Rates are VAT rates in per cent that the document names; a single one is used to take VAT out of gross amounts.
	Rates []float64
	// Receipt says that the document looks like a till slip: items have no header and amounts include VAT.
	Receipt bool
}

// Region is the place of a table of lines on a page.
type Region struct {
	Page int // from 1
	Box  layout.Box
}

// Result is what was read. Pointers of the evidence are RFC 6901 into the invoice: /lines/0/quantity.
type Result struct {
	Lines    []en16931.Line
	Evidence []evidence.Evidence
	Regions  []Region
	// NetSum is the sum of the lines' net amounts, absent when a line has none.
	NetSum en16931.Decimal
	// Score tells how far the lines can be trusted, 0 to 1: how many have amounts that agree with quantity and price.
	Score float64
}
