// Package ubl reads and writes the UBL 2.1 Invoice and CreditNote.
//
// It owns the table that ties their elements to the business terms (ubl.table) and the schema's order (ubl.order). How
// a table is read and written is package binding's; whether an invoice is right is not asked here.
package ubl

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/xmltree"
)

// The namespaces of the two documents.
const (
	InvoiceSpace    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	CreditNoteSpace = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
)

const common = "urn:oasis:names:specification:ubl:schema:xsd:Common"

// syntax is the name of this syntax in Extension.Syntax.
const syntax = "ubl"

//go:embed ubl.table
var tableText string

//go:embed ubl.order
var orderText string

var (
	invoiceTable    = sync.OnceValue(func() *binding.Table { return compile("Invoice", "Invoiced", "ubl", InvoiceSpace) })
	creditNoteTable = sync.OnceValue(func() *binding.Table { return compile("CreditNote", "Credited", "cn", CreditNoteSpace) })
)

// compile makes the table of one of the documents. The tables are part of the program: a mistake in them is a
// mistake of the program, which every test finds.
func compile(document, quantity, prefix, space string) *binding.Table {
	spaces := map[string]string{prefix: space, "cac": common + "AggregateComponents-2", "cbc": common + "BasicComponents-2"}
	text := only(tableText, document)
	text = strings.NewReplacer("{Invoice}", document, "{Invoiced}", quantity).Replace(text)
	payments := binding.PaymentPaths{
		Code: path("cbc:PaymentMeansCode", spaces), Text: path("cbc:PaymentMeansCode/@name", spaces),
		Reference: path("cbc:PaymentID", spaces),
		Other:     []xmltree.Path{path("cac:CardAccount", spaces), path("cac:PaymentMandate", spaces)},
	}
	t, err := binding.Compile(binding.Syntax{
		Name: syntax, Table: text, Order: orderText, Spaces: spaces,
		Root:     binding.Name{Space: space, Local: document},
		Currency: "cbc:DocumentCurrencyCode", TaxCurrency: "cbc:TaxCurrencyCode",
		Groups: map[string]binding.Group{"payments": binding.Payments(payments, document == "CreditNote")},
	})
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

// only leaves out the lines, with all below them, that are meant for the other document.
func only(text, document string) string {
	var out []string
	skip := -1 // the indentation of the line left out
	for line := range strings.SplitSeq(text, "\n") {
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if skip >= 0 && depth > skip {
			continue
		}
		skip = -1
		body, condition, conditional := strings.Cut(line, "{only ")
		if conditional && !strings.HasPrefix(strings.TrimSpace(line), "#") && condition != document+"}" {
			skip = depth
			continue
		}
		out = append(out, strings.TrimRight(body, " "))
	}
	return strings.Join(out, "\n")
}

// Recognizes tells whether the element is the root of a UBL invoice or credit note.
func Recognizes(root *xmltree.Node) bool {
	return root.Is(InvoiceSpace, "Invoice") || root.Is(CreditNoteSpace, "CreditNote")
}

func tableOf(root *xmltree.Node) (*binding.Table, error) {
	switch {
	case root.Is(InvoiceSpace, "Invoice"):
		return invoiceTable(), nil
	case root.Is(CreditNoteSpace, "CreditNote"):
		return creditNoteTable(), nil
	}
	return nil, fmt.Errorf("read UBL: element %.100q is neither an invoice nor a credit note", root.Local)
}

// Read reads a document, also a fragment of one. The error says that the root is no UBL invoice or credit note.
func Read(root *xmltree.Node) (en16931.Invoice, error) {
	t, err := tableOf(root)
	if err != nil {
		return en16931.Invoice{}, err
	}
	inv := t.Read(root)
	fillNames(&inv)
	inv.AddTerms(en16931.Skonto(inv.PaymentTerms))
	if inv.SalesOrderRef != "" && inv.PurchaseOrderRef == noOrder {
		inv.PurchaseOrderRef = ""
	}
	if t != tableFor(&inv) {
		inv.Extensions = append(inv.Extensions, en16931.Extension{Syntax: syntax, Path: "/" + t.Root()})
	}
	return inv, nil
}

// Places are the elements that Read understands, each with the JSON pointer of what it became.
func Places(root *xmltree.Node) ([]binding.Place, error) {
	t, err := tableOf(root)
	if err != nil {
		return nil, err
	}
	places := t.Places(root)
	if slices.ContainsFunc(places, func(p binding.Place) bool { return p.Pointer == "/sales_order_ref" }) {
		places = slices.DeleteFunc(places, func(p binding.Place) bool {
			return p.Pointer == "/purchase_order_ref" && strings.TrimSpace(p.Node.Text) == noOrder
		})
	}
	return places, nil
}

// fillNames gives a party that has only the one name in PartyName that name: BT-27 and BT-44 are what readers of the
// model look for.
func fillNames(inv *en16931.Invoice) {
	for _, p := range []*en16931.Party{&inv.Seller, &inv.Buyer} {
		if p.Name == "" {
			p.Name = p.TradingName
		}
	}
}

// creditNotes are the codes of BT-3 (UNTDID 1001) for which UBL has its own document.
var creditNotes = []string{"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"}

// tableFor is the document that an invoice is written as: the one it came from, else that of its type code.
func tableFor(inv *en16931.Invoice) *binding.Table {
	for _, x := range inv.Extensions {
		if x.Syntax != syntax {
			continue
		}
		if strings.HasPrefix(x.Path, "/"+creditNoteTable().Root()) {
			return creditNoteTable()
		}
		return invoiceTable()
	}
	if IsCreditNote(inv.TypeCode) {
		return creditNoteTable()
	}
	return invoiceTable()
}

// Write writes the invoice as a UBL document that follows the order of the schema. What the invoice lacks is left out,
// also where the schema asks for it.
func Write(w io.Writer, inv *en16931.Invoice) error {
	return tableFor(inv).Write(w, withOrder(withDiscounts(inv)))
}

// Written is the document that Write writes, as a tree, with the places that its elements were written from.
func Written(inv *en16931.Invoice) (*xmltree.Node, []binding.Place, error) {
	return tableFor(inv).Written(withOrder(withDiscounts(inv)))
}

// withDiscounts is the invoice with the price discount (BT-147) wherever a gross price stands without: UBL has no
// gross price but as the base of a discount.
func withDiscounts(inv *en16931.Invoice) *en16931.Invoice {
	lacks := func(l en16931.Line) bool {
		return l.Price != nil && l.Price.Gross.IsPresent() && l.Price.Net.IsPresent() && !l.Price.Discount.IsPresent()
	}
	if !slices.ContainsFunc(inv.Lines, lacks) {
		return inv
	}
	out := *inv
	out.Lines = slices.Clone(inv.Lines)
	for i := range out.Lines {
		if lacks(out.Lines[i]) {
			price := *out.Lines[i].Price
			price.Discount = en16931.NewDecimal(price.Gross.Value().Sub(price.Net.Value()))
			out.Lines[i].Price = &price
		}
	}
	return &out
}

// noOrder stands where the schema asks for a purchase order beside a sales order and there is none.
const noOrder = "NA"

// withOrder is the invoice with that where it has a sales order alone.
func withOrder(inv *en16931.Invoice) *en16931.Invoice {
	if inv.SalesOrderRef == "" || inv.PurchaseOrderRef != "" {
		return inv
	}
	out := *inv
	out.PurchaseOrderRef = noOrder
	return &out
}

// IsCreditNote tells whether the type code (BT-3) is one of those that UBL writes as a CreditNote.
func IsCreditNote(typeCode string) bool { return slices.Contains(creditNotes, typeCode) }
