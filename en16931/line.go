package en16931

// Line is an invoice line, BG-25.
type Line struct {
	ID             string            `json:"id,omitempty"`                      // BT-126
	Kind           LineKind          `json:"kind,omitempty"`                    // "" is a detail, see LineKind
	ParentID       string            `json:"parent_id,omitempty"`               // the line that this one is a part of, beyond EN 16931
	Note           string            `json:"note,omitempty"`                    // BT-127
	ObjectID       *ID               `json:"object_id,omitempty"`               // BT-128
	Name           string            `json:"name,omitempty"`                    // BT-153
	Description    string            `json:"description,omitempty"`             // BT-154
	Quantity       Decimal           `json:"quantity,omitzero"`                 // BT-129
	Unit           string            `json:"unit,omitempty"`                    // BT-130, UNECE Rec 20 and 21
	Price          *Price            `json:"price,omitempty"`                   // BG-29
	Net            Decimal           `json:"net,omitzero"`                      // BT-131
	TaxCategory    string            `json:"tax_category,omitempty"`            // BT-151, UNTDID 5305
	TaxRate        Decimal           `json:"tax_rate,omitzero"`                 // BT-152, per cent
	OrderLineRef   string            `json:"purchase_order_line_ref,omitempty"` // BT-132
	AccountingRef  string            `json:"buyer_accounting_ref,omitempty"`    // BT-133
	Period         *Period           `json:"period,omitempty"`                  // BG-26
	Allowances     []AllowanceCharge `json:"allowances,omitempty"`              // BG-27
	Charges        []AllowanceCharge `json:"charges,omitempty"`                 // BG-28
	IDs            *ItemIDs          `json:"ids,omitempty"`                     // BT-155 to BT-157
	Classification []Classification  `json:"classifications,omitempty"`         // BT-158
	OriginCountry  string            `json:"origin_country,omitempty"`          // BT-159
	Attributes     []Attribute       `json:"attributes,omitempty"`              // BG-32
}

// LineKind tells what a line is in an invoice whose lines are parts of others, as Factur-X EXTENDED has them.
type LineKind string

// The kinds. Only details count: a group repeats what its sub-lines sum to, information counts for nothing.
const (
	DetailLine      LineKind = "detail"
	GroupLine       LineKind = "group"
	InformationLine LineKind = "information"
)

// Counts tells whether the line's net amount is one of those that the invoice sums.
func (l Line) Counts() bool { return l.Kind == "" || l.Kind == DetailLine }

// Price is a line's price, BG-29, for BaseQuantity units of the item, VAT excluded.
type Price struct {
	Net          Decimal `json:"net,omitzero"`           // BT-146
	Gross        Decimal `json:"gross,omitzero"`         // BT-148
	Discount     Decimal `json:"discount,omitzero"`      // BT-147
	BaseQuantity Decimal `json:"base_quantity,omitzero"` // BT-149, 1 when absent
	BaseUnit     string  `json:"base_unit,omitempty"`    // BT-150
}

// ItemIDs are the identifiers of a line's item.
type ItemIDs struct {
	Seller         string `json:"seller,omitempty"`          // BT-155
	Buyer          string `json:"buyer,omitempty"`           // BT-156
	Standard       string `json:"standard,omitempty"`        // BT-157, a GTIN for instance
	StandardScheme string `json:"standard_scheme,omitempty"` // BT-157-1
}

// Classification is an item classification, BT-158.
type Classification struct {
	Code          string `json:"code"`
	Scheme        string `json:"scheme,omitempty"`         // BT-158-1
	SchemeVersion string `json:"scheme_version,omitempty"` // BT-158-2
}

// Attribute is an item attribute, BG-32.
type Attribute struct {
	Name  string `json:"name,omitempty"`  // BT-160
	Value string `json:"value,omitempty"` // BT-161
}
