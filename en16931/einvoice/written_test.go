package einvoice_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

// written are an invoice of every term, and those of the rules' tests, one of each syntax, each as an invoice and as a credit note.
func written(t testing.TB) map[string]en16931.Invoice {
	t.Helper()
	every := full()
	out := map[string]en16931.Invoice{"full": every}
	every.TypeCode = "381"
	out["full-credit"] = every
	for _, name := range []string{"base-ubl", "base-cii"} {
		b, err := os.ReadFile(filepath.Join("..", "rules", "testdata", name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := einvoice.Parse(b, xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		inv := doc.Invoice
		inv.Extensions = nil // they belong to one of the syntaxes
		out[name] = inv
		inv.TypeCode = "381"
		out[name+"-credit"] = inv
	}
	return out
}
