package expr

import (
	"slices"
	"strings"
)

// pattern is one alternative of a context: steps from the element upwards.
type pattern struct {
	steps    []patternStep
	anchored bool // the first written step is the document's own child
}

type patternStep struct {
	name  nameTest
	preds []expression
	deep  bool // what stands above may be any ancestor
}

func (p *pattern) matches(d *Doc, n *node) bool { return p.match(d, n, 0) }

func (p *pattern) match(d *Doc, n *node, i int) bool {
	s := &p.steps[i]
	if n.isDocument() || !s.name.matches(n) {
		return false
	}
	// The name above is asked before the predicates: it costs less, and mostly tells.
	if i < len(p.steps)-1 && !s.deep && !p.steps[i+1].name.matches(n.parent) {
		return false
	}
	for _, pr := range s.preds {
		if !truth(pr, d, nodeItem(n)) {
			return false
		}
	}
	if i == len(p.steps)-1 {
		return !p.anchored || n.parent.isDocument()
	}
	if !s.deep {
		return p.match(d, n.parent, i+1)
	}
	for up := n.parent; up != nil; up = up.parent {
		if p.match(d, up, i+1) {
			return true
		}
	}
	return false
}

// patterns parses `a/b[c] | /d//e | (f | g)[h]/i`.
func (prog *Program) patterns(src string) (out []pattern, err error) {
	p, err := prog.parser(src, nil)
	if err != nil {
		return nil, err
	}
	defer recoverFailure(&err)
	out = p.alternatives()
	if p.peek().kind != tEnd {
		p.fail("unexpected %q", p.peek().text)
	}
	return out, nil
}

func (p *parser) alternatives() []pattern {
	out := p.patternPath()
	for p.acceptSymbol("|") {
		out = append(out, p.patternPath()...)
	}
	return out
}

// patternPath parses one alternative; parentheses make it several.
func (p *parser) patternPath() []pattern {
	var heads []pattern
	switch {
	case p.acceptSymbol("("):
		heads = p.alternatives()
		p.want(")")
		preds := p.patternPredicates()
		for i := range heads {
			heads[i].steps[0].preds = slices.Concat(heads[i].steps[0].preds, preds)
		}
	case p.acceptSymbol("//"):
		heads = []pattern{{steps: []patternStep{p.patternStep()}}}
	case p.acceptSymbol("/"):
		heads = []pattern{{steps: []patternStep{p.patternStep()}, anchored: true}}
	default:
		heads = []pattern{{steps: []patternStep{p.patternStep()}}}
	}
	for p.isSymbol("/") || p.isSymbol("//") {
		deep := p.next().text == "//"
		s := p.patternStep()
		s.deep = deep
		for i := range heads {
			heads[i].steps = slices.Insert(slices.Clone(heads[i].steps), 0, s)
		}
	}
	return heads
}

func (p *parser) patternStep() patternStep {
	return patternStep{name: p.nameTest(), preds: p.patternPredicates()}
}

func (p *parser) patternPredicates() (preds []expression) {
	for p.acceptSymbol("[") {
		start := p.peek().pos
		p.focus = false
		e := p.sequence()
		if p.focus || isNumber(e) {
			p.fail("a position in a pattern")
		}
		preds = append(preds, p.prog.memoize(e, p.source[start:p.peek().pos]))
		p.want("]")
	}
	return preds
}

// isNumber tells whether a predicate is a position for certain. What may be one by its variables counts as a condition.
func isNumber(e expression) bool {
	switch x := e.(type) {
	case literal:
		return x.it.kind == kNumber
	case arithmetic, negate:
		return true
	case *call:
		return numeric[x.name]
	}
	return false
}

// memoized is `f(x) = 'text'` in a pattern: many contexts ask the same f(x) of one element, so its value is kept until
// another element is asked.
type memoized struct {
	slot  int
	value expression
	want  string
}

type memo struct {
	node  *node
	value string
}

// memoize turns comparisons of a string function with a literal into memoized ones; equal sources share a value.
func (prog *Program) memoize(e expression, source string) expression {
	c, ok := e.(compareExpr)
	if !ok || c.op != opEq {
		return e
	}
	fn, isCall := c.a.(*call)
	want, isLiteral := c.b.(literal)
	if !isCall || !isLiteral || want.it.kind != kString || fn.name != "normalize-space" && fn.name != "upper-case" {
		return e
	}
	at := strings.LastIndex(source, want.it.s)
	if at < 0 { // a quote written twice
		return e
	}
	key := source[:at]
	slot, known := prog.memoized[key]
	if !known {
		slot = len(prog.memoized)
		prog.memoized[key] = slot
	}
	return memoized{slot, c.a, want.it.s}
}

func (e memoized) push(d *Doc, c item) { d.stack = append(d.stack, boolItem(e.test(d, c))) }

func (e memoized) test(d *Doc, c item) bool {
	r := &d.memoized[e.slot]
	if r.node != c.node {
		r.node, r.value = c.node, text(e.value, d, c)
	}
	return r.value == e.want
}
