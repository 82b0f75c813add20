package rules

import "strings"

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
	// XRechnung2 is what remains for XRechnung 1 and 2, which did not take rules of Peppol over.
	XRechnung2 Profile = "xrechnung2"
)

// Profiles are those that a caller may ask for.
var Profiles = []Profile{Auto, EN16931, Peppol, XRechnung}

const peppolID = "urn:fdc:peppol.eu:2017:poacc:billing:3"

// ProfileOf is the profile that a specification identifier (BT-24) names; EN 16931 when it names none.
func ProfileOf(bt24 string) Profile {
	id := strings.ToLower(strings.TrimSpace(bt24))
	switch {
	case strings.Contains(id, "xrechnung_1.") || strings.Contains(id, "xrechnung_2."):
		return XRechnung2
	case strings.Contains(id, "xrechnung"):
		return XRechnung
	case strings.Contains(id, peppolID):
		return Peppol
	case isBelowEN16931(id):
		return Minimum
	}
	return EN16931
}

// isBelowEN16931 knows the identifiers of Factur-X and ZUGFeRD 2 MINIMUM and BASIC WL.
func isBelowEN16931(id string) bool {
	facturX := strings.Contains(id, "factur-x.eu:1p0:") || strings.Contains(id, "zugferd.de:2p0:")
	return facturX && (strings.HasSuffix(id, ":minimum") || strings.HasSuffix(id, ":basicwl"))
}
