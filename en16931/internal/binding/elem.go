package binding

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// elem is an element of the output before it has its order.
type elem struct {
	name     Name
	attrs    []xmltree.Attr
	text     string
	children []*elem
	raw      string   // the element as XML, instead of the rest
	by       *element // the line that made it; nil for extensions
	pointer  string   // in the JSON of what it was written from
}

func (e *elem) setAttr(local, value string) { e.setAttrIn("", local, value) }

func (e *elem) setAttrIn(space, local, value string) {
	i := slices.IndexFunc(e.attrs, func(a xmltree.Attr) bool { return a.Space == space && a.Local == local })
	switch {
	case value == "" && space == "" && local == "currencyID":
	case i >= 0:
		e.attrs[i].Value = value
	default:
		e.attrs = append(e.attrs, xmltree.Attr{Space: space, Local: local, Value: value})
	}
}

// nth is the position-th child of the name, from 1, or nil.
func (e *elem) nth(name Name, position int) *elem {
	for _, c := range e.children {
		if c.name == name {
			if position--; position == 0 {
				return c
			}
		}
	}
	return nil
}

// sort puts the children of every element into the order of the schema. What the schema does not know comes last.
func (t *Table) sort(e *elem) {
	if order := t.order[e.name.Local]; order != nil {
		slices.SortStableFunc(e.children, func(a, b *elem) int { return position(order, a) - position(order, b) })
	}
	for _, c := range e.children {
		t.sort(c)
	}
}

func position(order map[string]int, e *elem) int {
	if p, ok := order[e.name.Local]; ok {
		return p
	}
	return len(order)
}

// parseOrder reads entries "Parent Parent: Child Child"; a line that starts with a blank goes on with its entry.
func parseOrder(text string) map[string]map[string]int {
	order := map[string]map[string]int{}
	for entry := range strings.SplitSeq(strings.ReplaceAll(text, "\n ", " "), "\n") {
		parents, rest, ok := strings.Cut(entry, ":")
		if !ok || strings.HasPrefix(entry, "#") {
			continue
		}
		children := map[string]int{}
		for _, child := range strings.Fields(rest) {
			children[child] = len(children)
		}
		for _, parent := range strings.Fields(parents) {
			order[parent] = children
		}
	}
	return order
}
