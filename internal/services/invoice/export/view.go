package export

import (
	"io"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/en16931/display"
	"github.com/docketapi/docket/internal/en16931/pdfa"
	"github.com/docketapi/docket/internal/en16931/typeset"
	"github.com/docketapi/docket/internal/en16931/webpage"
	"github.com/docketapi/docket/internal/services/invoice"
)

// The formats of a view.
const (
	FormatHTML Format = "html"
	FormatPDF  Format = "pdf"
)

// ViewInput says how an invoice is shown to people.
type ViewInput struct {
	Format   Format // html or pdf; "" is html
	Language display.Language
	Terms    bool // the business term of each label is shown
}

// View makes a page of an invoice that Find gave, to read and to print. The error is conflict before the invoice is read.
func (s *Service) View(inv invoice.Invoice, in ViewInput) (File, error) {
	if inv.Data == nil {
		return File{}, fault.New(fault.CodeConflict, "an invoice that is %s has no data to show", inv.Status)
	}
	page := display.Of(inv.Data, in.Language)
	write := func(w io.Writer) error { return webpage.Write(w, page, in.Terms) }
	if in.Format == FormatPDF {
		write = func(w io.Writer) error { return writePDF(w, page, in.Terms, inv) }
	}
	out, err := inMemory(write)
	if err != nil {
		return File{}, err
	}
	out.Name = exportName(inv, in.Format)
	return out, nil
}

func writePDF(w io.Writer, page display.Sheet, terms bool, inv invoice.Invoice) error {
	pdf := pdfa.NewWriter(w, pdfa.Options{Title: page.Title, Created: inv.UpdatedAt})
	if err := typeset.Lay(page, terms, pdf.Add); err != nil {
		return err
	}
	return pdf.Close()
}
