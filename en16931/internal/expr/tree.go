package expr

import (
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// node is an element of the indexed document, or the document itself (order 0, no source).
type node struct {
	src                 *xmltree.Node
	parent, first, next *node
	name                int32
	order, end          int32 // the descendants are the nodes order+1 to end-1
}

func (n *node) isDocument() bool { return n.src == nil }

func (n *node) ownText() string {
	if n.isDocument() {
		return ""
	}
	return n.src.Text
}

// text is the node's string value: its own text and that of its descendants.
func (n *node) text() string {
	if n.first == nil {
		return n.ownText()
	}
	var b strings.Builder
	n.writeText(&b)
	return b.String()
}

func (n *node) writeText(b *strings.Builder) {
	b.WriteString(n.ownText())
	for x := n.first; x != nil; x = x.next {
		x.writeText(b)
	}
}

// Doc is one document under evaluation. It belongs to one goroutine.
type Doc struct {
	nodes   []node
	byName  [][]*node
	attrs   map[string]int // how often each attribute name without namespace occurs
	stack   []item
	vars    [][]item
	globals []globalValue
	program *Program
	focus   focus

	memoized []memo
	sums     map[string]map[string]Number // of total(), by the list's name

	work, effort int // elements looked at so far, and at most; see Exhausted
	done         <-chan struct{}
	looks        int
	gone         bool // done is closed

	compared         bool // the last rule compared actual with expected
	actual, expected Number
}

type globalValue struct {
	items []item
	known bool
}

// NewDoc indexes the tree below root for the program's rules.
func NewDoc(p *Program, root *xmltree.Node) *Doc {
	total := 1 + countNodes(root)
	d := &Doc{
		nodes:   make([]node, 1, total),
		attrs:   map[string]int{},
		byName:  make([][]*node, len(p.names.ids)+1),
		stack:   make([]item, 0, 256),
		vars:    make([][]item, p.slots),
		globals: make([]globalValue, len(p.globals)),
		program: p,
		focus:   focus{1, 1},

		memoized: make([]memo, len(p.memoized)),
	}
	d.nodes[0].first = d.add(root, &d.nodes[0])
	d.nodes[0].end = int32(total)
	d.effort = leastEffort + total*effortPerElement
	return d
}

func countNodes(n *xmltree.Node) int {
	total := 1
	for _, c := range n.Children {
		total += countNodes(c)
	}
	return total
}

func (d *Doc) add(src *xmltree.Node, parent *node) *node {
	id := d.program.names.ids[qname{src.Space, src.Local}]
	d.nodes = append(d.nodes, node{src: src, parent: parent, name: id, order: int32(len(d.nodes))})
	n := &d.nodes[len(d.nodes)-1]
	if id != anyName {
		d.byName[id] = append(d.byName[id], n)
	}
	for i := range src.Attrs {
		if src.Attrs[i].Space == "" {
			d.attrs[src.Attrs[i].Local]++
		}
	}
	var last *node
	for _, c := range src.Children {
		x := d.add(c, n)
		if last == nil {
			n.first = x
		} else {
			last.next = x
		}
		last = x
	}
	n.end = int32(len(d.nodes))
	return n
}

func (d *Doc) root() *node { return &d.nodes[0] }

func (d *Doc) named(id int32) []*node { return d.byName[id] }

func (d *Doc) bind(slot int, it item) { d.vars[slot] = append(d.vars[slot][:0], it) }

// global is the value of a document-wide variable, evaluated at its first use.
func (d *Doc) global(slot int) []item {
	g := &d.globals[slot]
	if !g.known {
		outer := d.focus
		d.focus = focus{1, 1}
		g.known = true // before the evaluation: a variable that names itself is empty, not endless
		base := len(d.stack)
		d.program.globals[slot].push(d, nodeItem(d.root()))
		g.items = append([]item(nil), d.stack[base:]...)
		d.stack = d.stack[:base]
		d.focus = outer
	}
	return g.items
}
