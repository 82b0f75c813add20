package query

import (
	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
)

// Result is what the invoices say to a query.
type Result struct {
	Query      Query // with its defaults
	Understood string
	Items      []Item
	Totals     []Item // of all that the filter passes: in each currency, of a count in one
	Truncated  bool   // there are more items
}

// Item is a group of invoices, or of a list one. Members that were not grouped by, or are not told, are zero.
type Item struct {
	Seller      string    `json:"seller,omitempty"`
	SellerVATID string    `json:"seller_vat_id,omitempty"`
	Month       string    `json:"month,omitempty"`   // 2026-04
	Quarter     string    `json:"quarter,omitempty"` // 2026-Q2
	Year        string    `json:"year,omitempty"`
	Currency    string    `json:"currency,omitempty"`
	Status      string    `json:"status,omitempty"`
	Type        Type      `json:"type,omitempty"`
	InvoiceID   uuid.UUID `json:"invoice_id,omitzero"`
	Number      string    `json:"number,omitempty"`
	IssueDate   string    `json:"issue_date,omitempty"`
	DueDate     string    `json:"due_date,omitempty"`
	Field       string    `json:"field,omitempty"`

	Value        en16931.Decimal `json:"value,omitzero"`
	Count        int64           `json:"count"` // invoices and credit notes
	CreditNotes  int64           `json:"credit_notes"`
	WithoutValue int64           `json:"without_value"` // of Count, those that tell no such amount
	Excluded     Sums            `json:"excluded"`      // beside Count: those that a duplicate of theirs excludes
	SimilarText  int64           `json:"similar_text"`  // of Count, those that say nearly the same as an older one
}

// Sums is some invoices counted and summed.
type Sums struct {
	Count int64           `json:"count"`
	Value en16931.Decimal `json:"value,omitzero"`
}
