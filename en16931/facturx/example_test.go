package facturx_test

import (
	"fmt"

	"github.com/docketapi/docket/en16931/facturx"
)

// Of a PDF's attachments the invoice is tried first; a name need not be right, so all are.
func ExampleChoose() {
	names := []string{"terms.pdf", "data.xml", "factur-x.xml"}
	for _, i := range facturx.Choose(names) {
		fmt.Println(names[i])
	}
	// Output:
	// factur-x.xml
	// data.xml
	// terms.pdf
}

func ExampleProfileOf() {
	p := facturx.ProfileOf("urn:factur-x.eu:1p0:minimum")
	fmt.Println(p, p.FileName(), p.Relationship())
	// Output: MINIMUM factur-x.xml Data
}
