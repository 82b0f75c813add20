package facturx

import (
	"path"
	"slices"
	"strings"
)

// Profile is a profile as fx:ConformanceLevel names it.
type Profile string

// The profiles of Factur-X 1.0 and ZUGFeRD 2.x; those of ZUGFeRD 1.0 are given by the nearest of them.
const (
	Minimum   Profile = "MINIMUM"
	BasicWL   Profile = "BASIC WL"
	Basic     Profile = "BASIC"
	EN16931   Profile = "EN 16931"
	Extended  Profile = "EXTENDED"
	XRechnung Profile = "XRECHNUNG"
)

// profileMarks are parts of specification identifiers (BT-24) in lower case, the first that occurs decides: an
// identifier names EN 16931 as its base before it names the profile.
var profileMarks = []struct {
	mark    string
	profile Profile
}{
	{"xrechnung", XRechnung}, {":minimum", Minimum}, {":basicwl", BasicWL}, {":extended", Extended}, {":comfort", EN16931},
	{":basic", Basic}, {"urn:cen.eu:en16931:2017", EN16931},
}

// ProfileOf is the profile that a specification identifier (BT-24) stands for, "" for an unknown one.
func ProfileOf(specification string) Profile {
	lower := strings.ToLower(specification)
	for _, m := range profileMarks {
		if strings.Contains(lower, m.mark) {
			return m.profile
		}
	}
	return ""
}

// FileName is the name under which the profile's XML is attached.
func (p Profile) FileName() string {
	if p == XRechnung {
		return "xrechnung.xml"
	}
	return "factur-x.xml"
}

// Relationship is the AFRelationship of the XML: the two profiles that are no full invoices are only data.
func (p Profile) Relationship() string {
	if p == Minimum || p == BasicWL {
		return "Data"
	}
	return "Alternative"
}

// invoiceNames are the names of the XML in all versions, the newest first.
var invoiceNames = []string{"factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml"}

// IsInvoiceName tells whether an attachment's name is one that the standards give the invoice. Producers differ in case,
// put a path before it, blanks behind it, or leave the extension out.
func IsInvoiceName(name string) bool { return nameRank(name) < len(invoiceNames) }

// MayBeXML tells whether a name promises XML.
func MayBeXML(name string) bool {
	return IsInvoiceName(name) || strings.HasSuffix(strings.ToLower(strings.TrimSpace(name)), ".xml")
}

// nameRank is the place of a name among those of the standards, then XML, then names that say nothing, then others.
func nameRank(name string) int {
	name = strings.ToLower(strings.TrimSpace(name))
	base := strings.TrimSpace(name[strings.LastIndexAny(name, `/\`)+1:])
	for i, n := range invoiceNames {
		if base == n || base == strings.TrimSuffix(n, ".xml") {
			return i
		}
	}
	switch path.Ext(base) {
	case ".xml":
		return len(invoiceNames)
	case "", ".":
		return len(invoiceNames) + 1
	}
	return len(invoiceNames) + 2
}

// Choose gives the order in which a PDF's attachments, given by name, are to be tried: the names of the standards
// first, then other XML, then the rest, for a name need not say what a file is.
func Choose(names []string) []int {
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return nameRank(names[a]) - nameRank(names[b]) })
	return order
}
