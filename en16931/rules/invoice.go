package rules

import (
	"context"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// CheckWritten is Check for an invoice that was not XML: the root is what the UBL codec made of it. Findings have no XPath,
// and rules about UBL alone are left out.
func CheckWritten(root *xmltree.Node, places Places, profile Profile) []en16931.Finding {
	return written(Check(root, places, profile))
}

// CheckWrittenUntil is CheckWritten as long as ctx lasts; the error is that of ctx.
func CheckWrittenUntil(ctx context.Context, root *xmltree.Node, places Places, profile Profile) ([]en16931.Finding, error) {
	findings, err := CheckUntil(ctx, root, places, profile, "")
	return written(findings), err
}

// written are the findings that an invoice can have which was not XML.
func written(findings []en16931.Finding) []en16931.Finding {
	findings = slices.DeleteFunc(findings, func(f en16931.Finding) bool {
		return strings.HasPrefix(f.Rule, "UBL-")
	})
	for i := range findings {
		findings[i].XPath = ""
	}
	return findings
}

// Valid tells whether no finding is fatal.
func Valid(findings []en16931.Finding) bool {
	return !slices.ContainsFunc(findings, func(f en16931.Finding) bool { return f.Severity == en16931.Fatal })
}
