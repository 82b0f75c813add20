package binding

import (
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// Index finds the places of a document's elements.
type Index struct {
	pointers []string // by the elements' order; "" for one that became nothing by itself
	groups   []string // by the elements' order, see Group
}

// NewIndex makes the index of the document with the places. Where an element has several, the first counts.
func NewIndex(root *xmltree.Node, places []Place) *Index {
	x := &Index{pointers: make([]string, root.DocumentSize()), groups: make([]string, root.DocumentSize())}
	for _, p := range places {
		if at := &x.pointers[p.Node.Order]; *at == "" {
			*at = p.Pointer
		}
	}
	x.fill(root)
	x.groups[root.Order] = ""
	return x
}

// fill finds the groups of the elements below n that have no place of their own, and gives what is common to the places in
// n: the element of an account has no line in the table that says so, and holds what all became parts of an account. An
// element around a single item of a list is not that item.
func (x *Index) fill(n *xmltree.Node) (common string, some bool) {
	for _, c := range n.Children {
		inside, found := x.fill(c)
		switch {
		case !found:
		case !some:
			common, some = inside, true
		default:
			common = commonPointer(common, inside)
		}
	}
	own := x.pointers[n.Order]
	switch {
	case own == "":
		x.groups[n.Order] = common
		return common, some
	case len(n.Children) == 0:
		x.groups[n.Order] = parentOf(own)
		return x.groups[n.Order], true
	}
	x.groups[n.Order] = own
	if last := own[len(own)-1]; last >= '0' && last <= '9' { // no name ends so: it is an index
		return parentOf(parentOf(own)), true
	}
	return own, true
}

func parentOf(pointer string) string { return pointer[:strings.LastIndexByte(pointer, '/')] }

// commonPointer is the pointer of what holds both.
func commonPointer(a, b string) string {
	for a != b {
		if len(a) < len(b) {
			a, b = b, a
		}
		a = parentOf(a)
	}
	return a
}

// Pointer is the JSON pointer of what the element became, else of the nearest one around it that became something; "" for
// the whole invoice.
func (x *Index) Pointer(n *xmltree.Node) string {
	for ; n != nil; n = n.Parent {
		if p := x.pointers[n.Order]; p != "" {
			return p
		}
	}
	return ""
}

// Value is the JSON pointer of the value that was read from the element, "" when it became none or is a group.
func (x *Index) Value(n *xmltree.Node) string {
	if len(n.Children) > 0 {
		return ""
	}
	return x.pointers[n.Order]
}

// Group is the JSON pointer of the group or list item that the element is, or stands in; "" for the invoice itself.
func (x *Index) Group(n *xmltree.Node) string {
	own := x.groups[n.Order]
	for n = n.Parent; n != nil && own == ""; n = n.Parent {
		own = x.groups[n.Order]
	}
	return own
}
