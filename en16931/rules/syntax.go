package rules

import (
	"slices"

	"github.com/docketapi/docket/en16931/xmltree"
)

const (
	cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	rsm = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	ram = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"

	ublInvoice    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	ublCreditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
)

// prefixes are the namespaces of the schedules.
var prefixes = map[string]string{
	"cac": cac, "cbc": cbc, "ubl": ublInvoice, "cn": ublCreditNote,
	"ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
	"rsm": rsm, "ram": ram,
	"udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
	"qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}

// syntax is one of the two XML syntaxes with its rule sets.
type syntax struct {
	name string
	sets lazySets
}

var (
	ublCore = []string{"ubl-model", "ubl-vat", "ubl-syntax", "ubl-unused", "ubl-codes"}
	ciiCore = []string{"cii-model", "cii-vat", "cii-syntax", "cii-datatypes", "cii-codes"}

	ubl = &syntax{"ubl", newSets(map[Profile][]string{
		EN16931: ublCore,
		Peppol: slices.Concat(ublCore, []string{"ubl-peppol", "ubl-peppol-codes", "ubl-german", "ubl-peppol-de", "ubl-peppol-dk", "ubl-peppol-gr",
			"ubl-peppol-is", "ubl-peppol-it", "ubl-peppol-nl", "ubl-peppol-no", "ubl-peppol-se"}),
		XRechnung2: slices.Concat(ublCore, []string{"ubl-german", "ubl-xrechnung"}),
		XRechnung:  slices.Concat(ublCore, []string{"ubl-german", "ubl-xrechnung-peppol", "ubl-xrechnung", "ubl-xrechnung-extension"}),
	})}
	cii = &syntax{"cii", newSets(map[Profile][]string{
		EN16931:    ciiCore,
		Minimum:    {"cii-minimum"},
		Peppol:     slices.Concat(ciiCore, []string{"cii-peppol", "cii-peppol-national"}),
		XRechnung2: slices.Concat(ciiCore, []string{"cii-xrechnung"}),
		XRechnung:  slices.Concat(ciiCore, []string{"cii-xrechnung-peppol", "cii-xrechnung", "cii-xrechnung-extension"}),
	})}
)

// syntaxOf tells the syntax by the document element; nil for any other.
func syntaxOf(root *xmltree.Node) *syntax {
	switch {
	case root == nil:
		return nil
	case root.Is(ublInvoice, "Invoice"), root.Is(ublCreditNote, "CreditNote"):
		return ubl
	case root.Is(rsm, "CrossIndustryInvoice"):
		return cii
	}
	return nil
}

// set is the compiled rules of a profile; a profile unknown in the syntax is judged by EN 16931.
func (s *syntax) set(p Profile) *ruleSet {
	load, ok := s.sets[p]
	if !ok {
		load = s.sets[EN16931]
	}
	set, err := load()
	if err != nil {
		panic(err) // a fault of the embedded schedules, never of a document; the tests compile every set
	}
	return set
}
