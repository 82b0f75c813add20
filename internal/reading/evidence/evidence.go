// Package evidence is what reading says of an invoice besides its data: where each value came from and how sure it is.
//
// It owns the shapes that fields fills, reading returns and services store. It does not own the checks (en16931).
package evidence

import "github.com/docketapi/docket/en16931"

// Kind says where a document's invoice was found; it is the contract's Invoice.source.
type Kind string

// The kinds of invoice sources.
const (
	UBL     Kind = "ubl"
	CII     Kind = "cii"
	FacturX Kind = "facturx"
	Text    Kind = "text"
	OCR     Kind = "ocr"
)

// OfPages tells whether the invoice was read off pages. Any other kind is XML: of the standard, or of a country by the name of its
// format, see einvoice.Nationals.
func (k Kind) OfPages() bool { return k == Text || k == OCR }

// Source says where one value came from.
type Source string

// The sources of values.
const (
	FromXML      Source = "xml"
	FromText     Source = "text"
	FromOCR      Source = "ocr"
	FromQR       Source = "qr"
	FromComputed Source = "computed" // follows from other values by an EN 16931 equation
	FromModel    Source = "model"
	FromHuman    Source = "human"
	FromLearned  Source = "learned" // stands where corrections of the seller's earlier invoices say
)

// Evidence is the proof of one value. Text is what stands on the page; Page counts from 1; Box holds fractions of the
// upright page: x0, y0, x1, y1. A computed value has neither page nor box.
type Evidence struct {
	Pointer      string      `json:"pointer"` // RFC 6901, into data
	Source       Source      `json:"source"`
	RepairedFrom string      `json:"repaired_from,omitempty"`
	Confidence   float64     `json:"confidence"`
	Text         string      `json:"text,omitempty"`
	Page         int         `json:"page,omitempty"`
	Box          *[4]float64 `json:"box,omitempty"`
}

// Invoice is one invoice that was read: what `docket parse` prints and what is stored.
type Invoice struct {
	Source   Kind              `json:"source"`
	Data     en16931.Invoice   `json:"data"`
	Evidence []Evidence        `json:"evidence"`
	Checks   []en16931.Finding `json:"checks"`
	// FirstPage and LastPage are the pages it stands on, from 1; both 0 for XML.
	FirstPage int `json:"-"`
	LastPage  int `json:"-"`
}
