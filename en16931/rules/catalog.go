package rules

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/docketapi/docket/en16931"
)

// The catalogs say once for all syntaxes what a rule is: `ID [severity] terms | message`, fatal where no severity stands.
// each-blocks repeat lines as in the files of rules; in them _ stands for a blank of the message.
//
//go:embed catalog/*.txt
var catalogFiles embed.FS

// Rule is a published business rule.
type Rule struct {
	ID       string
	Severity en16931.Severity
	Terms    []string // the business terms and groups it speaks of, BT-5 or BG-23
	Message  string
}

// Catalog is every rule that has a text of its own, by id. Rules that only forbid an element of a syntax get their text
// from the element's name, see Check.
var Catalog = sync.OnceValues(readCatalog)

func readCatalog() (map[string]Rule, error) {
	entries, err := catalogFiles.ReadDir("catalog")
	if err != nil {
		return nil, fmt.Errorf("read catalogs: %w", err)
	}
	out := map[string]Rule{}
	for _, e := range entries {
		b, err := catalogFiles.ReadFile("catalog/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read catalog: %w", err)
		}
		if err := addCatalog(out, string(b)); err != nil {
			return nil, fmt.Errorf("read catalog %s: %w", e.Name(), err)
		}
	}
	return out, nil
}

func addCatalog(out map[string]Rule, text string) error {
	lines, err := new(ruleText).logicalLines(text)
	if err != nil {
		return err
	}
	for _, line := range lines {
		r, err := parseRule(line)
		if err != nil {
			return err
		}
		if _, repeated := out[r.ID]; repeated {
			return fmt.Errorf("rule %s stands there twice", r.ID)
		}
		out[r.ID] = r
	}
	return nil
}

func parseRule(line string) (Rule, error) {
	head, message, ok := strings.Cut(line, " | ")
	words := strings.Fields(head)
	if !ok || len(words) == 0 || strings.TrimSpace(message) == "" {
		return Rule{}, fmt.Errorf("line %q is no rule", line)
	}
	r := Rule{ID: words[0], Severity: en16931.Fatal, Terms: words[1:], Message: strings.ReplaceAll(strings.TrimSpace(message), "_", " ")}
	if len(r.Terms) > 0 && isSeverity(r.Terms[0]) {
		r.Severity, r.Terms = en16931.Severity(r.Terms[0]), r.Terms[1:]
	}
	return r, nil
}
