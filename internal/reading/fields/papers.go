package fields

import (
	"slices"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/proof"
)

// writePaper gives an invoice the type of its paper; one that is no invoice has none. A reminder's numbers are those of the
// invoices that it reminds of.
func writePaper(set *candidates.Set, sheet kind.Sheet, inv *en16931.Invoice, proofs *proof.List) {
	if sheet.Paper == "" {
		return
	}
	proofs.Drop(func(p string) bool { return p == "/type_code" })
	if inv.TypeCode = sheet.Paper.Code(); inv.TypeCode != "" {
		proofs.Span("/type_code", sheet.Named, sheet.Confidence)
	}
	if sheet.Paper != kind.Reminder {
		return
	}
	inv.PrecedingInvoices = nil
	proofs.Drop(func(p string) bool { return p == "/number" || p == "/preceding_invoices/0/number" })
	for i, c := range header.Reminded(header.Input{Set: set}) {
		span := c.Join()
		inv.PrecedingInvoices = append(inv.PrecedingInvoices, en16931.DocumentRef{Number: span.Text()})
		proofs.Span(header.PrecedingPointer(i), span, c.Score)
	}
	if slices.ContainsFunc(inv.PrecedingInvoices, func(r en16931.DocumentRef) bool {
		return identifier.Compact(r.Number) == identifier.Compact(inv.Number)
	}) {
		inv.Number = ""
	}
}
