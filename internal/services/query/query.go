// Package query answers typed questions to a workspace's invoices: counts, sums and other measures in groups, lists, and single
// fields, exactly and from the database.
//
// It owns what a query may ask, how it runs, and the sentence that says what was asked. It does not own which of several invoices
// that are the same counts (the view invoice_standings), nor how questions in words become queries (chat).
package query

import "github.com/docketapi/docket/en16931"

// Measure is what is wanted of the invoices.
type Measure string

// The measures.
const (
	Count   Measure = "count"
	Sum     Measure = "sum"
	Average Measure = "average"
	Median  Measure = "median"
	Minimum Measure = "minimum"
	Maximum Measure = "maximum"
	Share   Measure = "share" // of the sum, in per cent
	List    Measure = "list"  // the invoices themselves
	Field   Measure = "field" // the values of one field, with how many invoices have each
)

// Of is which amount is measured, or that sellers are counted.
type Of string

// What is measured.
const (
	Gross   Of = "gross" // the default
	Net     Of = "net"
	Tax     Of = "tax"
	Lines   Of = "lines" // the net of the lines that the filter finds
	Sellers Of = "sellers"
)

// Group is what items are parted by.
type Group string

// The groups.
const (
	BySeller   Group = "seller"
	ByMonth    Group = "month"
	ByQuarter  Group = "quarter"
	ByYear     Group = "year"
	ByCurrency Group = "currency"
	ByStatus   Group = "status"
	ByType     Group = "type"
)

// Order is how items are put in order.
type Order string

// The orders.
const (
	Largest  Order = "largest"
	Smallest Order = "smallest"
	Newest   Order = "newest"
	Oldest   Order = "oldest"
	ByName   Order = "name" // by what the items are grouped by: months go forward
)

// Type is an invoice or a credit note.
type Type string

// The types.
const (
	Invoice    Type = "invoice"
	CreditNote Type = "credit_note"
)

// Query is a question to invoices, in the contract's names. The zero of each member but Measure is its default.
type Query struct {
	Measure    Measure `json:"measure"`
	Of         Of      `json:"of,omitempty"`
	Field      string  `json:"field,omitempty"`
	GroupBy    []Group `json:"group_by,omitempty"`
	Filter     Filter  `json:"filter,omitzero"`
	Order      Order   `json:"order,omitempty"`
	Limit      int     `json:"limit,omitempty"`
	Duplicates string  `json:"duplicates,omitempty"` // exclude, include, only
}

// Filter narrows a query; its zero members narrow nothing.
type Filter struct {
	Seller    []string `json:"seller,omitempty"` // whole names or VAT ids
	NotSeller []string `json:"not_seller,omitempty"`
	Number    string   `json:"number,omitempty"`
	IssueDate Days     `json:"issue_date,omitzero"`
	DueDate   Days     `json:"due_date,omitzero"`
	Amount    Amounts  `json:"amount,omitzero"`
	Currency  []string `json:"currency,omitempty"`
	// NotCurrency are currencies that none is in; one that tells no currency is not among the others.
	NotCurrency []string `json:"not_currency,omitempty"`
	Status      []string `json:"status,omitempty"`
	Type        []Type   `json:"type,omitempty"`
	Line        string   `json:"line,omitempty"` // words of one line
}

// Days is from one day to another, both included.
type Days struct {
	From en16931.Date `json:"from,omitzero"`
	To   en16931.Date `json:"to,omitzero"`
}

// Amounts is a range of amounts: Min and Max are part of it, Over and Under are not.
type Amounts struct {
	Min   en16931.Decimal `json:"min,omitzero"`
	Max   en16931.Decimal `json:"max,omitzero"`
	Over  en16931.Decimal `json:"over,omitzero"`
	Under en16931.Decimal `json:"under,omitzero"`
}

// The bounds of a query.
const (
	MaxItems  = 1000 // and so of Limit
	MaxListed = 100  // invoices of a list
	MaxGroups = 3    // of GroupBy
	MaxNames  = 50   // of Seller and NotSeller
	maxWords  = 16   // of Line
)

// Fields are those that Field may name.
var Fields = []string{"number", "seller", "seller_vat_id", "buyer", "issue_date", "due_date", "currency", "status", "iban"}
