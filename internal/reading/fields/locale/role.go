package locale

// Role is what a label says of the value it stands at.
type Role string

// The roles that data files may use.
const (
	Number       Role = "number"
	IssueDate    Role = "issue_date"
	DueDate      Role = "due_date"
	DeliveryDate Role = "delivery_date"
	OrderDate    Role = "order_date" // any other date: it keeps that date from being the invoice's
	Period       Role = "period"
	Date         Role = "date" // a plain "Date"

	CustomerID       Role = "customer_id"
	PurchaseOrder    Role = "purchase_order"
	SalesOrder       Role = "sales_order"
	Contract         Role = "contract"
	Despatch         Role = "despatch"
	Project          Role = "project"
	BuyerReference   Role = "buyer_reference"
	PrecedingInvoice Role = "preceding_invoice"

	SellerBlock  Role = "seller"
	BuyerBlock   Role = "buyer"
	ShipTo       Role = "ship_to"
	PayeeBlock   Role = "payee"
	Payer        Role = "payer" // of a payment slip: over its name only where it stands alone, else a way to pay follows
	NameLabel    Role = "name"
	AddressLabel Role = "address"

	VATID        Role = "vat_id"
	TaxID        Role = "tax_id"
	Registration Role = "registration"
	IBAN         Role = "iban"
	BIC          Role = "bic"
	Bank         Role = "bank"
	Account      Role = "account"
	AccountName  Role = "account_name"

	Phone   Role = "phone"
	Email   Role = "email"
	Fax     Role = "fax"
	Web     Role = "web"
	Contact Role = "contact"

	PaymentTerms     Role = "payment_terms"
	PaymentMeans     Role = "payment_means"
	PaymentReference Role = "payment_reference"
	Mandate          Role = "mandate"

	LineNet   Role = "line_net"
	Net       Role = "net"
	Tax       Role = "tax"
	Gross     Role = "gross"
	Due       Role = "due"
	Paid      Role = "paid"
	Rounding  Role = "rounding"
	Allowance Role = "allowance"
	Charge    Role = "charge"
	Total     Role = "total" // a total that does not say which
	TaxRate   Role = "tax_rate"
	TaxBase   Role = "tax_base"
	Cash      Role = "cash"   // given at the till: no total
	Change    Role = "change" // handed back: no total

	PlainNumber  Role = "plain_number"  // "Number" alone: of the invoice when nothing better names one
	CashDiscount Role = "cash_discount" // offered for early payment: its date is not the due date

	CurrencyLabel Role = "currency"
	Column        Role = "column" // a heading of the line table
	Other         Role = "other"  // a label of something else: its value is not free for other roles
)

var roles = map[Role]bool{
	Number: true, IssueDate: true, DueDate: true, DeliveryDate: true, OrderDate: true, Period: true, Date: true,
	CustomerID: true, PurchaseOrder: true, SalesOrder: true, Contract: true, Despatch: true, Project: true,
	BuyerReference: true, PrecedingInvoice: true, SellerBlock: true, BuyerBlock: true, ShipTo: true, PayeeBlock: true, Payer: true,
	NameLabel: true, AddressLabel: true, VATID: true, TaxID: true, Registration: true, IBAN: true, BIC: true, Bank: true,
	Account: true, AccountName: true, Phone: true, Email: true, Fax: true, Web: true, Contact: true, PaymentTerms: true,
	PaymentMeans: true, PaymentReference: true, Mandate: true, LineNet: true, Net: true, Tax: true, Gross: true, Due: true,
	Paid: true, Rounding: true, Allowance: true, Charge: true, Total: true, TaxRate: true, TaxBase: true, Cash: true,
	Change: true, CurrencyLabel: true, CashDiscount: true, PlainNumber: true, Column: true, Other: true,
}
