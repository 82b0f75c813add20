package rules

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// CheckInvoice judges an invoice that is no XML: Docket's own JSON, or one read from paper. It judges what writeUBL, the UBL
// codec's Write, makes of it; findings point at the data and have no XPath. Rules about UBL alone are left out.
func CheckInvoice(inv *en16931.Invoice, writeUBL func(io.Writer, *en16931.Invoice) error, profile Profile) ([]en16931.Finding, error) {
	var b bytes.Buffer
	if err := writeUBL(&b, inv); err != nil {
		return nil, fmt.Errorf("write the invoice as UBL: %w", err)
	}
	root, err := xmltree.Parse(b.Bytes(), xmltree.Limits{})
	if err != nil {
		return nil, fmt.Errorf("read the written invoice: %w", err)
	}
	findings := slices.DeleteFunc(Check(root, profile), func(f en16931.Finding) bool {
		return strings.HasPrefix(f.Rule, "UBL-")
	})
	for i := range findings {
		findings[i].XPath = ""
	}
	return findings, nil
}

// Valid tells whether no finding is fatal.
func Valid(findings []en16931.Finding) bool {
	return !slices.ContainsFunc(findings, func(f en16931.Finding) bool { return f.Severity == en16931.Fatal })
}
