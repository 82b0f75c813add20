// Package validation judges invoices by the rules of EN 16931, Peppol and XRechnung and stores nothing.
//
// It owns what counts as valid and how a body is held while it is judged. It does not own the rules (en16931/rules) or
// how XML is taken out of a file (the port Extractor).
package validation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/en16931"
	"github.com/docketapi/docket/internal/en16931/rules"
	"github.com/docketapi/docket/internal/en16931/ubl"
	"github.com/docketapi/docket/internal/en16931/xmltree"
)

// maxBytes is the largest file that is judged.
const maxBytes = 64 << 20

// Extractor gives the e-invoice that a file is or holds, as a tree. Errors carry a fault code: not_an_invoice,
// xml_malformed, pdf_encrypted and the like.
type Extractor interface {
	InvoiceXML(ctx context.Context, path string) (*xmltree.Node, error)
}

// Result is what the rules say of an invoice. Valid means that no finding is fatal.
type Result struct {
	Valid    bool
	Profile  string // en16931, peppol, xrechnung or minimum
	Findings []en16931.Finding
}

// Service judges invoices. Make one with New.
type Service struct {
	extractor Extractor
	spool     string
}

// New makes a Service that holds bodies in the folder spool while it works.
func New(extractor Extractor, spool string) *Service {
	return &Service{extractor: extractor, spool: spool}
}

// File judges the e-invoice that the bytes are or hold. profile is auto, en16931, peppol or xrechnung; "" is auto.
func (s *Service) File(ctx context.Context, body io.Reader, profile string) (Result, error) {
	f, err := os.CreateTemp(s.spool, "validate-*")
	if err != nil {
		return Result{}, fmt.Errorf("make spool file: %w", err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	n, err := io.Copy(f, io.LimitReader(body, maxBytes+1))
	switch {
	case err != nil:
		return Result{}, fmt.Errorf("receive file: %w", err)
	case n == 0:
		return Result{}, fault.New(fault.CodeEmptyFile, "the file has no bytes")
	case n > maxBytes:
		return Result{}, fault.New(fault.CodeBodyTooLarge, "the file may have %d bytes at most", maxBytes)
	}
	return s.Path(ctx, f.Name(), profile)
}

// Path judges the e-invoice that the file at path is or holds.
func (s *Service) Path(ctx context.Context, path, profile string) (Result, error) {
	root, err := s.extractor.InvoiceXML(ctx, path)
	if err != nil {
		return Result{}, err
	}
	return judge(root, profile), nil
}

// Data judges an invoice in the contract's own form. The rules are stated on XML, so it is written as UBL first;
// findings point into the data.
func (s *Service) Data(_ context.Context, inv en16931.Invoice, profile string) (Result, error) {
	var xml bytes.Buffer
	if err := ubl.Write(&xml, &inv); err != nil {
		return Result{}, fault.Wrap(err, fault.CodeValidation, "the data cannot be written as an invoice")
	}
	root, err := xmltree.Parse(xml.Bytes(), xmltree.Limits{})
	if err != nil {
		return Result{}, Refusal(err)
	}
	result := judge(root, profile)
	for i := range result.Findings {
		result.Findings[i].XPath = "" // the XML is ours; the caller has never seen it
	}
	return result, nil
}

func judge(root *xmltree.Node, profile string) Result {
	p := rules.Profile(profile)
	if p == "" || p == rules.Auto {
		p = rules.ProfileOf(rules.SpecificationID(root))
	}
	r := Result{Profile: string(p), Findings: rules.Check(root, p)}
	r.Valid = !slices.ContainsFunc(r.Findings, func(f en16931.Finding) bool { return f.Severity == en16931.Fatal })
	return r
}

// Refusal gives an error of the XML parser its public face.
func Refusal(err error) error {
	var bad *xmltree.Error
	if errors.As(err, &bad) {
		return fault.Wrap(err, fault.Code(bad.Code), "%s", bad.Error())
	}
	return err
}
