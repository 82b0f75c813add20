package national

import (
	"sync"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Format is how the invoices of a country are read.
type Format struct {
	Name  string // fatturapa: the name in the contract, and in Extension.Syntax
	Title string // FatturaPA (Italy): for people
	Root  string // FatturaElettronica: what stands first in the paths of extensions
	// Table ties elements to terms. All elements are in no namespace, with the prefix f: see Plain.
	Table string
	// Currency is the path of the element that names the currency, "" where amounts do not name theirs.
	Currency string
	// Recognizes tells whether the element is the root of such a document, of any version.
	Recognizes func(root *xmltree.Node) bool
	// Split gives a root for each invoice in the document; nil where a document is one invoice.
	Split func(root *xmltree.Node) []*xmltree.Node
	// Complete goes on where the table ends.
	Complete func(*Reading)

	compiled func() *binding.Table
}

// New makes a format ready to read. A mistake in the table is a mistake of the program, which every test finds.
func New(f Format) *Format {
	f.compiled = sync.OnceValue(func() *binding.Table {
		currency := f.Currency
		if currency == "" {
			currency = nowhere
		}
		t, err := binding.Compile(binding.Syntax{
			Name: f.Name, Table: f.Table, Root: binding.Name{Local: f.Root}, Spaces: map[string]string{"f": ""}, Currency: currency, TaxCurrency: nowhere,
			Groups: map[string]binding.Group{"each": each},
		})
		if err != nil {
			panic(err)
		}
		return t
	})
	return &f
}

// nowhere is a path that leads to no element.
const nowhere = "f:none"

// each reads every one of the elements of a name into the invoice, where a table takes the first alone.
var each = binding.Group{
	Item:  en16931.Invoice{},
	Enter: func(inv *en16931.Invoice, _ *xmltree.Node) (any, string) { return inv, "" },
}

// Invoices gives a root for each invoice in the document, at least one.
func (f *Format) Invoices(root *xmltree.Node) []*xmltree.Node {
	if f.Split != nil {
		if roots := f.Split(root); len(roots) > 0 {
			return roots
		}
	}
	return []*xmltree.Node{root}
}

// Read reads one invoice; root is one of those that Invoices gave. Nothing in a well-formed document makes it fail: what is
// missing is absent, what is not understood is an extension.
func (f *Format) Read(root *xmltree.Node) *Reading {
	r := &Reading{Root: root}
	r.Invoice = f.compiled().ReadWith(root, func(inv *en16931.Invoice) []*xmltree.Node {
		r.inv = inv
		f.Complete(r)
		r.sum()
		return r.taken
	})
	r.inv = &r.Invoice
	return r
}

// Places are the elements that were read, each with the JSON pointer of what it became.
func (f *Format) Places(root *xmltree.Node) []binding.Place {
	r := f.Read(root)
	places := append(f.compiled().Places(root), r.places...)
	for i := range places {
		places[i].Pointer = r.moved(places[i].Pointer)
	}
	return places
}

// signature is the namespace of XML signatures.
const signature = "http://www.w3.org/2000/09/xmldsig#"

// Plain takes the elements below the root out of their namespaces, which differ from version to version, and from what the
// schema says. Signatures are left out, which say nothing of the invoice; it tells whether there was one.
func Plain(root *xmltree.Node) (signed bool) {
	plainAttrs(root)
	kept := root.Children[:0:0]
	for _, c := range root.Children {
		if c.Space == signature {
			signed = true
			continue
		}
		c.Space = ""
		inside := Plain(c)
		signed = signed || inside
		kept = append(kept, c)
	}
	root.Children = kept
	return signed
}

// plainAttrs takes the attributes out of the formats' namespaces, and gives the currency of amounts one name.
func plainAttrs(n *xmltree.Node) {
	for i := range n.Attrs {
		a := &n.Attrs[i]
		if xmltree.Prefix(a.Space) == "" {
			a.Space = ""
		}
		if a.Local == "amountCurrencyID" {
			a.Local = "currencyID"
		}
	}
}

// Only is the element as if it had, of its children of a name, none but the one given.
func Only(n *xmltree.Node, name string, one *xmltree.Node) *xmltree.Node {
	view := *n
	view.Children = nil
	for _, c := range n.Children {
		if c.Local != name || c == one {
			view.Children = append(view.Children, c)
		}
	}
	return &view
}

// Replace is the element with another in place of one of its children.
func Replace(n, child, by *xmltree.Node) *xmltree.Node {
	view := *n
	view.Children = append([]*xmltree.Node{}, n.Children...)
	for i, c := range view.Children {
		if c == child {
			view.Children[i] = by
		}
	}
	return &view
}
