package fields

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/fields/region"
)

// currency takes the currency that the document names most, or the country's.
func (d *document) currency(b *builder) {
	if b.data.Currency = d.Locale.Currency; b.data.Currency == "" {
		if b.data.Currency = region.Currency(d.Locale.Country); b.data.Currency != "" {
			b.proofs.Computed("/currency", 0.7)
		}
		return
	}
	if span, ok := region.Named(d.Pages, b.data.Currency, d.Locale.Country); ok {
		b.proofs.Span("/currency", span, 0.95)
	}
}

// typeCode takes the type that the document's title names.
func (d *document) typeCode(b *builder) {
	t, ok := kind.TypeOf(d.Pages)
	if !ok {
		b.data.TypeCode = kind.Invoice
		b.proofs.Computed("/type_code", 0.6)
		return
	}
	b.data.TypeCode = t.Code
	b.proofs.Span("/type_code", t.Title, t.Confidence)
}

// reference is a header field that is a code behind a label.
type reference struct {
	role    locale.Role
	pointer string
	field   func(*en16931.Invoice) *string
}

var references = []reference{
	{locale.PurchaseOrder, "/purchase_order_ref", func(i *en16931.Invoice) *string { return &i.PurchaseOrderRef }},
	{locale.SalesOrder, "/sales_order_ref", func(i *en16931.Invoice) *string { return &i.SalesOrderRef }},
	{locale.Contract, "/contract_ref", func(i *en16931.Invoice) *string { return &i.ContractRef }},
	{locale.Despatch, "/despatch_advice_ref", func(i *en16931.Invoice) *string { return &i.DespatchRef }},
	{locale.Project, "/project_ref", func(i *en16931.Invoice) *string { return &i.ProjectRef }},
	{locale.BuyerReference, "/buyer_reference", func(i *en16931.Invoice) *string { return &i.BuyerReference }},
}

func (d *document) references(b *builder) {
	for _, r := range references {
		if c := d.BestCode(r.role); c.Bound != nil {
			span := c.Join()
			*r.field(&b.data) = span.Text()
			b.proofs.Span(r.pointer, span, c.Score)
		}
	}
	if c := d.BestCode(locale.CustomerID); c.Bound != nil {
		span := c.Join()
		b.data.Buyer.IDs = []en16931.ID{{ID: span.Text()}}
		b.proofs.Span("/buyer/ids/0/id", span, c.Score)
	}
	if c := d.BestCode(locale.PrecedingInvoice); c.Bound != nil && b.data.TypeCode != "380" {
		span := c.Join()
		b.data.PrecedingInvoices = []en16931.DocumentRef{{Number: span.Text()}}
		b.proofs.Span("/preceding_invoices/0/number", span, c.Score)
	}
}
