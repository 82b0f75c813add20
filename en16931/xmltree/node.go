package xmltree

import (
	"iter"
	"strings"
)

// Attr is an attribute. Namespace declarations are not among them.
type Attr struct {
	Space, Local, Value string
}

// Node is an element.
type Node struct {
	Space, Local string // namespace and local name
	Attrs        []Attr
	Children     []*Node
	// Text is the element's own character data, that of its children left out. Between children, white space alone
	// counts as none.
	Text   string
	Parent *Node // nil for the root

	NameID int32 // the same number for the same name, within one document, from 1
	Index  int32 // position among the siblings of the same name, from 1
	Order  int32 // position in document order, from 0

	twin       bool  // the parent has more than one child of the name
	start, end int32 // the element's bytes in doc.src
	doc        *document
}

// document is what the nodes of one tree share.
type document struct {
	src      string // UTF-8, without byte order mark
	elements int32
}

// DocumentSize is the number of elements in the node's document.
func (n *Node) DocumentSize() int { return int(n.doc.elements) }

// Is tells whether the element has this name.
func (n *Node) Is(space, local string) bool { return n.Local == local && n.Space == space }

// Child is the first child element of the name, or nil. It may be called on nil.
func (n *Node) Child(space, local string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Local == local && c.Space == space {
			return c
		}
	}
	return nil
}

// ChildrenOf iterates over the child elements of the name. It may be called on nil.
func (n *Node) ChildrenOf(space, local string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for _, c := range n.Children {
			if c.Local == local && c.Space == space && !yield(c) {
				return
			}
		}
	}
}

// Attr is the value of the attribute without namespace, "" when absent. It may be called on nil.
func (n *Node) Attr(local string) string {
	v, _ := n.LookupAttr(local)
	return v
}

// LookupAttr is Attr that tells an empty attribute from none.
func (n *Node) LookupAttr(local string) (string, bool) {
	if n == nil {
		return "", false
	}
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Local == local && a.Space == "" {
			return a.Value, true
		}
	}
	return "", false
}

// String is the element's text with that of its descendants, in document order of elements.
func (n *Node) String() string {
	if n == nil {
		return ""
	}
	if len(n.Children) == 0 {
		return n.Text
	}
	var b strings.Builder
	n.writeText(&b)
	return b.String()
}

func (n *Node) writeText(b *strings.Builder) {
	b.WriteString(n.Text)
	for _, c := range n.Children {
		c.writeText(b)
	}
}

// Root is the document element.
func (n *Node) Root() *Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

// Line is the line in the document at which the element starts, from 1.
func (n *Node) Line() int {
	if n.doc == nil {
		return 0
	}
	line, _ := position(n.doc.src, int(n.start))
	return line
}
