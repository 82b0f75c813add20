package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// ruleUnchecked is a document that claims more than was checked.
const ruleUnchecked = "DOCKET-PROFILE-01"

// maxClaim bounds how much of a claim a finding repeats, in bytes.
const maxClaim = 200

// knows tells whether there are rules for documents of the syntax that claim the specification: none claimed is known, too.
func (s *syntax) knows(bt24 string) bool {
	id := strings.ToLower(strings.TrimSpace(bt24))
	if id == "" {
		return true // BR-01 tells
	}
	m := claimed(id)
	return m != nil && len(m.files[s.name]) > 0
}

// unchecked tells which specification was claimed and that it was not checked.
func unchecked(s *syntax, root *xmltree.Node, bt24 string, places Places) en16931.Finding {
	claim := strings.ToValidUTF8(strings.TrimSpace(bt24)[:min(maxClaim, len(strings.TrimSpace(bt24)))], "")
	what := "The specification %q is not known"
	if named(strings.ToLower(claim)) {
		what = "There are no rules here for documents of this syntax that claim the specification %q"
	}
	node := root.Child(cbc, "CustomizationID")
	if s == cii {
		node = root.Child(rsm, "ExchangedDocumentContext").Child(ram, "GuidelineSpecifiedDocumentContextParameter").Child(ram, "ID")
	}
	terms := []string{"BT-24"}
	return en16931.Finding{
		Rule: ruleUnchecked, Severity: en16931.Warning, Message: fmt.Sprintf(what+": only EN 16931 was checked.", claim),
		Terms: terms, Pointers: pointers(terms, places, node), XPath: node.XPath(), Actual: claim,
	}
}

// named tells whether a manifest speaks of an identifier in small letters, also one that only relaxes rules.
func named(id string) bool {
	return slices.ContainsFunc(embedded(), func(m *manifest) bool {
		return slices.ContainsFunc(m.identifies, func(pattern string) bool { return matches(pattern, id) })
	})
}
