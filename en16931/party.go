package en16931

// Party is the seller (BG-4), the buyer (BG-7) or the seller's tax representative (BG-11). Terms are given in that
// order; a party uses those that EN 16931 gives it.
type Party struct {
	Name               string   `json:"name,omitempty"`                // BT-27, BT-44, BT-62
	TradingName        string   `json:"trading_name,omitempty"`        // BT-28, BT-45
	IDs                []ID     `json:"ids,omitempty"`                 // BT-29, BT-46
	RegistrationID     string   `json:"registration_id,omitempty"`     // BT-30, BT-47
	RegistrationScheme string   `json:"registration_scheme,omitempty"` // BT-30-1, BT-47-1, ISO 6523 ICD
	VATID              string   `json:"vat_id,omitempty"`              // BT-31, BT-48, BT-63
	TaxID              string   `json:"tax_id,omitempty"`              // BT-32
	LegalInfo          string   `json:"legal_info,omitempty"`          // BT-33
	Endpoint           *ID      `json:"endpoint,omitempty"`            // BT-34, BT-49; scheme: EAS
	Address            *Address `json:"address,omitempty"`             // BG-5, BG-8, BG-12
	Contact            *Contact `json:"contact,omitempty"`             // BG-6, BG-9
}

// IsZero tells whether nothing is known of the party.
func (p Party) IsZero() bool {
	return p.Name == "" && p.TradingName == "" && len(p.IDs) == 0 && p.RegistrationID == "" && p.RegistrationScheme == "" &&
		p.VATID == "" && p.TaxID == "" && p.LegalInfo == "" && p.Endpoint == nil && p.Address == nil && p.Contact == nil
}

// Address is a postal address: BG-5, BG-8, BG-12 or BG-15.
type Address struct {
	Line1       string `json:"line1,omitempty"`       // BT-35, BT-50, BT-64, BT-75
	Line2       string `json:"line2,omitempty"`       // BT-36, BT-51, BT-65, BT-76
	Line3       string `json:"line3,omitempty"`       // BT-162, BT-163, BT-164, BT-165
	City        string `json:"city,omitempty"`        // BT-37, BT-52, BT-66, BT-77
	PostalCode  string `json:"postal_code,omitempty"` // BT-38, BT-53, BT-67, BT-78
	Subdivision string `json:"subdivision,omitempty"` // BT-39, BT-54, BT-68, BT-79
	Country     string `json:"country,omitempty"`     // BT-40, BT-55, BT-69, BT-80, ISO 3166-1 alpha-2
}

// Contact is a contact point: BG-6 or BG-9.
type Contact struct {
	Name  string `json:"name,omitempty"`  // BT-41, BT-56
	Phone string `json:"phone,omitempty"` // BT-42, BT-57
	Email string `json:"email,omitempty"` // BT-43, BT-58
}

// Payee receives the payment when it is not the seller, BG-10.
type Payee struct {
	Name               string `json:"name,omitempty"`                // BT-59
	ID                 *ID    `json:"id,omitempty"`                  // BT-60
	RegistrationID     string `json:"registration_id,omitempty"`     // BT-61
	RegistrationScheme string `json:"registration_scheme,omitempty"` // BT-61-1
}

// Payment tells how the invoice is to be paid, BG-16.
type Payment struct {
	MeansCode   string       `json:"means_code,omitempty"`   // BT-81, UNTDID 4461
	Text        string       `json:"text,omitempty"`         // BT-82
	Reference   string       `json:"reference,omitempty"`    // BT-83, remittance information
	Accounts    []Account    `json:"accounts,omitempty"`     // BG-17
	Card        *Card        `json:"card,omitempty"`         // BG-18
	DirectDebit *DirectDebit `json:"direct_debit,omitempty"` // BG-19
	// Terms are discounts for early payment and instalments, beyond EN 16931, which has them as text in BT-20.
	Terms []PaymentTerm `json:"terms,omitempty"`
}

// PaymentTerm is one of several terms of payment: a discount where it has a percentage or one is taken off, else a part of
// the sum or the whole of it until a date.
type PaymentTerm struct {
	Text    string  `json:"text,omitempty"`
	Percent Decimal `json:"percent,omitzero"` // of the discount
	Base    Decimal `json:"base,omitzero"`    // what the discount is of; the amount due when absent
	Days    *int    `json:"days,omitempty"`   // within which the discount is granted
	Date    Date    `json:"date,omitzero"`    // until which to pay
	Amount  Decimal `json:"amount,omitzero"`  // the discount, or the instalment
}

// Account is an account to transfer to, BG-17.
type Account struct {
	IBAN string `json:"iban,omitempty"` // BT-84, an IBAN or a national account number
	Name string `json:"name,omitempty"` // BT-85
	BIC  string `json:"bic,omitempty"`  // BT-86
}

// Card is a payment card, BG-18.
type Card struct {
	Number string `json:"number,omitempty"` // BT-87, the last 4 to 6 digits
	Holder string `json:"holder,omitempty"` // BT-88
}

// DirectDebit is a direct debit, BG-19.
type DirectDebit struct {
	MandateRef string `json:"mandate_ref,omitempty"` // BT-89
	CreditorID string `json:"creditor_id,omitempty"` // BT-90
	Account    string `json:"account,omitempty"`     // BT-91, the debited account
}
