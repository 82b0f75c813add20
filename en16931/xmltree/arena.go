package xmltree

// arena hands out nodes, attributes and child lists from slabs that grow with the document: one allocation for
// thousands, and memory that follows the document's size.
type arena struct {
	nodes    []Node
	children []*Node
	attrs    []Attr
}

const (
	firstSlab = 64
	maxSlab   = 4096
)

func (a *arena) node() *Node {
	if len(a.nodes) == cap(a.nodes) {
		a.nodes = make([]Node, 0, nextSlab(cap(a.nodes)))
	}
	a.nodes = a.nodes[:len(a.nodes)+1]
	return &a.nodes[len(a.nodes)-1]
}

func (a *arena) list(of []*Node) []*Node {
	if len(of) == 0 {
		return nil
	}
	if cap(a.children)-len(a.children) < len(of) {
		a.children = make([]*Node, 0, max(len(of), nextSlab(cap(a.children))))
	}
	from := len(a.children)
	a.children = append(a.children, of...)
	return a.children[from:len(a.children):len(a.children)]
}

func (a *arena) attributes(of []Attr) []Attr {
	if len(of) == 0 {
		return nil
	}
	if cap(a.attrs)-len(a.attrs) < len(of) {
		a.attrs = make([]Attr, 0, max(len(of), nextSlab(cap(a.attrs))))
	}
	from := len(a.attrs)
	a.attrs = append(a.attrs, of...)
	return a.attrs[from:len(a.attrs):len(a.attrs)]
}

func nextSlab(last int) int { return min(maxSlab, max(firstSlab, 2*last)) }
