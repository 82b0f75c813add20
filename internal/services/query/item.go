package query

import (
	"slices"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/services/invoice"
)

// item is a row as its query asked for it.
func (q Query) item(r db.QueryInvoicesRow) Item {
	out := Item{Month: r.Month, Quarter: r.Quarter, Year: r.Year, Currency: r.Currency, Status: r.Status, Type: Type(r.Type), Field: r.FieldValue,
		Count: r.Invoices, CreditNotes: r.CreditNotes, WithoutValue: r.WithoutValue, Excluded: Sums{Count: r.Excluded}, SimilarText: r.SimilarText}
	if slices.Contains(q.GroupBy, BySeller) {
		out.Seller, out.SellerVATID = r.SellerName, r.SellerVatID
	}
	if q.Measure == List {
		out.InvoiceID, out.Seller, out.SellerVATID, out.Number, out.IssueDate, out.DueDate = r.InvoiceID, r.SellerName, r.SellerVatID, r.Number, r.IssueDate, r.DueDate
		out.Status, out.Type = r.AnyStatus, Invoice
		if r.CreditNotes > 0 {
			out.Type = CreditNote
		}
	}
	if out.Value = q.value(r); r.Excluded > 0 && r.Currency != "" && q.amounts() {
		out.Excluded.Value = invoice.InCents(r.ExcludedTotal)
	}
	return out
}

// value is what is measured of a row; absent where none of its invoices tells it.
func (q Query) value(r db.QueryInvoicesRow) en16931.Decimal {
	told := r.Invoices - r.WithoutValue
	switch {
	case q.Measure == Count && q.Of == Sellers:
		return en16931.NewDecimal(decimal.NewFromInt(r.Sellers))
	case q.Measure == Count || q.Measure == Field:
		return en16931.NewDecimal(decimal.NewFromInt(r.Invoices))
	case told == 0 || r.Currency == "":
		return en16931.Decimal{}
	}
	switch q.Measure {
	case Average:
		return invoice.InCents(r.Total.DivRound(decimal.NewFromInt(told), 2))
	case Median:
		return invoice.InCents(r.MiddleLow.Add(r.MiddleHigh).DivRound(decimal.NewFromInt(2), 2))
	case Minimum:
		return invoice.InCents(r.Least)
	case Maximum:
		return invoice.InCents(r.Most)
	}
	return invoice.InCents(r.Total)
}

// shares makes of sums their parts of the whole of their currency in per cent, to two decimals; those of no whole have none.
func shares(parts, whole []Item) []Item {
	out := slices.Clone(parts)
	for i, p := range out {
		at := slices.IndexFunc(whole, func(w Item) bool { return w.Currency == p.Currency })
		out[i].Value = en16931.Decimal{}
		if at >= 0 && p.Value.IsPresent() && whole[at].Value.Value().IsPositive() {
			out[i].Value = en16931.NewDecimal(p.Value.Value().Mul(decimal.NewFromInt(100)).DivRound(whole[at].Value.Value(), 2))
		}
	}
	return out
}

// IsInvoice tells whether an item is one invoice of a list.
func (i Item) IsInvoice() bool { return i.InvoiceID != uuid.Nil }
