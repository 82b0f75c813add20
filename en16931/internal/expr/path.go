package expr

import "github.com/docketapi/docket/en16931/xmltree"

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
	attr  attrTest
	expr  expression
	preds []predicate
	sort  bool // what the chain reached is to be brought into document order behind this step
}

// attrTest is what a step asks of an attribute's name.
type attrTest struct {
	space, local string
	any          bool
}

func (t attrTest) matches(a *xmltree.Attr) bool {
	return t.any || a.Local == t.local && a.Space == t.space
}

// plain tells whether the test names one attribute without namespace.
func (t attrTest) plain() bool { return !t.any && t.space == "" }

// path is a chain of steps from the context item, from the document (absolute), or from the value of from.
type path struct {
	from     expression
	absolute bool
	steps    []step
	simple   bool // steps are child, self or parent steps without positions: existence needs no list
}

func newPath(p path) *path {
	p.simple = p.from == nil && len(p.steps) > 0
	reached := spreadOne
	if p.from != nil {
		reached = spreadAny
	}
	for i := range p.steps {
		s := &p.steps[i]
		reached, s.sort = reached.after(s.axis)
		switch s.axis {
		case axisChild, axisSelf, axisParent:
		case axisAttribute:
			p.simple = p.simple && i == len(p.steps)-1
		default:
			p.simple = false
		}
		for k := range s.preds {
			p.simple = p.simple && !s.preds[k].positional()
		}
	}
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
	outer := d.focus
	for i := range p.steps {
		end := len(d.stack)
		for k := base; k < end && !d.Exhausted(); k++ {
			d.focus = focus{k - base + 1, end - base}
			p.steps[i].push(d, d.stack[k])
		}
		n := copy(d.stack[base:], d.stack[end:])
		if p.steps[i].sort {
			n = inDocumentOrder(d.stack[base : base+n])
		}
		d.stack = d.stack[:base+n]
		if n == 0 {
			break
		}
	}
	d.focus = outer
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
	switch {
	case s.axis == axisChild && c.kind == kNode:
		return p.findChild(d, c.node, i)
	case s.axis == axisSelf:
		if s.isSelf(c) && s.accepts(d, c) {
			return p.find(d, c, i+1)
		}
		return item{}, false
	case s.axis == axisParent:
		if up := c.parent(); up != nil && s.name.matchesSelf(up) && s.accepts(d, nodeItem(up)) {
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

// isSelf tells whether the self axis leads to c.
func (s *step) isSelf(c item) bool {
	if c.kind == kNode {
		return s.name.matchesSelf(c.node)
	}
	return s.name.node
}

// parent is the node above an item, nil when there is none.
func (it item) parent() *node {
	switch {
	case it.kind == kNode:
		return it.node.parent
	case it.isNodeLike():
		return it.node
	}
	return nil
}

// accepts tells whether all conditions of a step without positions hold.
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
	switch {
	case s.axis == axisExpr:
		s.expr.push(d, c)
	case c.kind == kNode:
		s.walk(d, c.node)
	default:
		s.leave(d, c)
	}
	for i := range s.preds {
		d.filter(base, &s.preds[i])
	}
}

// leave appends what a step reaches from an attribute, a text or what is no node.
func (s *step) leave(d *Doc, c item) {
	if (s.axis == axisSelf || s.axis == axisAncestorOrSelf || s.axis == axisDescendantOrSelf) && s.isSelf(c) {
		d.stack = append(d.stack, c)
	}
	up := c.parent()
	if up == nil {
		return
	}
	switch s.axis {
	case axisParent:
		s.take(d, up)
	case axisAncestor, axisAncestorOrSelf:
		for ; up != nil; up = up.parent {
			s.take(d, up)
		}
	}
}
