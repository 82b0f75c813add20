package reading

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/facturx"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
)

func readXML(ctx context.Context, in Input) (Result, error) {
	data, err := os.ReadFile(in.Path)
	if err != nil {
		return Result{}, fmt.Errorf("read document: %w", err)
	}
	in.Progress("parse", 20)
	docs, err := einvoice.ParseAll(ctx, data, xmltree.Limits{})
	if err != nil {
		return Result{}, refusal(err)
	}
	in.Progress("check", 60)
	var out Result
	for _, doc := range docs {
		inv, err := fromXML(ctx, doc, evidence.Kind(doc.Syntax))
		if err != nil {
			return Result{}, err
		}
		out.Invoices = append(out.Invoices, inv)
	}
	return out, nil
}

// fromXML is an invoice as its XML says it, with the element behind each value, judged by the rules of its profile. The error is that of
// ctx.
func fromXML(ctx context.Context, doc *einvoice.Document, kind evidence.Kind) (evidence.Invoice, error) {
	checks, err := doc.CheckUntil(ctx, rules.Auto, "")
	if err != nil {
		return evidence.Invoice{}, err
	}
	inv := evidence.Invoice{Source: kind, Data: doc.Invoice, Checks: checks}
	for _, e := range doc.Source.All() {
		if len(e.Node.Children) > 0 || e.Node.Text == "" {
			continue // a group, or a value that is an attribute
		}
		inv.Evidence = append(inv.Evidence, evidence.Evidence{Pointer: e.Pointer, Source: evidence.FromXML, Confidence: 1, Text: e.Node.Text})
	}
	for _, pointer := range doc.Computed {
		inv.Evidence = append(inv.Evidence, evidence.Evidence{Pointer: pointer, Source: evidence.FromComputed, Confidence: 1})
	}
	if inv.Checks == nil {
		inv.Checks = []en16931.Finding{}
	}
	return inv, nil
}

// refusal gives an error of the XML parser or the detection its public face.
func refusal(err error) error {
	var malformed *xmltree.Error
	if errors.As(err, &malformed) {
		return fault.Wrap(err, fault.Code(malformed.Code), "%s", malformed.Error())
	}
	var refused *einvoice.Error
	if errors.As(err, &refused) {
		known := fault.Wrap(err, fault.Code(refused.Code), "%s", refused.Message)
		if refused.Pointer != "" {
			known = known.At(refused.Pointer, fmt.Sprintf("has more than %d items", refused.Most))
		}
		return known
	}
	return err
}

// InvoiceXML is the e-invoice that a file is or holds, parsed and not judged. Errors carry the codes of documents.
func (r *Reader) InvoiceXML(ctx context.Context, path string) (*xmltree.Node, error) {
	return guard.Get(ctx, r.log, func() (*xmltree.Node, error) { return r.xmlAt(ctx, path, maxWrapped) })
}

// xmlAt finds the e-invoice of a file that may hold others, so many in each other.
func (r *Reader) xmlAt(ctx context.Context, path string, depth int) (*xmltree.Node, error) {
	kind, err := sniff(path)
	if err != nil {
		return nil, err
	}
	if form := wraps(path, kind); form != "" && depth > 0 {
		return wrappedXML(ctx, path, form, func(path string) (*xmltree.Node, error) { return r.xmlAt(ctx, path, depth-1) })
	}
	switch kind {
	case pages.KindXML:
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read document: %w", err)
		}
		return parse(ctx, data)
	case pages.KindPDF:
		return r.attachedXML(ctx, path)
	}
	return nil, fault.New(fault.CodeNotAnInvoice, "the file is neither XML nor a PDF that holds an invoice as XML")
}

func parse(ctx context.Context, data []byte) (*xmltree.Node, error) {
	root, err := einvoice.TreeUntil(ctx, data, xmltree.Limits{})
	if err != nil {
		return nil, refusal(err)
	}
	if _, err := einvoice.Detect(root); err != nil {
		return nil, refusal(err)
	}
	return root, nil
}

func (r *Reader) attachedXML(ctx context.Context, path string) (*xmltree.Node, error) {
	pdf, err := pages.OpenPDF(path, r.limits)
	if err != nil {
		return nil, err
	}
	files, err := pdf.Attachments(ctx)
	if err != nil {
		return nil, err
	}
	refused := fault.New(fault.CodeNotAnInvoice, "the PDF holds no invoice as XML")
	for _, f := range files {
		if f.Err != nil {
			continue
		}
		root, err := parse(ctx, f.Data)
		if err == nil {
			return root, nil
		}
		if known, ok := fault.As(err); ok && facturx.IsInvoiceName(f.Name) {
			refused = known
		}
	}
	return nil, refused
}
