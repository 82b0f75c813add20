package expr

import (
	"slices"
	"sort"
)

// walk appends what the step's axis and name reach from n.
func (s *step) walk(d *Doc, n *node) {
	switch s.axis {
	case axisChild:
		s.children(d, n)
	case axisDescendant:
		s.descend(d, n)
	case axisDescendantOrSelf:
		s.take(d, n)
		s.descend(d, n)
	case axisSelf:
		s.take(d, n)
	case axisParent:
		if n.parent != nil {
			s.take(d, n.parent)
		}
	case axisAncestor, axisAncestorOrSelf:
		if s.axis == axisAncestorOrSelf {
			s.take(d, n)
		}
		for up := n.parent; up != nil; up = up.parent {
			s.take(d, up)
		}
	case axisPrecedingSibling:
		if n.parent != nil {
			base := len(d.stack)
			for x := n.parent.first; x != n; x = x.next {
				s.take(d, x)
			}
			slices.Reverse(d.stack[base:]) // positions count outwards from n
		}
	case axisFollowingSibling:
		s.each(d, n.next)
	case axisPreceding:
		d.work += int(n.order)
		for i := n.order - 1; i > 0; i-- {
			if x := &d.nodes[i]; x.end <= n.order {
				s.take(d, x)
			}
		}
	case axisAttribute:
		s.attributes(d, n)
	case axisText:
		if t := n.ownText(); t != "" {
			d.stack = append(d.stack, item{kind: kText, s: t, node: n})
		}
	}
}

func (s *step) take(d *Doc, n *node) {
	d.work++
	if s.name.matchesSelf(n) {
		d.stack = append(d.stack, nodeItem(n))
	}
}

func (s *step) each(d *Doc, n *node) {
	for ; n != nil; n = n.next {
		d.work++
		if s.name.matches(n) {
			d.stack = append(d.stack, nodeItem(n))
		}
	}
}

// descend finds named nodes through the document's list of that name.
func (s *step) descend(d *Doc, n *node) {
	if s.name.id == anyName {
		for i := n.order + 1; i < n.end; i++ {
			s.take(d, &d.nodes[i])
		}
		return
	}
	list := d.named(s.name.id)
	if n.order > 0 {
		list = list[sort.Search(len(list), func(i int) bool { return list[i].order > n.order }):]
	}
	for _, x := range list {
		if x.order >= n.end {
			return
		}
		d.work++
		d.stack = append(d.stack, nodeItem(x))
	}
}

func (s *step) attributes(d *Doc, n *node) {
	if n.isDocument() {
		return
	}
	for i := range n.src.Attrs {
		if s.attr.matches(&n.src.Attrs[i]) {
			d.stack = append(d.stack, attrItem(n, i))
		}
	}
}
