// Package einvoice tells what an XML document is, and reads and writes those that are invoices of EN 16931.
//
// It owns the detection of syntax, kind and profile and the refusal, by name, of what only looks like an invoice. The
// syntaxes themselves are packages ubl and cii.
package einvoice

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Syntax is one of the two syntaxes of EN 16931, or the format of a country, see Nationals.
type Syntax string

// The syntaxes of EN 16931, by the names that Extension.Syntax and the contract use.
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
	// Computed are the pointers of amounts that the document does not state and that follow from others.
	Computed []string

	national     *national.Format // nil for UBL and CII
	read         bool
	readFindings []en16931.Finding
	further      int // invoices in the document beside this one
	signed       bool
	estimated    bool
}

// Error refuses a document that is well-formed but not for us. Code is a code of the contract.
type Error struct {
	Code    string
	Message string
	Pointer string // into the data: a list that is too long; "" for what is wrong with the document as a whole
	Most    int    // how many items the list may have
}

// The codes of an Error; broken XML has those of package xmltree.
const (
	CodeUnsupported  = "unsupported_format"
	CodeNotInvoice   = "not_an_invoice"
	CodeNational     = "national_format_not_supported"
	CodeOrderX       = "orderx_not_supported"
	CodeTooMany      = "too_many_lines"
	CodeTooManyItems = "too_many_items"

	CodeTooManyInvoices = "too_many_invoices"
)

// lineElements are the elements that are lines, in any syntax.
var lineElements = map[string]int{
	"InvoiceLine": MaxLines, "CreditNoteLine": MaxLines, "IncludedSupplyChainTradeLineItem": MaxLines,
	"FaWiersz": MaxLines, "DettaglioLinee": MaxLines, "ListLineItem": MaxLines,
}

func (e *Error) Error() string { return e.Message }

// Parse reads an XML document. The error is an *xmltree.Error or an *Error.
func Parse(data []byte, limits xmltree.Limits) (*Document, error) {
	return read(xmltree.Parse, data, limits)
}

// ParseUntil is Parse as long as ctx lasts; the error is also that of ctx.
func ParseUntil(ctx context.Context, data []byte, limits xmltree.Limits) (*Document, error) {
	return read(until(ctx), data, limits)
}

// parser is how a text becomes a tree.
type parser func(data []byte, limits xmltree.Limits) (*xmltree.Node, error)

// until parses as long as ctx lasts.
func until(ctx context.Context) parser {
	return func(data []byte, limits xmltree.Limits) (*xmltree.Node, error) {
		return xmltree.ParseUntil(ctx, data, limits)
	}
}

func read(parse parser, data []byte, limits xmltree.Limits) (*Document, error) {
	o, err := openBounded(parse, data, limits)
	if err != nil {
		return nil, err
	}
	d, err := Read(o.root)
	if err == nil {
		d.Invoice.Extensions = append(d.Invoice.Extensions, o.envelope...)
	}
	return d, err
}

// Tree parses an XML document that is to be read, or only judged, and takes it out of its envelope: one of more than MaxLines
// lines ends before it is in memory. The error is an *xmltree.Error or an *Error.
func Tree(data []byte, limits xmltree.Limits) (*xmltree.Node, error) {
	o, err := openBounded(xmltree.Parse, data, limits)
	return o.root, err
}

// TreeUntil is Tree as long as ctx lasts; the error is also that of ctx.
func TreeUntil(ctx context.Context, data []byte, limits xmltree.Limits) (*xmltree.Node, error) {
	o, err := openBounded(until(ctx), data, limits)
	return o.root, err
}

// openBounded opens a document of at most MaxLines lines.
func openBounded(parse parser, data []byte, limits xmltree.Limits) (opened, error) {
	if limits.Most == nil {
		limits.Most = lineElements
	}
	o, err := open(parse, data, limits)
	if errors.Is(err, xmltree.ErrTooMany) {
		refused := TooManyLines()
		refused.Message += ": " + err.Error()
		return opened{}, refused
	}
	return o, err
}

// Read reads a parsed document; of several invoices in it the first, and a finding says so. The error is an *Error.
func Read(root *xmltree.Node) (*Document, error) {
	d, err := Detect(root)
	if err != nil {
		return nil, err
	}
	if d.national != nil {
		return d, d.readNational()
	}
	read := ubl.Read
	if d.Syntax == CII {
		read = cii.Read
	}
	inv, err := read(root)
	if err != nil {
		return nil, &Error{Code: CodeUnsupported, Message: err.Error()}
	}
	if err := CheckSize(&inv); err != nil {
		return nil, err
	}
	d.Invoice = inv
	d.Profile = inv.ProfileID
	return d, nil
}

// Detect tells what the document is without reading it. The error is an *Error.
func Detect(root *xmltree.Node) (*Document, error) {
	d := &Document{Root: root, Kind: Invoice}
	d.Source = &Source{document: d}
	if d.national = nationalOf(root); d.national != nil {
		d.Syntax, d.signed = Syntax(d.national.Name), national.Plain(root)
		return d, nil
	}
	if err := refuseForeign(root); err != nil {
		return nil, err
	}
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
