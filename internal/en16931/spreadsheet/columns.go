// Package spreadsheet lays an invoice out as tables for people who work in spreadsheets: CSV (one row a line item, the
// header repeated) and XLSX (a sheet each for the invoice, its lines and its taxes).
//
// It owns columns and cell types. It computes nothing: what the invoice lacks stays empty.
package spreadsheet

import (
	"github.com/docketapi/docket/en16931"
)

// cell is one value: text, a decimal or a date. Which one decides how a spreadsheet shows and sums it.
type cell any

// column is one column of a table over T.
type column[T any] struct {
	name  string
	value func(T) cell
}

// lineOf is a line with the invoice it stands on; line is nil for an invoice without lines.
type lineOf struct {
	invoice *en16931.Invoice
	line    *en16931.Line
}

var headerColumns = []column[*en16931.Invoice]{
	{"number", func(i *en16931.Invoice) cell { return i.Number }},
	{"type_code", func(i *en16931.Invoice) cell { return i.TypeCode }},
	{"issue_date", func(i *en16931.Invoice) cell { return i.IssueDate }},
	{"due_date", func(i *en16931.Invoice) cell { return i.DueDate }},
	{"currency", func(i *en16931.Invoice) cell { return i.Currency }},
	{"seller_name", func(i *en16931.Invoice) cell { return i.Seller.Name }},
	{"seller_vat_id", func(i *en16931.Invoice) cell { return i.Seller.VATID }},
	{"buyer_name", func(i *en16931.Invoice) cell { return i.Buyer.Name }},
	{"buyer_vat_id", func(i *en16931.Invoice) cell { return i.Buyer.VATID }},
	{"buyer_reference", func(i *en16931.Invoice) cell { return i.BuyerReference }},
	{"purchase_order_ref", func(i *en16931.Invoice) cell { return i.PurchaseOrderRef }},
	{"iban", iban},
	{"line_net_total", func(i *en16931.Invoice) cell { return i.Totals.LineNet }},
	{"allowances_total", func(i *en16931.Invoice) cell { return i.Totals.Allowances }},
	{"charges_total", func(i *en16931.Invoice) cell { return i.Totals.Charges }},
	{"net_total", func(i *en16931.Invoice) cell { return i.Totals.Net }},
	{"tax_total", func(i *en16931.Invoice) cell { return i.Totals.Tax }},
	{"gross_total", func(i *en16931.Invoice) cell { return i.Totals.Gross }},
	{"paid", func(i *en16931.Invoice) cell { return i.Totals.Paid }},
	{"rounding", func(i *en16931.Invoice) cell { return i.Totals.Rounding }},
	{"due", func(i *en16931.Invoice) cell { return i.Totals.Due }},
}

var lineColumns = []column[*en16931.Line]{
	{"line_id", func(l *en16931.Line) cell { return l.ID }},
	{"line_kind", func(l *en16931.Line) cell { return string(l.Kind) }},
	{"line_parent_id", func(l *en16931.Line) cell { return l.ParentID }},
	{"line_name", func(l *en16931.Line) cell { return l.Name }},
	{"line_description", func(l *en16931.Line) cell { return l.Description }},
	{"line_seller_item_id", func(l *en16931.Line) cell { return itemIDs(l).Seller }},
	{"line_standard_item_id", func(l *en16931.Line) cell { return itemIDs(l).Standard }},
	{"line_quantity", func(l *en16931.Line) cell { return l.Quantity }},
	{"line_unit", func(l *en16931.Line) cell { return l.Unit }},
	{"line_price_net", func(l *en16931.Line) cell { return price(l).Net }},
	{"line_price_base_quantity", func(l *en16931.Line) cell { return price(l).BaseQuantity }},
	{"line_tax_category", func(l *en16931.Line) cell { return l.TaxCategory }},
	{"line_tax_rate", func(l *en16931.Line) cell { return l.TaxRate }},
	{"line_group_net", groupNet},
	{"line_net", lineNet},
}

var taxColumns = []column[*en16931.Tax]{
	{"category", func(t *en16931.Tax) cell { return t.Category }},
	{"rate", func(t *en16931.Tax) cell { return t.Rate }},
	{"base", func(t *en16931.Tax) cell { return t.Base }},
	{"amount", func(t *en16931.Tax) cell { return t.Amount }},
	{"exemption_code", func(t *en16931.Tax) cell { return t.ExemptionCode }},
	{"exemption_reason", func(t *en16931.Tax) cell { return t.ExemptionReason }},
}

// lineNet is the net amount of a line that counts: the column sums up to the total of lines.
func lineNet(l *en16931.Line) cell {
	if !l.Counts() {
		return ""
	}
	return l.Net
}

// groupNet is the net amount of a line that does not count.
func groupNet(l *en16931.Line) cell {
	if l.Counts() {
		return ""
	}
	return l.Net
}

func iban(i *en16931.Invoice) cell {
	if i.Payment == nil || len(i.Payment.Accounts) == 0 {
		return ""
	}
	return i.Payment.Accounts[0].IBAN
}

func itemIDs(l *en16931.Line) en16931.ItemIDs {
	if l.IDs == nil {
		return en16931.ItemIDs{}
	}
	return *l.IDs
}

func price(l *en16931.Line) en16931.Price {
	if l.Price == nil {
		return en16931.Price{}
	}
	return *l.Price
}

func names[T any](cols []column[T]) []string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = c.name
	}
	return out
}

func values[T any](cols []column[T], of T) []cell {
	out := make([]cell, len(cols))
	for i, c := range cols {
		out[i] = c.value(of)
	}
	return out
}

// linesOf is every line of the invoice, or one empty entry for an invoice without lines, so that its header shows.
func linesOf(inv *en16931.Invoice) []lineOf {
	if len(inv.Lines) == 0 {
		return []lineOf{{inv, nil}}
	}
	out := make([]lineOf, len(inv.Lines))
	for i := range inv.Lines {
		out[i] = lineOf{inv, &inv.Lines[i]}
	}
	return out
}
