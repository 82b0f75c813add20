package expr

import (
	"cmp"
	"slices"
)

// spread is what is known of the nodes that a chain of steps has reached, to tell when they are out of order or repeat.
type spread uint8

const (
	spreadOne    spread = iota // one node
	spreadLevel                // in document order and equally deep: none is inside another
	spreadNested               // in document order; one may be inside another
	spreadAny                  // of another expression: in any order
)

// after is what is known behind a step from nodes of spread s, and whether they must be brought into order first.
func (s spread) after(a axis) (next spread, sort bool) {
	switch a {
	case axisSelf, axisText, axisAttribute:
		if s == spreadAny {
			return spreadNested, true
		}
		if a == axisAttribute {
			s = max(s, spreadLevel)
		}
		return s, false
	case axisChild:
		if s <= spreadLevel {
			return spreadLevel, false
		}
	case axisParent:
		if s <= spreadLevel {
			return s, s == spreadLevel
		}
	case axisDescendant, axisDescendantOrSelf:
		return spreadNested, s > spreadLevel
	case axisFollowingSibling:
		if s == spreadOne {
			return spreadLevel, false
		}
	}
	return spreadNested, true
}

// place is where an item stands in the document. An element's attributes and text come behind it, before its children.
func (it item) place() (element int32, within int) {
	switch it.kind {
	case kAttr:
		return it.node.order, 1 + int(it.num.m)
	case kText:
		return it.node.order, 1 + len(it.node.src.Attrs)
	}
	return it.node.order, 0
}

func byPlace(a, b item) int {
	x, i := a.place()
	y, k := b.place()
	if x != y {
		return int(x - y)
	}
	return cmp.Compare(i, k)
}

// inDocumentOrder sorts nodes and drops repeated ones; it gives the number left. Other items stay as they are.
func inDocumentOrder(items []item) int {
	for _, it := range items {
		if !it.isNodeLike() {
			return len(items)
		}
	}
	if !slices.IsSortedFunc(items, byPlace) {
		slices.SortFunc(items, byPlace)
	}
	return len(slices.CompactFunc(items, func(a, b item) bool { return byPlace(a, b) == 0 }))
}
