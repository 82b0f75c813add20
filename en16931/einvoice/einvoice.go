// Package einvoice tells what an XML document is, and reads and writes those that are invoices of EN 16931.
//
// It owns the detection of syntax, kind and profile and the refusal, by name, of what only looks like an invoice. The
// syntaxes themselves are packages ubl and cii.
package einvoice

import (
	"fmt"
	"io"
	"sync"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Syntax is one of the two syntaxes of EN 16931.
type Syntax string

// The syntaxes, by the names that Extension.Syntax and the contract use.
const (
	UBL Syntax = "ubl"
	CII Syntax = "cii"
)

// Kind is the kind of document by its root element.
type Kind string

// The kinds. CII has one root for both: its type code tells.
const (
	Invoice    Kind = "invoice"
	CreditNote Kind = "credit_note"
)

// Document is an invoice read from XML.
type Document struct {
	Syntax  Syntax
	Kind    Kind
	Profile string // BT-24 as given, "" when the document names none
	ZF10    bool   // the older document of ZUGFeRD 1.0
	Root    *xmltree.Node
	Invoice en16931.Invoice
	Source  *Source
}

// Error refuses a document that is well-formed but not for us. Code is a code of the contract.
type Error struct {
	Code    string
	Message string
}

// The codes of an Error; broken XML has those of package xmltree.
const (
	CodeUnsupported = "unsupported_format"
	CodeNotInvoice  = "not_an_invoice"
	CodeFatturaPA   = "fatturapa_not_supported"
	CodeOrderX      = "orderx_not_supported"
)

func (e *Error) Error() string { return e.Message }

// Parse reads an XML document. The error is an *xmltree.Error or an *Error.
func Parse(data []byte, limits xmltree.Limits) (*Document, error) {
	root, err := xmltree.Parse(data, limits)
	if err != nil {
		return nil, err
	}
	return Read(root)
}

// Read reads a parsed document. The error is an *Error.
func Read(root *xmltree.Node) (*Document, error) {
	d, err := Detect(root)
	if err != nil {
		return nil, err
	}
	read := ubl.Read
	if d.Syntax == CII {
		read = cii.Read
	}
	inv, err := read(root)
	if err != nil {
		return nil, &Error{CodeUnsupported, err.Error()}
	}
	d.Invoice = inv
	d.Profile = inv.ProfileID
	return d, nil
}

// Detect tells what the document is without reading it. The error is an *Error.
func Detect(root *xmltree.Node) (*Document, error) {
	d := &Document{Root: root, Kind: Invoice}
	d.Source = &Source{document: d}
	switch {
	case ubl.Recognizes(root):
		d.Syntax = UBL
		if root.Local == "CreditNote" {
			d.Kind = CreditNote
		}
	case cii.Recognizes(root):
		d.Syntax, d.ZF10 = CII, cii.IsZF10(root)
		if code := cii.TypeCode(root); ubl.IsCreditNote(code) {
			d.Kind = CreditNote
		}
	default:
		return nil, refuse(root)
	}
	return d, nil
}

// Write writes the invoice in the syntax.
func Write(w io.Writer, s Syntax, inv *en16931.Invoice) error {
	switch s {
	case UBL:
		return ubl.Write(w, inv)
	case CII:
		return cii.Write(w, inv)
	}
	return fmt.Errorf("write invoice: syntax %q is unknown", s)
}

// Source ties the invoice's JSON pointers to the elements they were read from. It is made at its first use and safe
// for concurrent use.
type Source struct {
	document *Document
	once     sync.Once
	entries  []Entry
	nodes    map[string]*xmltree.Node
	pointers map[*xmltree.Node]string
}

// Entry is a term or group that was read, with its element.
type Entry struct {
	Pointer string
	Node    *xmltree.Node
}

// All are the terms and groups in the order in which reading ended them: a group comes behind its terms.
func (s *Source) All() []Entry {
	s.once.Do(s.build)
	return s.entries
}

// Node is the element that the pointer's value was read from, nil when there is none.
func (s *Source) Node(pointer string) *xmltree.Node {
	s.once.Do(s.build)
	return s.nodes[pointer]
}

// XPath is the place of the pointer's value in the source, "" when there is none.
func (s *Source) XPath(pointer string) string {
	if n := s.Node(pointer); n != nil {
		return n.XPath()
	}
	return ""
}

// Pointer is the JSON pointer of what was read from the element, else from the nearest element around it; "" stands
// for the whole invoice.
func (s *Source) Pointer(n *xmltree.Node) string {
	s.once.Do(s.build)
	for ; n != nil; n = n.Parent {
		if p, ok := s.pointers[n]; ok {
			return p
		}
	}
	return ""
}

func (s *Source) build() {
	s.nodes, s.pointers = map[string]*xmltree.Node{}, map[*xmltree.Node]string{}
	record := func(pointer string, n *xmltree.Node) {
		s.entries = append(s.entries, Entry{pointer, n})
		if _, ok := s.nodes[pointer]; !ok {
			s.nodes[pointer] = n
		}
		if _, ok := s.pointers[n]; !ok {
			s.pointers[n] = pointer
		}
	}
	walk := ubl.Pointers
	if s.document.Syntax == CII {
		walk = cii.Pointers
	}
	_ = walk(s.document.Root, record) // the root was recognized before
}
