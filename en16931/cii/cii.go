// Package cii reads and writes the UN/CEFACT Cross Industry Invoice, the syntax of Factur-X and ZUGFeRD: D16B, which
// D22B extends without changing a name, and for reading also the older document of ZUGFeRD 1.0.
//
// It owns the table that ties its elements to the business terms (cii.table) and the schema's order (cii.order). How a
// table is read and written is package binding's; whether an invoice is right is not asked here.
package cii

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/xmltree"
)

const standard = "urn:un:unece:uncefact:data:standard:"

// Space is the namespace of the document.
const Space = standard + "CrossIndustryInvoice:100"

//go:embed cii.table
var tableText string

//go:embed cii.order
var orderText string

var spaces = map[string]string{
	"rsm": Space,
	"ram": standard + "ReusableAggregateBusinessInformationEntity:100",
	"udt": standard + "UnqualifiedDataType:100",
	"qdt": standard + "QualifiedDataType:100",
}

var (
	table     = sync.OnceValue(func() *binding.Table { return compile(false) })
	tableZF10 = sync.OnceValue(func() *binding.Table { return compile(true) })
)

// compile makes the table. It is part of the program: a mistake in it is a mistake of the program, which every test
// finds.
func compile(zf10 bool) *binding.Table {
	const settlement = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/"
	s := binding.Syntax{
		Name: "cii", Table: tableText, Order: orderText, Spaces: spaces,
		Root:     binding.Name{Space: Space, Local: "CrossIndustryInvoice"},
		Currency: settlement + "ram:InvoiceCurrencyCode", TaxCurrency: settlement + "ram:TaxCurrencyCode",
	}
	paths := spaces
	if zf10 {
		s.Rename, s.Renew = oldName, newName
		paths = oldSpaces
		s.CurrencySpaces = oldSpaces
		s.Currency, s.TaxCurrency = oldSettlement+"ram:InvoiceCurrencyCode", oldSettlement+"ram:TaxCurrencyCode"
	}
	s.Groups = map[string]binding.Group{"payments": binding.Payments(binding.PaymentPaths{
		Code: path("ram:TypeCode", paths), Text: path("ram:Information", paths),
		Other: []xmltree.Path{
			path("ram:ApplicableTradeSettlementFinancialCard", paths), path("ram:PayerPartyDebtorFinancialAccount", paths),
		},
	}, false)}
	t, err := binding.Compile(s)
	if err != nil {
		panic(err)
	}
	return t
}

func path(p string, spaces map[string]string) xmltree.Path {
	compiled, err := xmltree.CompilePath(p, spaces)
	if err != nil {
		panic(err)
	}
	return compiled
}

// Recognizes tells whether the element is the root of an invoice of this syntax, of any version.
func Recognizes(root *xmltree.Node) bool {
	return root.Is(Space, "CrossIndustryInvoice") || IsZF10(root)
}

func tableOf(root *xmltree.Node) (*binding.Table, error) {
	switch {
	case root.Is(Space, "CrossIndustryInvoice"):
		return table(), nil
	case IsZF10(root):
		return tableZF10(), nil
	}
	return nil, fmt.Errorf("read CII: element %.100q is no cross industry invoice", root.Local)
}

// Read reads a document, also a fragment of one. The error says that the root is no cross industry invoice.
func Read(root *xmltree.Node) (en16931.Invoice, error) {
	t, err := tableOf(root)
	if err != nil {
		return en16931.Invoice{}, err
	}
	inv := t.Read(root)
	shareReference(&inv)
	readTerms(root, &inv)
	return inv, nil
}

// Places are the elements that Read understands, each with the JSON pointer of what it became.
func Places(root *xmltree.Node) ([]binding.Place, error) {
	t, err := tableOf(root)
	if err != nil {
		return nil, err
	}
	return t.Places(root), nil
}

// shareReference gives further payments the remittance information, which CII has once for all of them.
func shareReference(inv *en16931.Invoice) {
	for i := range inv.OtherPayments {
		inv.OtherPayments[i].Reference = inv.Payment.Reference
	}
}

// Write writes the invoice as a D16B document that follows the order of the schema. What the invoice lacks is left
// out, also where the schema asks for it.
func Write(w io.Writer, inv *en16931.Invoice) error { return table().Write(w, expressible(inv)) }

// Written is the document that Write writes, as a tree, with the places that its elements were written from.
func Written(inv *en16931.Invoice) (*xmltree.Node, []binding.Place, error) {
	return table().Written(expressible(inv))
}

// TypeCode is the document's type code, BT-3, "" when it has none.
func TypeCode(root *xmltree.Node) string {
	now := root.Child(spaces["rsm"], "ExchangedDocument").Child(spaces["ram"], "TypeCode")
	if now == nil {
		now = root.Child(oldSpaces["rsm"], "HeaderExchangedDocument").Child(oldSpaces["ram"], "TypeCode")
	}
	if now == nil {
		return ""
	}
	return strings.TrimSpace(now.Text)
}
