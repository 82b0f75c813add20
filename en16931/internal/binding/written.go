package binding

import (
	"bytes"
	"fmt"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Written writes the invoice, reads the XML as a tree and ties its elements to what they were written from. Reading the
// invoice again would not do: an item that says nothing is left out by a reader and shifts those behind it.
func (t *Table) Written(inv *en16931.Invoice) (*xmltree.Node, []Place, error) {
	var out bytes.Buffer
	made, err := t.write(&out, inv, true)
	if err != nil {
		return nil, nil, err
	}
	root, err := xmltree.Parse(out.Bytes(), xmltree.Limits{})
	if err != nil {
		return nil, nil, fmt.Errorf("read the written invoice: %w", err)
	}
	return root, places(made, root, nil), nil
}

// places walks what was written and what was read of it side by side; an extension is one element with its own below.
func places(e *elem, n *xmltree.Node, out []Place) []Place {
	if e.raw == "" {
		for i, c := range e.children {
			out = places(c, n.Children[i], out)
		}
	}
	if e.pointer != "" {
		out = append(out, Place{e.pointer, n})
	}
	return out
}
