package expr

import "iter"

// manyChildren is the number of children from which the document's list of a name may be shorter than theirs.
const manyChildren = 64

// children are the children of n that a name test accepts, in document order. The root of an invoice of a hundred thousand
// lines is asked for its totals again and again: rare names are looked up in the document's list of that name.
func (d *Doc) children(n *node, name nameTest) iter.Seq[*node] {
	return func(yield func(*node) bool) {
		if name.id != anyName && n.src != nil && len(n.src.Children) > manyChildren {
			if list := d.named(name.id); len(list) < len(n.src.Children)/4 {
				d.work += len(list)
				for _, x := range list {
					if x.parent == n && !yield(x) {
						return
					}
				}
				return
			}
		}
		for x := n.first; x != nil; x = x.next {
			d.work++
			if name.matches(x) && !yield(x) {
				return
			}
		}
	}
}
