package rules

// Profile is a set of rules.
type Profile string

// The profiles. Peppol BIS Billing 3.0 and XRechnung build on EN 16931: its rules are judged with theirs.
const (
	Auto      Profile = "auto" // by the document's specification identifier, see ProfileOf
	EN16931   Profile = "en16931"
	Peppol    Profile = "peppol"
	XRechnung Profile = "xrechnung"
	// Minimum is what remains for the Factur-X profiles below EN 16931 (MINIMUM, BASIC WL): their documents have no
	// lines or no VAT breakdown by design and are no EN 16931 invoices.
	Minimum Profile = "minimum"
	// FacturXExtended is Factur-X EXTENDED, whose own rules stand in the place of some of EN 16931's.
	FacturXExtended Profile = "facturx-extended"
	// XRechnung2 is what remains for XRechnung 1 and 2, which did not take rules of Peppol over.
	XRechnung2 Profile = "xrechnung2"
)

// Profiles are those that a caller may ask for.
var Profiles = []Profile{Auto, EN16931, Peppol, XRechnung}
