package en16931

// Invoice is one invoice or credit note: the terms of EN 16931 under the contract's JSON names. The comment behind a
// field names its business term or group.
type Invoice struct {
	ProfileID string `json:"profile_id,omitempty"` // BT-24, specification identifier
	ProcessID string `json:"process_id,omitempty"` // BT-23

	Number           string `json:"number,omitempty"`               // BT-1
	IssueDate        Date   `json:"issue_date,omitzero"`            // BT-2
	TypeCode         string `json:"type_code,omitempty"`            // BT-3, UNTDID 1001
	Currency         string `json:"currency,omitempty"`             // BT-5, ISO 4217
	TaxCurrency      string `json:"tax_currency,omitempty"`         // BT-6
	TaxPointDate     Date   `json:"tax_point_date,omitzero"`        // BT-7
	TaxPointDateCode string `json:"tax_point_date_code,omitempty"`  // BT-8, UNTDID 2005
	DueDate          Date   `json:"due_date,omitzero"`              // BT-9
	BuyerReference   string `json:"buyer_reference,omitempty"`      // BT-10
	ProjectRef       string `json:"project_ref,omitempty"`          // BT-11
	ContractRef      string `json:"contract_ref,omitempty"`         // BT-12
	PurchaseOrderRef string `json:"purchase_order_ref,omitempty"`   // BT-13
	SalesOrderRef    string `json:"sales_order_ref,omitempty"`      // BT-14
	ReceivingRef     string `json:"receiving_advice_ref,omitempty"` // BT-15
	DespatchRef      string `json:"despatch_advice_ref,omitempty"`  // BT-16
	TenderRef        string `json:"tender_ref,omitempty"`           // BT-17
	InvoicedObject   *ID    `json:"invoiced_object,omitempty"`      // BT-18
	AccountingRef    string `json:"buyer_accounting_ref,omitempty"` // BT-19
	PaymentTerms     string `json:"payment_terms,omitempty"`        // BT-20

	Notes             []Note            `json:"notes,omitempty"`              // BG-1
	PrecedingInvoices []DocumentRef     `json:"preceding_invoices,omitempty"` // BG-3
	Seller            Party             `json:"seller,omitzero"`              // BG-4
	Buyer             Party             `json:"buyer,omitzero"`               // BG-7
	Payee             *Payee            `json:"payee,omitempty"`              // BG-10
	TaxRepresentative *Party            `json:"tax_representative,omitempty"` // BG-11
	Delivery          *Delivery         `json:"delivery,omitempty"`           // BG-13
	Period            *Period           `json:"period,omitempty"`             // BG-14
	Payment           *Payment          `json:"payment,omitempty"`            // BG-16
	Allowances        []AllowanceCharge `json:"allowances,omitempty"`         // BG-20
	Charges           []AllowanceCharge `json:"charges,omitempty"`            // BG-21
	OtherPayments     []Payment         `json:"other_payments,omitempty"`     // further ways to pay, beyond EN 16931
	Totals            Totals            `json:"totals,omitzero"`              // BG-22
	Taxes             []Tax             `json:"taxes,omitempty"`              // BG-23
	Attachments       []Attachment      `json:"attachments,omitempty"`        // BG-24
	Lines             []Line            `json:"lines,omitempty"`              // BG-25

	// Extensions are the parts of the source XML that have no business term. They survive a write in the same syntax.
	Extensions []Extension `json:"extensions,omitempty"`
}

// ID is an identifier with its optional identification scheme.
type ID struct {
	ID     string `json:"id"`
	Scheme string `json:"scheme,omitempty"`
}

// Note is an invoice note, BG-1.
type Note struct {
	Text        string `json:"text,omitempty"`         // BT-22
	SubjectCode string `json:"subject_code,omitempty"` // BT-21, UNTDID 4451
}

// DocumentRef names a preceding invoice, BG-3.
type DocumentRef struct {
	Number    string `json:"number,omitempty"`    // BT-25
	IssueDate Date   `json:"issue_date,omitzero"` // BT-26
}

// Delivery tells where and when goods or services were delivered, BG-13.
type Delivery struct {
	Name       string   `json:"name,omitempty"`        // BT-70
	LocationID *ID      `json:"location_id,omitempty"` // BT-71
	Date       Date     `json:"date,omitzero"`         // BT-72
	Address    *Address `json:"address,omitempty"`     // BG-15
}

// Period is an invoicing period, BG-14 for the invoice and BG-26 for a line. Both days belong to it.
type Period struct {
	Start Date `json:"start,omitzero"` // BT-73, BT-134
	End   Date `json:"end,omitzero"`   // BT-74, BT-135
}

// Attachment is an additional supporting document, BG-24.
type Attachment struct {
	ID          string `json:"id,omitempty"`          // BT-122
	Description string `json:"description,omitempty"` // BT-123
	URI         string `json:"uri,omitempty"`         // BT-124
	Filename    string `json:"filename,omitempty"`    // BT-125-2
	MimeType    string `json:"mime_type,omitempty"`   // BT-125-1
	Content     []byte `json:"content,omitempty"`     // BT-125, base64 in JSON
}

// Extension is a piece of source XML outside the model: its place as a path with indexes, and the element itself. A
// path may also end in an attribute (/@name) or in text(); XML is the bare value then. The indexes count siblings of
// a name in the order in which the syntax is written, parts of the model first.
type Extension struct {
	Syntax string `json:"syntax"` // ubl or cii
	Path   string `json:"path"`
	XML    string `json:"xml"`
}
