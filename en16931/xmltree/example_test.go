package xmltree_test

import (
	"errors"
	"fmt"

	"github.com/docketapi/docket/en16931/xmltree"
)

func ExampleParse() {
	root, err := xmltree.Parse([]byte(`<o xmlns="urn:o"><line n="1">a</line><line n="2">b</line></o>`), xmltree.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for line := range root.ChildrenOf("urn:o", "line") {
		fmt.Println(line.Attr("n"), line.Text, line.XPath())
	}
	// Output:
	// 1 a /*[local-name()='o']/*[local-name()='line'][1]
	// 2 b /*[local-name()='o']/*[local-name()='line'][2]
}

// A document type declaration could name files or grow without end: it is refused, as is what goes beyond the limits.
func ExampleParse_refused() {
	_, err := xmltree.Parse([]byte(`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`), xmltree.Limits{})
	fmt.Println(errors.Is(err, xmltree.ErrDTD))
	_, err = xmltree.Parse([]byte(`<a><b><c/></b></a>`), xmltree.Limits{Depth: 2})
	fmt.Println(errors.Is(err, xmltree.ErrTooComplex))
	// Output:
	// true
	// true
}
