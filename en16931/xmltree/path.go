package xmltree

import (
	"fmt"
	"strings"
)

// Path is a precompiled chain of child steps, safe for concurrent use.
type Path struct {
	steps []expandedName
	attr  string
}

// CompilePath reads a path such as "cac:Party/cbc:ID" or "cbc:ID/@schemeID". The prefixes are those of spaces.
func CompilePath(path string, spaces map[string]string) (Path, error) {
	var p Path
	for step := range strings.SplitSeq(path, "/") {
		if attr, ok := strings.CutPrefix(step, "@"); ok {
			p.attr = attr
			continue
		}
		prefix, local := splitName(step)
		space, ok := spaces[prefix]
		if (!ok && prefix != "") || local == "" || p.attr != "" {
			return Path{}, fmt.Errorf("path %q: step %q is not understood", path, step)
		}
		p.steps = append(p.steps, expandedName{space, local})
	}
	return p, nil
}

// Find is the first element at the path below n, or nil.
func (n *Node) Find(p Path) *Node { return n.find(p.steps) }

func (n *Node) find(steps []expandedName) *Node {
	if n == nil || len(steps) == 0 {
		return n
	}
	for _, c := range n.Children {
		if c.Local == steps[0].local && c.Space == steps[0].space {
			if found := c.find(steps[1:]); found != nil {
				return found
			}
		}
	}
	return nil
}

// FindAll are the elements at the path below n, in document order.
func (n *Node) FindAll(p Path) []*Node { return n.findAll(p.steps, nil) }

func (n *Node) findAll(steps []expandedName, out []*Node) []*Node {
	if len(steps) == 0 {
		return append(out, n)
	}
	for _, c := range n.Children {
		if c.Local == steps[0].local && c.Space == steps[0].space {
			out = c.findAll(steps[1:], out)
		}
	}
	return out
}

// Value is the text of the first element at the path, or of the path's attribute there; "" when there is none.
func (n *Node) Value(p Path) string {
	found := n.Find(p)
	switch {
	case found == nil:
		return ""
	case p.attr != "":
		return found.Attr(p.attr)
	}
	return found.Text
}

// IsZero tells whether the path leads nowhere but to its start.
func (p Path) IsZero() bool { return len(p.steps) == 0 && p.attr == "" }
