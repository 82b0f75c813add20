package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	ciicodec "github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/internal/binding"
	ublcodec "github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

const (
	coreID      = "urn:cen.eu:en16931:2017"
	xrechnungID = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
	peppolBisID = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
)

// base is the valid invoice of a syntax.
func base(t testing.TB, syntax string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/base-" + syntax + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// edit replaces pairs of old and new text, each of which has to be there; only the first occurrence changes.
func edit(t testing.TB, doc string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(doc, pairs[i]) {
			t.Fatalf("the document does not hold %q", pairs[i])
		}
		doc = strings.Replace(doc, pairs[i], pairs[i+1], 1)
	}
	return doc
}

func parse(t testing.TB, doc string) *xmltree.Node {
	t.Helper()
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func check(t testing.TB, doc string, p Profile) []en16931.Finding {
	t.Helper()
	return findingsOf(parse(t, doc), p)
}

// findingsOf checks a document with the places that its codec gives.
func findingsOf(root *xmltree.Node, p Profile) []en16931.Finding {
	return Check(root, placesOf(root), p)
}

func placesOf(root *xmltree.Node) Places {
	if root == nil {
		return nil
	}
	places, err := ublcodec.Places(root)
	if err != nil {
		places, _ = ciicodec.Places(root) // what neither knows has no places
	}
	return binding.NewIndex(root, places)
}

// ids are the rules of the findings, each once, in order.
func ids(findings []en16931.Finding) []string {
	var out []string
	for _, f := range findings {
		if !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}
