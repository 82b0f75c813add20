package reading

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// maxWrapped is how many files may stand in each other: a signed file in a message that is attached to another.
const maxWrapped = 4

// wraps tells what file it is that holds the one that counts; "" for any other. XML and pictures are none; a PDF may only seem
// to be one, when it is what a file holds.
func wraps(path string, kind pages.Kind) content.Form {
	if kind == pages.KindXML || kind.Image() {
		return content.Unknown
	}
	f, err := os.Open(path)
	if err != nil {
		return content.Unknown
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return content.Unknown
	}
	if form := content.Detect(f, st.Size(), path).Form; form.Wraps() {
		return form
	}
	return content.Unknown
}

// readWrapped reads the invoices in the files that a signed file, or a message, holds. XML counts before what stands on pages,
// which often shows the same once more. read reads one of them.
func readWrapped(ctx context.Context, in Input, form content.Form, read func(Input) (Result, error)) (Result, error) {
	var structured, onPages Result
	var refused error
	err := eachHeld(ctx, in.Path, form, func(path string, a content.Attachment) error {
		got, err := read(Input{Path: path, Name: a.Name, Progress: in.Progress})
		switch code := fault.CodeOf(err); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && refused == nil && code != fault.CodeNotAnInvoice && code != fault.CodeUnsupportedFormat:
			refused = err
		case err == nil && len(got.Invoices) > 0 && got.Invoices[0].Source.OfPages():
			onPages.Invoices = append(onPages.Invoices, got.Invoices...)
		case err == nil:
			structured.Invoices = append(structured.Invoices, got.Invoices...)
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	out := structured
	if len(out.Invoices) == 0 {
		out = onPages
	}
	if len(out.Invoices) == 0 {
		if refused == nil {
			refused = fault.New(fault.CodeNotAnInvoice, "none of the files in it is an invoice")
		}
		return Result{}, refused
	}
	for i := range out.Invoices {
		inv := &out.Invoices[i]
		inv.FirstPage, inv.LastPage = 0, 0 // pages of a file in it, which nobody can ask for
		if form.Signed() {
			inv.Checks = append(inv.Checks, einvoice.Unverified("The file"))
		}
	}
	return out, nil
}

// eachHeld gives the files that another holds, each as a file that lasts as long as the call.
func eachHeld(ctx context.Context, path string, form content.Form, do func(path string, a content.Attachment) error) error {
	list, err := content.Held(ctx, content.File{Path: path, Form: form}, content.Limits{})
	if err != nil {
		return err
	}
	dir, err := sandbox.NewDir()
	if err != nil {
		return err
	}
	defer dir.Close()
	for i, a := range list {
		at := dir.Path(strconv.Itoa(i))
		if err := os.WriteFile(at, a.Data, 0o600); err != nil {
			return fmt.Errorf("unpack a file: %w", err)
		}
		if kind := pages.Sniff(a.Data[:min(len(a.Data), pages.SniffLen)]); form.Signed() || !kind.Image() { // a message has pictures of its sender's
			if err := do(at, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// wrappedXML is the first e-invoice in the files that another holds; find looks for one in a file.
func wrappedXML(ctx context.Context, path string, form content.Form, find func(path string) (*xmltree.Node, error)) (root *xmltree.Node, err error) {
	refused := error(fault.New(fault.CodeNotAnInvoice, "none of the files in it is an invoice as XML"))
	err = eachHeld(ctx, path, form, func(path string, _ content.Attachment) error {
		if root != nil {
			return nil
		}
		found, err := find(path)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if root = found; err != nil && fault.CodeOf(err) != fault.CodeNotAnInvoice {
			refused = err
		}
		return nil
	})
	if err == nil && root == nil {
		err = refused
	}
	return root, err
}
