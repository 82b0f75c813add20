// Package validation judges invoices by the rules of EN 16931, Peppol and XRechnung and stores nothing.
//
// It owns what counts as valid and how a body is held while it is judged. It does not own the rules (en16931/rules) or
// how XML is taken out of a file (the port Extractor).
package validation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gate"
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
	Release  string // of the profile's rules, as their publisher calls it
	Findings []en16931.Finding
}

// Service judges invoices. Make one with New.
type Service struct {
	extractor Extractor
	spool     string
	heavy     *gate.Gate
}

// New makes a Service that holds bodies in the folder spool while it works. Files wait at the gate for their turn; nil lets all in.
func New(extractor Extractor, spool string, heavy *gate.Gate) *Service {
	return &Service{extractor: extractor, spool: spool, heavy: heavy}
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
	return s.Path(ctx, f.Name(), profile, "")
}

// Path judges the e-invoice that the file at path is or holds: XML, a PDF with XML in it, or the contract's own JSON. release is
// one of the profile's; "" is the one in force on the day of issue. The error is unavailable while too much other work is in
// progress.
func (s *Service) Path(ctx context.Context, path, profile, release string) (Result, error) {
	text, err := isJSON(path)
	if err != nil {
		return Result{}, err
	}
	weight, err := weigh(path, text)
	if err != nil {
		return Result{}, err
	}
	leave, err := s.heavy.Enter(ctx, weight)
	if err != nil {
		return Result{}, err
	}
	defer leave()
	if text {
		if release != "" {
			return Result{}, fault.New(fault.CodeValidation, "JSON is judged by the release in force: a release is asked of XML")
		}
		inv, err := readJSON(path)
		if err != nil {
			return Result{}, err
		}
		return s.Data(ctx, inv, profile)
	}
	root, err := s.extractor.InvoiceXML(ctx, path)
	if err != nil {
		return Result{}, err
	}
	doc, err := einvoice.Detect(root) // rules judge what cannot be read, too
	if err != nil {
		return Result{}, fault.Wrap(err, fault.CodeNotAnInvoice, "%s", err)
	}
	if err := checkSize(root); err != nil {
		return Result{}, err
	}
	set, known := rules.Judging(root, profileOf(profile), release)
	if !known {
		return Result{}, fault.New(fault.CodeValidation, "the profile has no release %.100q", release)
	}
	findings, err := doc.CheckUntil(ctx, profileOf(profile), release)
	if err != nil {
		return Result{}, err
	}
	if isSigned(path) {
		findings = append(findings, einvoice.Unverified("The file"))
	}
	return result(set, findings), nil
}

// checkSize refuses XML with a list that is too long, as where an invoice is kept. What cannot be read for another reason has no lists.
func checkSize(root *xmltree.Node) error {
	_, err := einvoice.Read(root)
	var refused *einvoice.Error
	if errors.As(err, &refused) && (refused.Code == einvoice.CodeTooMany || refused.Code == einvoice.CodeTooManyItems) {
		return tooMany(err)
	}
	return nil
}

// Data judges an invoice in the contract's own form; findings point into the data.
func (s *Service) Data(ctx context.Context, inv en16931.Invoice, profile string) (Result, error) {
	findings, err := einvoice.CheckUntil(ctx, &inv, profileOf(profile))
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	if err != nil {
		return Result{}, fault.Wrap(err, fault.CodeValidation, "the data cannot be written as an invoice")
	}
	return result(rules.JudgingData(string(einvoice.UBL), profileOf(profile), inv.ProfileID, inv.IssueDate), findings), nil
}

// profileOf is the profile to judge by; without one it goes by the specification identifier, which some specifications use
// to ask for less than EN 16931.
func profileOf(profile string) rules.Profile {
	if profile == "" {
		return rules.Auto
	}
	return rules.Profile(profile)
}

func result(set rules.Set, findings []en16931.Finding) Result {
	return Result{Valid: rules.Valid(findings), Profile: string(set.Name), Release: set.Release, Findings: findings}
}
