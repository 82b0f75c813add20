package rules_test

import (
	"fmt"

	"github.com/docketapi/docket/en16931/rules"
)

// The specification identifier (BT-24) says by which rules a document wants to be judged.
func ExampleProfileOf() {
	fmt.Println(rules.ProfileOf("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"))
	fmt.Println(rules.ProfileOf("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"))
	fmt.Println(rules.ProfileOf("urn:cen.eu:en16931:2017"))
	// Output:
	// xrechnung
	// peppol
	// en16931
}
