package binding

import (
	"slices"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

const textStep = "text()"

// extensions collects what was not read. Their paths count siblings as writing will place them: first those that were
// read, in the order of the table, then the rest.
func (r *reader) extensions(root *xmltree.Node) []en16931.Extension {
	c := &collector{r: r, fragments: xmltree.Fragments{}}
	if !c.dirty(root) {
		return nil
	}
	c.collect(root, "/"+r.table.root.qname, r.table.root.out.Local)
	slices.SortStableFunc(c.found, func(a, b en16931.Extension) int { return strings.Compare(a.Path, b.Path) })
	return c.found
}

type collector struct {
	r         *reader
	fragments xmltree.Fragments
	found     []en16931.Extension
}

// dirty marks the elements that were read and have something below that was not.
func (c *collector) dirty(n *xmltree.Node) bool {
	m := &c.r.marks[n.Order]
	m.dirty = c.ownRest(n)
	for _, child := range n.Children {
		if c.r.marks[child.Order].state == unknown || c.dirty(child) {
			m.dirty = true
		}
	}
	return m.dirty
}

// ownRest tells whether the element itself, its children left out, holds something that was not read.
func (c *collector) ownRest(n *xmltree.Node) bool {
	for i := range n.Attrs {
		if !c.r.attrRead(n, i) {
			return true
		}
	}
	return len(n.Children) > 0 && strings.TrimSpace(n.Text) != ""
}

func (r *reader) attrRead(n *xmltree.Node, i int) bool {
	return i < 8 && r.marks[n.Order].attrs&(1<<i) != 0
}

// collect goes through an element that was read; local is its present name.
func (c *collector) collect(n *xmltree.Node, path, local string) {
	for i, a := range n.Attrs {
		if !c.r.attrRead(n, i) {
			c.add(path+"/@"+c.attrName(a), a.Value)
		}
	}
	if len(n.Children) > 0 && strings.TrimSpace(n.Text) != "" {
		c.add(path+"/"+textStep, strings.TrimSpace(n.Text))
	}
	for i, p := range c.positions(n) {
		child := n.Children[i]
		m := c.r.marks[child.Order]
		if m.state != unknown && !m.dirty {
			continue
		}
		name := c.r.table.present(local, child)
		at := path + "/" + c.r.table.pathName(name)
		if p > 1 {
			at += "[" + strconv.Itoa(p) + "]"
		}
		if m.state == unknown {
			c.add(at, c.xml(child, local))
		} else {
			c.collect(child, at, name.Local)
		}
	}
}

func (c *collector) add(path, xml string) {
	c.found = append(c.found, en16931.Extension{Syntax: c.r.table.syntax.Name, Path: path, XML: xml})
}

// positions numbers the children among those of their name in the order of writing.
func (c *collector) positions(n *xmltree.Node) []int {
	order := make([]int, len(n.Children))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		m := c.r.marks[n.Children[i].Order]
		if m.state == unknown {
			return 1 << 16
		}
		return int(m.rank)
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(a) - rank(b) })
	seen := map[int32]int{}
	out := make([]int, len(order))
	for _, i := range order {
		seen[n.Children[i].NameID]++
		out[i] = seen[n.Children[i].NameID]
	}
	return out
}

func (c *collector) attrName(a xmltree.Attr) string {
	if a.Space == "" {
		return a.Local
	}
	return c.r.table.pathName(Name{a.Space, a.Local})
}

// pathName writes a name for a path: prefix:local, or Q{namespace}local as in XPath 3.1.
func (t *Table) pathName(name Name) string {
	if prefix, ok := t.prefixes[name.Space]; ok {
		return prefix + ":" + name.Local
	}
	if p := xmltree.Prefix(name.Space); p == "xml" || p == "xsi" {
		return p + ":" + name.Local
	}
	return "Q{" + braced.Replace(name.Space) + "}" + name.Local
}

// What a namespace may not hold between braces stands there as in a URI. The sign of that itself does too: each path names
// one namespace.
var (
	braced   = strings.NewReplacer("%", "%25", "{", "%7B", "}", "%7D")
	unbraced = strings.NewReplacer("%25", "%", "%7B", "{", "%7D", "}")
)

// present is the element's name in today's version of the syntax.
func (t *Table) present(parent string, n *xmltree.Node) Name {
	name := Name{n.Space, n.Local}
	if t.syntax.Renew == nil {
		return name
	}
	return t.syntax.Renew(parent, name)
}

func (c *collector) xml(n *xmltree.Node, parent string) string {
	if c.r.table.syntax.Renew == nil {
		return c.fragments.XML(n)
	}
	w := &serializer{table: c.r.table, standalone: true}
	w.element(c.r.table.copyOf(n, parent), 0)
	return w.out.String()
}

// copyOf is the element with today's names, for writing.
func (t *Table) copyOf(n *xmltree.Node, parent string) *elem {
	el := &elem{name: t.present(parent, n), text: n.Text, attrs: n.Attrs}
	for _, c := range n.Children {
		el.children = append(el.children, t.copyOf(c, el.name.Local))
	}
	return el
}
