package expr

// manyChildren is the number of children from which the document's list of a name may be shorter than theirs.
const manyChildren = 64

// rare is the document's list of a name where it is far shorter than the children of n, which may be among them. The root
// of an invoice of a hundred thousand lines is asked for its totals again and again.
func (d *Doc) rare(n *node, name nameTest) ([]*node, bool) {
	if name.id == anyName || n.src == nil || len(n.src.Children) <= manyChildren {
		return nil, false
	}
	list := d.named(name.id)
	return list, len(list) < len(n.src.Children)/4
}

// children appends the children of n that the step names.
func (s *step) children(d *Doc, n *node) {
	list, ok := d.rare(n, s.name)
	if !ok {
		s.each(d, n.first)
		return
	}
	d.work += len(list)
	for _, x := range list {
		if x.parent == n {
			d.stack = append(d.stack, nodeItem(x))
		}
	}
}

// findChild is find below the children of parent.
func (p *path) findChild(d *Doc, parent *node, i int) (item, bool) {
	s := &p.steps[i]
	list, ok := d.rare(parent, s.name)
	if !ok {
		for n := parent.first; n != nil; n = n.next {
			d.work++
			if s.name.matches(n) && s.accepts(d, nodeItem(n)) {
				if it, ok := p.find(d, nodeItem(n), i+1); ok {
					return it, true
				}
			}
		}
		return item{}, false
	}
	d.work += len(list)
	for _, n := range list {
		if n.parent == parent && s.accepts(d, nodeItem(n)) {
			if it, ok := p.find(d, nodeItem(n), i+1); ok {
				return it, true
			}
		}
	}
	return item{}, false
}
