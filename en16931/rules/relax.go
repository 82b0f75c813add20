package rules

import (
	"path"
	"strings"

	"github.com/docketapi/docket/en16931"
)

// relaxation makes warnings of rules that a specification built on EN 16931 allows to break. The findings stay, with
// their published ids; they no longer make the document invalid.
type relaxation struct {
	specification string   // part of the specification identifier, in small letters
	rules         []string // ids, * for any part of one
}

var relaxations = []relaxation{
	// The extended profile of Factur-X has sub-lines, groups of lines, further charges and more of the CII syntax.
	{"factur-x.eu:1p0:extended", facturXExtended},
	{"zugferd.de:2p0:extended", facturXExtended},
	// ZUGFeRD 1.0 is older than EN 16931 and its code lists: what remains fatal is arithmetic.
	{"urn:ferd:crossindustrydocument", zugferd1},
	{"urn:ferd:crossindustrydocument:invoice:1p0:extended", facturXExtended},
	// KoSIT replaces these by BR-DEX-01 and BR-DEX-04 to BR-DEX-09 for its extension, and by BR-TMP-CVD-01 for vehicles.
	{":extension:xrechnung_", []string{"BR-CL-10", "BR-CL-11", "BR-CL-21", "BR-CL-24", "BR-CL-25", "BR-CL-26", "BR-CO-16"}},
	{":xrechnung:cvd_", []string{"BR-CL-13"}},
	// Specifications of other tax systems that borrow the identifier's form or the syntax.
	{"urn:peppol:pint", []string{"*"}},
	{"zatca.gov.sa", []string{"*"}},
}

var facturXExtended = []string{
	"CII-*", "BR-17", "BR-2?", "BR-53", "BR-CO-04", "BR-CO-1?", "BR-S-??", "BR-Z-??", "BR-E-??", "BR-AE-??", "BR-IC-??", "BR-G-??",
	"BR-O-??", "BR-AF-??", "BR-AG-??",
}

var zugferd1 = []string{
	"CII-*", "BR-CL-*", "BR-DEC-*", "BR-[0-9][0-9]", "BR-CO-0?", "BR-CO-18", "BR-CO-19", "BR-CO-2?", "BR-*-0[1-7]",
	"BR-[A-Z]-10", "BR-[AIG][A-Z]-10", "BR-O-1?", "BR-IC-1?",
}

// relaxed gives the severity of a rule for a specification identifier.
func relaxed(r Rule, bt24 string) en16931.Severity {
	if r.Severity != en16931.Fatal {
		return r.Severity
	}
	id := strings.ToLower(bt24)
	for _, x := range relaxations {
		if !strings.Contains(id, x.specification) {
			continue
		}
		for _, pattern := range x.rules {
			if ok, err := path.Match(pattern, r.ID); ok && err == nil {
				return en16931.Warning
			}
		}
	}
	return r.Severity
}
