package einvoice

import (
	"context"
	"fmt"
	"slices"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/cii"
	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/schema"
	"github.com/docketapi/docket/en16931/ubl"
)

// Check judges the document by a profile's rules, see rules.Check, and adds what is wrong with it as XML and against the
// structure of its syntax.
func (d *Document) Check(profile rules.Profile) []en16931.Finding {
	if d.national != nil {
		findings, _ := d.checkNational(func(inv *en16931.Invoice) ([]en16931.Finding, error) { return Check(inv, rules.EN16931) }) // what cannot be judged has no findings, as in rules.Check
		return findings
	}
	return slices.Concat(d.structure(), rules.Check(d.Root, d.Source, profile), d.Findings())
}

// structure is what is wrong with the document's structure; that of ZUGFeRD 1.0 is not looked at.
func (d *Document) structure() []en16931.Finding {
	if d.ZF10 {
		return nil
	}
	return schema.Check(d.Root, d.Source, rules.SpecificationID(d.Root))
}

// CheckUntil is Check by a release of the profile's rules, as long as ctx lasts, see rules.CheckUntil; the error is that of
// ctx.
func (d *Document) CheckUntil(ctx context.Context, profile rules.Profile, release string) ([]en16931.Finding, error) {
	if d.national != nil {
		return d.checkNational(func(inv *en16931.Invoice) ([]en16931.Finding, error) { return CheckUntil(ctx, inv, rules.EN16931) })
	}
	findings, err := rules.CheckUntil(ctx, d.Root, d.Source, profile, release)
	if err != nil {
		return nil, err
	}
	return slices.Concat(d.structure(), findings, d.Findings()), nil
}

// Check judges an invoice that is no XML: Docket's own JSON, or one read from paper. It judges what the UBL codec makes of
// it; findings point at the data. The error tells that the invoice holds extensions that cannot be written.
func Check(inv *en16931.Invoice, profile rules.Profile) ([]en16931.Finding, error) {
	root, places, err := ubl.Written(inv)
	if err != nil {
		return nil, fmt.Errorf("write the invoice as UBL: %w", err)
	}
	return rules.CheckWritten(root, binding.NewIndex(root, places), profile), nil
}

// CheckUntil is Check as long as ctx lasts; the error is also that of ctx.
func CheckUntil(ctx context.Context, inv *en16931.Invoice, profile rules.Profile) ([]en16931.Finding, error) {
	root, places, err := ubl.Written(inv)
	if err != nil {
		return nil, fmt.Errorf("write the invoice as UBL: %w", err)
	}
	return rules.CheckWrittenUntil(ctx, root, binding.NewIndex(root, places), profile)
}

// CheckWritten judges the document that Write makes of the invoice; findings point at the data. The error is that of Write.
func CheckWritten(s Syntax, inv *en16931.Invoice, profile rules.Profile) ([]en16931.Finding, error) {
	write := ubl.Written
	if s == CII {
		write = cii.Written
	}
	root, places, err := write(inv)
	if err != nil {
		return nil, fmt.Errorf("write the invoice as %s: %w", s, err)
	}
	index := binding.NewIndex(root, places)
	return append(schema.Check(root, index, rules.SpecificationID(root)), rules.Check(root, index, profile)...), nil
}
