package header

import (
	"cmp"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/proof"
	"github.com/docketapi/docket/internal/reading/fields/region"
)

// Input is what the header is read from. NearParty tells whether a segment stands close under a party's heading, where "No."
// is the party's number; nil where the parties are not known.
type Input struct {
	*candidates.Set
	NearParty func(*layout.Segment) bool
}

// Data is an invoice's header.
type Data struct {
	Number, TypeCode, Currency string
	IssueDate, DueDate         en16931.Date
	Delivery                   *en16931.Delivery
	PrecedingInvoices          []en16931.DocumentRef

	PurchaseOrderRef, SalesOrderRef, ContractRef string
	DespatchRef, ProjectRef, BuyerReference      string
}

// Result is a header with the proofs of its values.
type Result struct {
	Data
	Proofs  proof.List
	Grounds Grounds
}

// Read reads the header of one invoice.
func Read(in Input) Result {
	r := reader{Input: in}
	r.typeCode()
	r.number()
	r.dates()
	r.currency()
	r.references()
	return r.out
}

type reader struct {
	Input
	out Result
}

// typeCode takes the type that the document's title names.
func (r *reader) typeCode() {
	t, ok := kind.TypeOf(r.Pages)
	if !ok {
		r.out.TypeCode = kind.Invoice
		r.out.Proofs.Computed("/type_code", typeAssumed)
		return
	}
	r.out.TypeCode = t.Code
	r.out.Proofs.Span("/type_code", t.Title, t.Confidence)
}

// currency takes the currency that the document names most, or the country's.
func (r *reader) currency() {
	defer func() {
		r.out.Grounds.Currency = currencyGround(r.Pages, r.out.Currency, cmp.Or(r.Locale.Country, r.Locale.Home))
	}()
	if r.out.Currency = r.Locale.Currency; r.out.Currency == "" {
		if r.out.Currency = region.Currency(r.Locale.Country); r.out.Currency != "" {
			r.out.Proofs.Computed("/currency", currencyOfPlace)
		}
		return
	}
	if span, ok := region.Named(r.Pages, r.out.Currency, r.Locale.Country); ok {
		r.out.Proofs.Span("/currency", span, currencyPrinted)
	}
}
