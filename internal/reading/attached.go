package reading

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/facturx"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
)

// chooseInvoice is the invoice among a PDF's XML files, nil when none is one, with what is to be said of the others: XML
// that could not be taken or read, and another invoice than the one chosen. When ctx has ended it is of no use.
func chooseInvoice(ctx context.Context, files []pages.Attachment) (*einvoice.Document, []en16931.Finding) {
	var chosen *einvoice.Document
	var name string
	var data []byte
	var broken []failure
	var others []en16931.Finding
	for _, f := range files {
		if f.Err != nil {
			broken = append(broken, failure{f.Name, f.Err})
			continue
		}
		if chosen != nil && (len(others) > 0 || bytes.Equal(f.Data, data)) {
			continue
		}
		doc, err := einvoice.ParseUntil(ctx, f.Data, xmltree.Limits{})
		switch {
		case err != nil && facturx.IsInvoiceName(f.Name):
			broken = append(broken, failure{f.Name, refusal(err)})
		case err != nil:
		case chosen == nil:
			chosen, name, data = doc, f.Name, f.Data
		default:
			others = append(others, another(name, f.Name, doc.Invoice.Number))
		}
	}
	instead := "the pages were read instead"
	if chosen != nil {
		instead = quoted(name) + " was read instead"
	}
	var out []en16931.Finding
	for _, f := range broken {
		out = append(out, f.finding(instead))
	}
	return chosen, append(out, others...)
}

// failure is XML in a PDF that could not be taken or read.
type failure struct {
	name string
	err  error
}

// finding says that the XML was passed over, and what was read instead.
func (f failure) finding(instead string) en16931.Finding {
	why := f.err.Error()
	if known, ok := fault.As(f.err); ok && known.Message != "" {
		why = known.Message
	}
	return en16931.Finding{Rule: "DOCKET-EMBEDDED-XML", Severity: en16931.Warning,
		Message: "The embedded " + quoted(f.name) + " cannot be read; " + instead + ".", Actual: why}
}

// another says that the PDF holds a second invoice that differs from the one that was read.
func another(read, other, number string) en16931.Finding {
	return en16931.Finding{Rule: "DOCKET-EMBEDDED-XML", Severity: en16931.Warning,
		Message: fmt.Sprintf("The PDF holds more than one invoice as XML: %s was read, and %s says something else.", quoted(read), quoted(other)),
		Actual:  number}
}

// quoted is an attachment's name in a sentence; the PDF decides its length and its characters.
func quoted(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.TrimSpace(name))
	if name == "" {
		return "XML file"
	}
	return fmt.Sprintf("%.100s", name)
}
