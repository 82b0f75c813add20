package rules

import (
	"slices"
	"sync"

	"github.com/docketapi/docket/en16931/xmltree"
)

const (
	cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	rsm = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	ram = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"

	ublName = "ubl"

	ublInvoice    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	ublCreditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
)

// prefixes are the namespaces of the files of rules.
var prefixes = map[string]string{
	"cac": cac, "cbc": cbc, "ubl": ublInvoice, "cn": ublCreditNote,
	"ext":     "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
	"sig":     "urn:oasis:names:specification:ubl:schema:xsd:CommonSignatureComponents-2",
	"hrextac": "urn:mfin.gov.hr:schema:xsd:HRExtensionAggregateComponents-1",
	"rsm":     rsm, "ram": ram,
	"udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
	"qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}

// syntax is one of the two XML syntaxes with the rule sets that were compiled for it.
type syntax struct {
	name string
	sets sync.Map // of releases: func() (*ruleSet, error), by *manifest
}

var (
	ubl = &syntax{name: ublName}
	cii = &syntax{name: "cii"}
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

// set is the compiled rules of a release.
func (s *syntax) set(m *manifest) *ruleSet {
	load, ok := s.sets.Load(m)
	if !ok {
		load, _ = s.sets.LoadOrStore(m, sync.OnceValues(func() (*ruleSet, error) { return loadSet(s.files(m)) }))
	}
	set, err := load.(func() (*ruleSet, error))()
	if err != nil {
		panic(err) // a fault of the embedded rules, never of a document; the tests compile every set
	}
	return set
}

// files are those of the release behind those of what it extends, less the rules that it replaces; EN 16931's where it has
// none for the syntax.
func (s *syntax) files(m *manifest) []source {
	if len(m.files[s.name]) == 0 {
		m = releaseOf(EN16931, "", "")
	}
	var out []source
	if m.extends != "" {
		out = s.files(releaseOf(m.extends, "", ""))
	}
	for i := range out {
		out[i].without = slices.Concat(out[i].without, m.replaces)
	}
	for _, name := range m.files[s.name] {
		out = append(out, source{name: name})
	}
	return out
}
