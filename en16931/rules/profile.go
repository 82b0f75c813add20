package rules

// Profile is a set of rules.
type Profile string

// The profiles. Peppol BIS Billing 3.0 and XRechnung build on EN 16931: its rules are judged with theirs.
const (
	Auto    Profile = "auto" // by the document's specification identifier, see ProfileOf
	EN16931 Profile = "en16931"
	Peppol  Profile = "peppol"
	// PeppolSelfBilling are invoices that the buyer writes for the seller.
	PeppolSelfBilling Profile = "peppol-selfbilling"
	XRechnung         Profile = "xrechnung"
	// Minimum is what remains for the profiles of ZUGFeRD 2.0 below EN 16931 (MINIMUM, BASIC WL): their documents have
	// no lines or no VAT breakdown by design and are no EN 16931 invoices.
	Minimum Profile = "minimum"
	// FacturXMinimum and FacturXBasicWL are the profiles of Factur-X below EN 16931; FacturXBasic is less than EN 16931
	// allows.
	FacturXMinimum Profile = "facturx-minimum"
	FacturXBasicWL Profile = "facturx-basicwl"
	FacturXBasic   Profile = "facturx-basic"
	// FacturXExtended is Factur-X EXTENDED, whose own rules stand in the place of some of EN 16931's.
	FacturXExtended Profile = "facturx-extended"
	// CTCExtended is EXTENDED-CTC-FR, France's extension of EN 16931.
	CTCExtended Profile = "fr-ctc-extended"
	// CTC is Flux 2 of France's CTC: EN 16931 with what its platforms ask.
	CTC Profile = "fr-ctc"
	// NLCIUS is the Dutch usage of EN 16931.
	NLCIUS Profile = "nlcius"
	// RO is CIUS-RO, Romania's usage of EN 16931.
	RO Profile = "ro"
	// HR is HR-CIUS, Croatia's usage of EN 16931 with its extension.
	HR Profile = "hr"
	// BE is UBL.BE, Belgium's usage before Peppol BIS.
	BE Profile = "be"
	// PT is CIUS-PT, Portugal's usage of EN 16931.
	PT Profile = "pt"
	// XRechnung2 is what remains for XRechnung 1 and 2, which did not take rules of Peppol over.
	XRechnung2 Profile = "xrechnung2"
)

// Profiles are those that a caller may ask for.
var Profiles = []Profile{Auto, EN16931, Peppol, PeppolSelfBilling, XRechnung, NLCIUS, RO, PT, HR, BE, CTC, CTCExtended}
