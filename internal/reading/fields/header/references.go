package header

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// reference is a header field that is a code behind a label.
type reference struct {
	role    locale.Role
	pointer string
	field   func(*Data) *string
}

var references = []reference{
	{locale.PurchaseOrder, "/purchase_order_ref", func(d *Data) *string { return &d.PurchaseOrderRef }},
	{locale.SalesOrder, "/sales_order_ref", func(d *Data) *string { return &d.SalesOrderRef }},
	{locale.Contract, "/contract_ref", func(d *Data) *string { return &d.ContractRef }},
	{locale.Despatch, "/despatch_advice_ref", func(d *Data) *string { return &d.DespatchRef }},
	{locale.Project, "/project_ref", func(d *Data) *string { return &d.ProjectRef }},
	{locale.BuyerReference, "/buyer_reference", func(d *Data) *string { return &d.BuyerReference }},
}

// references takes the codes that labels name; an invoice before this one only where the type is none that stands alone.
func (r *reader) references() {
	for _, ref := range references {
		if c := r.BestCode(ref.role); c.Found() {
			span := c.Join()
			*ref.field(&r.out.Data) = span.Text()
			r.out.Proofs.Span(ref.pointer, span, c.Score)
		}
	}
	if c := r.BestCode(locale.PrecedingInvoice); c.Found() && r.out.TypeCode != kind.Invoice {
		span := c.Join()
		r.out.PrecedingInvoices = []en16931.DocumentRef{{Number: span.Text()}}
		r.out.Proofs.Span("/preceding_invoices/0/number", span, c.Score)
	}
}
