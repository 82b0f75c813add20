package rules

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/internal/expr"
	"github.com/docketapi/docket/en16931/xmltree"
)

// maxPlaces is at how many places one rule is reported: a file may break a rule a million times, and a person that reads
// its findings has enough after far fewer.
const maxPlaces = 100

// ruleEndless is a file that costs far more to judge than an invoice of its size does.
const ruleEndless = "DOCKET-XML-03"

// Check judges a UBL invoice or credit note, or a CII invoice, by a profile's rules. It judges what is there: a fragment
// gets the findings of a fragment. Findings come in document order, at one place by rule id. A rule is reported at its
// first hundred places; the last of them tells how many more there are. A document of another kind has no findings. Auto
// goes by the specification identifier; asked for EN16931, no leave is given to specifications that relax it. The pointers
// of the findings come from places.
func Check(root *xmltree.Node, places Places, profile Profile) []en16931.Finding {
	return checkUntil(nil, root, places, profile, "")
}

// CheckUntil is Check by a certain release of the profile's rules, as long as ctx lasts; the error is that of ctx. Without a
// release it is the one in force; an unknown profile or release is judged by EN 16931: see Release.
func CheckUntil(ctx context.Context, root *xmltree.Node, places Places, profile Profile, release string) ([]en16931.Finding, error) {
	findings := checkUntil(ctx.Done(), root, places, profile, release)
	return findings, ctx.Err()
}

// Judging is the set of rules that a document is judged by: that of the profile in the release asked for, without one in
// that in force on its day of issue; EN 16931 where the profile has none for the syntax. The second result is false when
// the profile has no release of the name.
func Judging(root *xmltree.Node, profile Profile, release string) (Set, bool) {
	name := ublName
	if s := syntaxOf(root); s != nil {
		name = s.name
	}
	return judging(name, profile, release, SpecificationID(root), issued(root))
}

// JudgingData is the set of rules that an invoice is judged by: one of a syntax, "ubl" or "cii", that claims a
// specification and was issued on a day.
func JudgingData(syntaxName string, profile Profile, bt24 string, day en16931.Date) Set {
	set, _ := judging(syntaxName, profile, "", bt24, day.String())
	return set
}

func judging(syntaxName string, profile Profile, release, bt24, issued string) (Set, bool) {
	if profile == Auto {
		profile = ProfileOf(bt24)
	}
	m := releaseOf(profile, release, issued)
	switch {
	case m == nil:
		return Set{}, false
	case len(m.files[syntaxName]) == 0:
		m = releaseOf(EN16931, "", "")
	}
	return m.Set, true
}

func checkUntil(done <-chan struct{}, root *xmltree.Node, places Places, profile Profile, release string) []en16931.Finding {
	syntax := syntaxOf(root)
	if syntax == nil {
		return nil
	}
	bt24, strict, auto := SpecificationID(root), profile == EN16931, profile == Auto
	if auto {
		profile = ProfileOf(bt24)
	}
	m := releaseOf(profile, release, issued(root))
	if m == nil {
		m = releaseOf(EN16931, "", "")
	}
	set := syntax.set(m)
	hits, whole := run(done, set, root)
	findings := make([]en16931.Finding, len(hits), len(hits)+1)
	for i, h := range hits {
		rule := set.rules[h.Rule]
		if !strict {
			rule.Severity = relaxed(rule, m, bt24)
		}
		findings[i] = rule.finding(h.Hit, places)
		if h.further > 0 {
			findings[i].Message += fmt.Sprintf(" The same is found at %d further places.", h.further)
		}
	}
	if auto && !syntax.knows(bt24) {
		findings = slices.Insert(findings, 0, unchecked(syntax, root, bt24, places))
	}
	if !whole {
		findings = append(findings, en16931.Finding{
			Rule: ruleEndless, Severity: en16931.Fatal, XPath: root.XPath(),
			Message: "The file repeats elements so often that judging it was broken off: it may break further rules.",
		})
	}
	return findings
}

type hit struct {
	expr.Hit
	further int // hits of the rule behind this, its last one
}

// run gives the hits in the order of the findings; the second result is false when not every rule could be judged.
func run(done <-chan struct{}, set *ruleSet, root *xmltree.Node) (hits []hit, whole bool) {
	type tally struct{ kept, last, further int }
	tallies := make(map[string]tally)
	doc := expr.NewDoc(set.program, root)
	doc.Until(done)
	doc.Run(func(h expr.Hit) {
		t := tallies[h.Rule]
		if t.kept < maxPlaces {
			t.kept, t.last = t.kept+1, len(hits)
			hits = append(hits, hit{Hit: h})
		} else {
			t.further++
		}
		tallies[h.Rule] = t
	})
	for _, t := range tallies {
		hits[t.last].further = t.further
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), compareIDs(a.Rule, b.Rule))
	})
	return hits, !doc.Exhausted()
}

// SpecificationID is BT-24 of a UBL or CII document, "" when it has none.
func SpecificationID(root *xmltree.Node) string {
	switch syntaxOf(root) {
	case ubl:
		return root.Child(cbc, "CustomizationID").String()
	case cii:
		return root.Child(rsm, "ExchangedDocumentContext").Child(ram, "GuidelineSpecifiedDocumentContextParameter").Child(ram, "ID").String()
	}
	return ""
}

// issued is the day of issue (BT-2) as YYYY-MM-DD, "" when the document has none that is understood.
func issued(root *xmltree.Node) string {
	switch syntaxOf(root) {
	case ubl:
		return strings.TrimSpace(root.Child(cbc, "IssueDate").String())
	case cii:
		day := root.Child(rsm, "ExchangedDocument").Child(ram, "IssueDateTime").Child(prefixes["udt"], "DateTimeString")
		if text := strings.TrimSpace(day.String()); len(text) == len("20060102") {
			return text[:4] + "-" + text[4:6] + "-" + text[6:]
		}
	}
	return ""
}

func (r Rule) finding(h expr.Hit, places Places) en16931.Finding {
	f := en16931.Finding{
		Rule: r.ID, Severity: r.Severity, Message: r.Message, Terms: r.Terms,
		Pointers: pointers(r.Terms, places, h.Node), XPath: h.Node.XPath(),
		Actual: h.Actual, Expected: h.Expected,
	}
	return f
}

// ruleSet is the compiled rules of one syntax and profile.
type ruleSet struct {
	program *expr.Program
	rules   map[string]Rule
}

// loadSet compiles a rule set. Its errors are faults of the embedded rules, which the tests find.
func loadSet(files []source) (*ruleSet, error) {
	s, err := readRules(files)
	if err != nil {
		return nil, err
	}
	catalog, err := Catalog()
	if err != nil {
		return nil, err
	}
	set := &ruleSet{rules: make(map[string]Rule, len(s.rules))}
	for id := range s.ids() {
		r, known := catalog[id]
		if !known {
			r, known = s.counted[id]
		}
		if !known {
			return nil, fmt.Errorf("rule %s is not in the catalog", id)
		}
		if severity, ok := s.severity[id]; ok {
			r.Severity = severity
		}
		set.rules[id] = r
	}
	s.schema.Prefixes, s.schema.Checks = prefixes, identifierChecks
	if s.schema.Lists, err = exprLists(); err != nil {
		return nil, err
	}
	if set.program, err = expr.Compile(s.schema); err != nil {
		return nil, fmt.Errorf("compile %v: %w", files, err)
	}
	return set, nil
}

func exprLists() (map[string]expr.List, error) {
	lists, err := codeLists()
	if err != nil {
		return nil, err
	}
	out := make(map[string]expr.List, len(lists))
	for name, l := range lists {
		out[name] = expr.List{Has: l.has, HasPart: l.hasPart}
	}
	return out, nil
}
