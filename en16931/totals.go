package en16931

// Totals are the document totals, BG-22, in the invoice currency unless said otherwise.
type Totals struct {
	LineNet       Decimal `json:"line_net,omitzero"`       // BT-106
	Allowances    Decimal `json:"allowances,omitzero"`     // BT-107
	Charges       Decimal `json:"charges,omitzero"`        // BT-108
	Net           Decimal `json:"net,omitzero"`            // BT-109
	Tax           Decimal `json:"tax,omitzero"`            // BT-110
	TaxAccounting Decimal `json:"tax_accounting,omitzero"` // BT-111, in the tax currency
	Gross         Decimal `json:"gross,omitzero"`          // BT-112
	Paid          Decimal `json:"paid,omitzero"`           // BT-113
	Rounding      Decimal `json:"rounding,omitzero"`       // BT-114
	Due           Decimal `json:"due,omitzero"`            // BT-115
}

// Tax is one row of the VAT breakdown, BG-23.
type Tax struct {
	Base            Decimal `json:"base,omitzero"`              // BT-116
	Amount          Decimal `json:"amount,omitzero"`            // BT-117
	Category        string  `json:"category,omitempty"`         // BT-118, UNTDID 5305
	Rate            Decimal `json:"rate,omitzero"`              // BT-119, per cent
	ExemptionReason string  `json:"exemption_reason,omitempty"` // BT-120
	ExemptionCode   string  `json:"exemption_code,omitempty"`   // BT-121, VATEX
}

// AllowanceCharge is an allowance or a charge on the document (BG-20, BG-21) or on a line (BG-27, BG-28). Lines have
// no VAT terms of their own here.
type AllowanceCharge struct {
	Amount      Decimal `json:"amount,omitzero"`        // BT-92, BT-99, BT-136, BT-141
	Base        Decimal `json:"base,omitzero"`          // BT-93, BT-100, BT-137, BT-142
	Percent     Decimal `json:"percent,omitzero"`       // BT-94, BT-101, BT-138, BT-143
	TaxCategory string  `json:"tax_category,omitempty"` // BT-95, BT-102
	TaxRate     Decimal `json:"tax_rate,omitzero"`      // BT-96, BT-103
	Reason      string  `json:"reason,omitempty"`       // BT-97, BT-104, BT-139, BT-144
	ReasonCode  string  `json:"reason_code,omitempty"`  // BT-98, BT-105, BT-140, BT-145
}
