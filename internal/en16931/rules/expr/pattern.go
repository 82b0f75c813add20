package expr

import "slices"

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
		preds = append(preds, p.sequence())
		p.want("]")
	}
	return preds
}
