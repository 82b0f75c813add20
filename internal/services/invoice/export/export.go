// Package export makes files of invoices: JSON, spreadsheets, e-invoices and Factur-X.
//
// It owns which form an invoice may be given in and what is refused. It does not own the forms themselves (en16931 and
// internal/en16931) or the invoices (package invoice).
package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/en16931/spreadsheet"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice"
)

// Format is what an invoice is exported as.
type Format string

// The formats. UBL, CII and FacturX are e-invoices: they have a profile and are checked by its rules.
const (
	FormatJSON    Format = "json"
	FormatCSV     Format = "csv"
	FormatXLSX    Format = "xlsx"
	FormatUBL     Format = "ubl"
	FormatCII     Format = "cii"
	FormatFacturX Format = "facturx"
)

// Input says how an invoice is exported.
type Input struct {
	Format  Format
	Profile rules.Profile // of an e-invoice; "" is auto
	// AllowIncomplete exports an e-invoice that breaks fatal rules of its profile.
	AllowIncomplete bool
}

// File is a file made of an invoice. The caller closes Body, if there is one.
type File struct {
	Name string // of the file, from the invoice's number
	Size int64
	Body io.ReadCloser
	Data *en16931.Invoice // of FormatJSON, in place of Body
}

// Service exports invoices. Make one with New.
type Service struct {
	documents *document.Service
	spoolDir  string
	drawing   chan struct{} // has room for the Factur-X exports that may hold pages at one time
}

// New makes a Service that writes large files in the folder spoolDir first.
func New(documents *document.Service, spoolDir string) (*Service, error) {
	if documents == nil || spoolDir == "" {
		return nil, errors.New("make exports: a part is missing")
	}
	return &Service{documents: documents, spoolDir: spoolDir, drawing: make(chan struct{}, drawnAtOnce)}, nil
}

// Export makes a file of an invoice that Find gave. It makes nothing up. Errors: conflict before the invoice is read,
// export_incomplete with the broken rules, validation_failed for a profile that the format does not have,
// too_many_pages, and those of drawing the document's pages.
func (s *Service) Export(ctx context.Context, p auth.Principal, inv invoice.Invoice, in Input) (File, error) {
	if inv.Data == nil {
		return File{}, fault.New(fault.CodeConflict, "an invoice that is %s has no data to export", inv.Status)
	}
	out, err := s.write(ctx, p, inv, in)
	if err != nil {
		return File{}, err
	}
	out.Name = exportName(inv, in.Format)
	return out, nil
}

// write makes the file's bytes.
func (s *Service) write(ctx context.Context, p auth.Principal, inv invoice.Invoice, in Input) (File, error) {
	switch in.Format {
	case FormatJSON:
		return File{Data: inv.Data}, nil
	case FormatCSV:
		return inMemory(func(w io.Writer) error { return spreadsheet.WriteCSV(w, inv.Data) })
	case FormatXLSX:
		return inMemory(func(w io.Writer) error { return spreadsheet.WriteXLSX(w, inv.Data) })
	case FormatUBL, FormatCII, FormatFacturX:
	default:
		return File{}, fault.New(fault.CodeValidation, "a parameter is not as the contract says").At("query/format", "is no format of an export")
	}
	e, err := newEInvoice(inv.Data, in)
	if err != nil {
		return File{}, err
	}
	if in.Format == FormatFacturX {
		return s.writeFacturX(ctx, p, inv, e)
	}
	return File{Size: int64(len(e.xml)), Body: io.NopCloser(bytes.NewReader(e.xml))}, nil
}

// inMemory is for what is no larger than the invoice's data, which is in memory too.
func inMemory(write func(io.Writer) error) (File, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return File{}, fmt.Errorf("export invoice: %w", err)
	}
	return File{Size: int64(b.Len()), Body: io.NopCloser(&b)}, nil
}

// most is the most broken rules that one refusal names.
const most = 100

// incomplete is the refusal of an e-invoice that breaks fatal rules, nil for one that breaks none.
func incomplete(findings []en16931.Finding, format Format) error {
	refusal := fault.New(fault.CodeExportIncomplete, "as it stands, the invoice breaks rules of the profile; correct it, export it as %s with incomplete=allow, or as json, csv or xlsx", format)
	for _, f := range findings {
		if f.Severity != en16931.Fatal || len(refusal.Details) == most {
			continue
		}
		pointer := ""
		if len(f.Pointers) > 0 {
			pointer = f.Pointers[0]
		}
		refusal = refusal.Breaks(pointer, f.Rule, f.Message)
	}
	if len(refusal.Details) == 0 {
		return nil
	}
	return refusal
}
