package xmltree

import (
	"strconv"
	"strings"
)

// prefixes are the prefixes by which people know the namespaces of e-invoices, whatever a document calls them.
var prefixes = map[string]string{
	"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2":                             "ubl",
	"urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2":                          "cn",
	"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2":           "cac",
	"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2":               "cbc",
	"urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2":           "ext",
	"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100":                       "rsm",
	"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100": "ram",
	"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100":                        "udt",
	"urn:un:unece:uncefact:data:standard:QualifiedDataType:100":                          "qdt",
	"urn:ferd:CrossIndustryDocument:invoice:1p0":                                         "rsm",
	"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12":  "ram",
	"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15":                         "udt",
	"urn:un:unece:uncefact:data:standard:QualifiedDataType:12":                           "qdt",
	"http://www.w3.org/2000/09/xmldsig#":                                                 "ds",
	"http://www.w3.org/XML/1998/namespace":                                               "xml",
	"http://www.w3.org/2001/XMLSchema-instance":                                          "xsi",
}

// Prefix is the conventional prefix of a namespace, "" when there is none.
func Prefix(space string) string { return prefixes[space] }

// XPath is the path from the document to the element with conventional prefixes, and with an index where the parent
// has more than one child of the name: /ubl:Invoice/cac:InvoiceLine[2]/cbc:ID. A namespace without conventional
// prefix is written as a test of the local name.
func (n *Node) XPath() string {
	var chain [64]*Node
	up := chain[:0]
	for ; n != nil; n = n.Parent {
		up = append(up, n)
	}
	var b strings.Builder
	for i := len(up) - 1; i >= 0; i-- {
		up[i].writeStep(&b)
	}
	return b.String()
}

func (n *Node) writeStep(b *strings.Builder) {
	b.WriteByte('/')
	switch p := prefixes[n.Space]; {
	case p != "":
		b.WriteString(p)
		b.WriteByte(':')
		b.WriteString(n.Local)
	case n.Space == "":
		b.WriteString(n.Local)
	default:
		b.WriteString("*[local-name()='")
		b.WriteString(n.Local)
		b.WriteString("']")
	}
	if n.twin {
		b.WriteByte('[')
		b.WriteString(strconv.Itoa(int(n.Index)))
		b.WriteByte(']')
	}
}
