package expr

import "strings"

// Bounds of what a finding quotes.
const (
	maxQuoted       = 100 // characters of a value
	maxAlternatives = 6   // literals that a value is compared with
)

// reason is what the rule that was just broken found, and what it asks for.
func (d *Doc) reason(test expression, c item) (actual, expected string) {
	if d.compared {
		return d.actual.amount(), d.expected.amount()
	}
	return explain(test, d, c)
}

// amount is n as an amount of money, "" for what is no number.
func (n Number) amount() string {
	if n.nan {
		return ""
	}
	return n.Money()
}

// explain is what a broken condition found and what it asks for, "" where it names no single value: the value held against
// literals, a code list, a pattern or another value. It looks for the part of the condition that does not hold.
func explain(e expression, d *Doc, c item) (actual, expected string) {
	switch x := e.(type) {
	case and:
		if !truth(x.a, d, c) {
			return explain(x.a, d, c)
		}
		return explain(x.b, d, c)
	case or:
		if actual, expected = explain(x.b, d, c); actual == "" {
			return explain(x.a, d, c)
		}
		return actual, expected
	case conditional:
		if truth(x.cond, d, c) {
			return explain(x.then, d, c)
		}
		return explain(x.other, d, c)
	case loop:
		return x.explain(d, c)
	case compareExpr:
		return x.explain(d, c)
	case *call:
		return x.explain(d, c)
	}
	return "", ""
}

// explain of `every` goes by the first item that breaks it.
func (e loop) explain(d *Doc, c item) (actual, expected string) {
	if e.kind != 'e' {
		return "", ""
	}
	base := len(d.stack)
	e.seq.push(d, c)
	items := append([]item(nil), d.stack[base:]...)
	d.stack = d.stack[:base]
	for _, it := range items {
		if d.bind(e.slot, it); !truth(e.body, d, c) {
			return explain(e.body, d, c)
		}
	}
	return "", ""
}

func (e compareExpr) explain(d *Doc, c item) (actual, expected string) {
	if size, ok := e.a.(*call); ok && (size.name == "decimals" || size.name == "string-length") {
		return quoted(argText(d, c, size.args)), ""
	}
	actual = quoted(text(e.a, d, c))
	if e.op != opEq || actual == "" {
		return actual, ""
	}
	base := len(d.stack)
	e.b.push(d, c)
	var alternatives []string
	for _, it := range d.stack[base:] {
		alternatives = append(alternatives, quoted(it.text()))
	}
	d.stack = d.stack[:base]
	if len(alternatives) > maxAlternatives {
		return actual, ""
	}
	return actual, strings.Join(alternatives, " or ")
}

// textArgument is where a function on a text takes it.
var textArgument = map[string]int{"code": 1, "exact": 1, "part": 1, "matches": 0, "contains": 0, "starts-with": 0, "ends-with": 0}

func (e *call) explain(d *Doc, c item) (actual, expected string) {
	at, known := textArgument[e.name]
	if _, isCheck := d.program.checks[e.name]; !known && !isCheck || at >= len(e.args) {
		return "", ""
	}
	return quoted(text(e.args[at], d, c)), ""
}

func quoted(s string) string {
	s = trimSpace(s)
	if r := []rune(s[:min(len(s), 4*maxQuoted)]); len(r) > maxQuoted {
		return string(r[:maxQuoted]) + "…"
	}
	return s
}
