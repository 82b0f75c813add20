package expr

import (
	"slices"
)

type axis uint8

const (
	axisChild axis = iota
	axisDescendant
	axisDescendantOrSelf
	axisSelf
	axisParent
	axisAncestor
	axisAncestorOrSelf
	axisPrecedingSibling
	axisFollowingSibling
	axisPreceding
	axisAttribute
	axisText
	axisExpr // a step that is an expression: a/normalize-space(.)
)

// step leads from one item to others.
type step struct {
	axis  axis
	name  nameTest
	attr  string // of axisAttribute; "" for any
	expr  expression
	preds []predicate
}

// predicate filters a step's results; a constant number is a position.
type predicate struct {
	cond     expression
	position int  // 1, 2, ...; 0 when cond is a condition
	last     bool // [last()]
}

// path is a chain of steps from the context item, from the document (absolute), or from the value of from.
type path struct {
	from     expression
	absolute bool
	steps    []step
	sorted   bool // a step may leave document order or repeat nodes
	simple   bool // steps are child, self or parent steps without positions: existence needs no list
}

func newPath(p path) *path {
	p.simple = true
	for i, s := range p.steps {
		switch s.axis {
		case axisChild, axisSelf:
		case axisAttribute:
			p.simple = p.simple && i == len(p.steps)-1
		case axisParent:
			p.sorted = p.sorted || i > 0
		case axisDescendant:
			p.sorted = p.sorted || i > 0
			p.simple = false
		default:
			p.sorted, p.simple = true, false
		}
		if s.axis == axisExpr && i == len(p.steps)-1 {
			p.sorted = false
			for _, before := range p.steps[:i] {
				p.sorted = p.sorted || before.axis != axisChild
			}
		}
		for _, pr := range s.preds {
			p.simple = p.simple && pr.position == 0 && !pr.last
		}
	}
	p.simple = p.simple && p.from == nil && len(p.steps) > 0
	return &p
}

func (p *path) start(d *Doc, c item) {
	switch {
	case p.absolute:
		d.stack = append(d.stack, nodeItem(d.root()))
	case p.from != nil:
		p.from.push(d, c)
	default:
		d.stack = append(d.stack, c)
	}
}

func (p *path) push(d *Doc, c item) {
	base := len(d.stack)
	p.start(d, c)
	for i := range p.steps {
		end := len(d.stack)
		for k := base; k < end && !d.Exhausted(); k++ {
			p.steps[i].push(d, d.stack[k])
		}
		n := copy(d.stack[base:], d.stack[end:])
		d.stack = d.stack[:base+n]
		if n == 0 {
			return
		}
	}
	if p.sorted {
		d.stack = d.stack[:base+inDocumentOrder(d.stack[base:])]
	}
}

func (p *path) test(d *Doc, c item) bool {
	if !p.simple {
		base := len(d.stack)
		p.push(d, c)
		found := len(d.stack) > base && d.stack[base].truth()
		d.stack = d.stack[:base]
		return found
	}
	if p.absolute {
		c = nodeItem(d.root())
	}
	return p.exists(d, c, 0)
}

// exists walks depth first and stops at the first hit.
func (p *path) exists(d *Doc, c item, i int) bool {
	_, found := p.find(d, c, i)
	return found
}

// first is the first item of a simple path.
func (p *path) first(d *Doc, c item) (item, bool) {
	if p.absolute {
		c = nodeItem(d.root())
	}
	return p.find(d, c, 0)
}

func (p *path) find(d *Doc, c item, i int) (item, bool) {
	if i == len(p.steps) {
		return c, true
	}
	s := &p.steps[i]
	if c.kind != kNode {
		return item{}, false
	}
	switch s.axis {
	case axisChild:
		return p.findChild(d, c.node, i)
	case axisSelf:
		if s.name.matchesSelf(c.node) && s.accepts(d, c) {
			return p.find(d, c, i+1)
		}
		return item{}, false
	case axisParent:
		if up := c.node.parent; up != nil && s.name.matchesSelf(up) && s.accepts(d, nodeItem(up)) {
			return p.find(d, nodeItem(up), i+1)
		}
		return item{}, false
	}
	base := len(d.stack)
	s.push(d, c)
	if len(d.stack) == base {
		return item{}, false
	}
	it := d.stack[base]
	d.stack = d.stack[:base]
	return it, true
}

// matchesSelf is matches for steps that may stay at the document itself, as `..` and `.` do.
func (t nameTest) matchesSelf(n *node) bool {
	return t.node || t.matches(n)
}

func (s *step) accepts(d *Doc, c item) bool {
	for i := range s.preds {
		if !truth(s.preds[i].cond, d, c) {
			return false
		}
	}
	return true
}

func (s *step) push(d *Doc, c item) {
	base := len(d.stack)
	if s.axis == axisExpr {
		s.expr.push(d, c)
	} else if c.kind == kNode {
		s.walk(d, c.node)
	} else if c.kind == kAttr && s.axis == axisParent {
		d.stack = append(d.stack, nodeItem(c.node))
	} else if s.axis == axisSelf && s.name.node {
		d.stack = append(d.stack, c)
	}
	for i := range s.preds {
		d.filter(base, &s.preds[i])
	}
}

// filter keeps the items above base that the predicate accepts.
func (d *Doc) filter(base int, p *predicate) {
	end := len(d.stack)
	switch {
	case p.last:
		if end > base {
			d.stack[base] = d.stack[end-1]
			d.stack = d.stack[:base+1]
		}
		return
	case p.position > 0:
		if base+p.position <= end {
			d.stack[base] = d.stack[base+p.position-1]
			d.stack = d.stack[:base+1]
			return
		}
		d.stack = d.stack[:base]
		return
	}
	keep := base
	for i := base; i < end && !d.Exhausted(); i++ {
		if truth(p.cond, d, d.stack[i]) {
			d.stack[keep] = d.stack[i]
			keep++
		}
	}
	d.stack = d.stack[:keep]
}

// inDocumentOrder sorts nodes and drops repeated ones; it gives the number left. Other items stay as they are.
func inDocumentOrder(items []item) int {
	for _, it := range items {
		if it.kind != kNode {
			return len(items)
		}
	}
	byOrder := func(a, b item) int { return int(a.node.order - b.node.order) }
	if !slices.IsSortedFunc(items, byOrder) {
		slices.SortFunc(items, byOrder)
	}
	return len(slices.CompactFunc(items, func(a, b item) bool { return a.node == b.node }))
}
