package expr

import (
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

type kind uint8

const (
	kNode   kind = iota // an element, or the document itself
	kAttr               // an attribute; its value in s
	kText               // text of unknown type, as nodes hold it
	kString             // a typed string, from a literal or a string function
	kNumber             //
	kBool               //
	kDate               // as written in s, the minute at which it begins in num
)

// item is one member of a sequence.
type item struct {
	node *node // of kNode; the owner of kAttr and of text nodes
	s    string
	num  Number // of kAttr: its place among its owner's attributes
	kind kind
	b    bool
}

func nodeItem(n *node) item    { return item{kind: kNode, node: n} }
func stringItem(s string) item { return item{kind: kString, s: s} }
func numberItem(n Number) item { return item{kind: kNumber, num: n} }
func boolItem(b bool) item     { return item{kind: kBool, b: b} }
func attrItem(n *node, i int) item {
	return item{kind: kAttr, node: n, s: n.src.Attrs[i].Value, num: Int(i)}
}
func (it item) isAnyText() bool  { return it.kind <= kString }
func (it item) isNodeLike() bool { return it.kind <= kAttr || it.kind == kText && it.node != nil }

// attr is the attribute that an item of kAttr is.
func (it item) attr() *xmltree.Attr { return &it.node.src.Attrs[it.num.m] }

// text is the item as a string, as XPath's string() gives it.
func (it item) text() string {
	switch it.kind {
	case kNode:
		if it.node == nil { // the zero item: nothing was there
			return ""
		}
		return it.node.text()
	case kNumber:
		return it.num.String()
	case kBool:
		if it.b {
			return "true"
		}
		return "false"
	}
	return it.s
}

func (it item) number() Number {
	switch it.kind {
	case kNumber:
		return it.num
	case kDate:
		return nan
	case kBool:
		if it.b {
			return Int(1)
		}
		return Int(0)
	}
	return ParseNumber(it.text())
}

// truth is the effective boolean value of a single item.
func (it item) truth() bool {
	switch it.kind {
	case kNode, kAttr:
		return true
	case kNumber:
		return !it.num.nan && it.num.Sign() != 0
	case kBool:
		return it.b
	case kDate:
		return true
	}
	return it.s != ""
}

// parseBool reads an xs:boolean.
func parseBool(s string) (value, ok bool) {
	switch trimSpace(s) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

type comparison uint8

const (
	opEq comparison = iota
	opNe
	opLt
	opLe
	opGt
	opGe
)

func (op comparison) holds(cmp int) bool {
	switch op {
	case opEq:
		return cmp == 0
	case opNe:
		return cmp != 0
	case opLt:
		return cmp < 0
	case opLe:
		return cmp <= 0
	case opGt:
		return cmp > 0
	}
	return cmp >= 0
}

// compare is XPath's general comparison of two items: the typed side decides how the untyped one is read.
func compare(op comparison, a, b item) bool {
	switch {
	case a.kind == kNumber || b.kind == kNumber:
		x, y := a.number(), b.number()
		if x.nan || y.nan {
			return op == opNe
		}
		return op.holds(x.Cmp(y))
	case a.kind == kBool || b.kind == kBool:
		x, ok1 := a.asBool()
		y, ok2 := b.asBool()
		return ok1 && ok2 && op.holds(boolInt(x)-boolInt(y))
	case a.kind == kDate || b.kind == kDate:
		x, ok1 := a.asDate()
		y, ok2 := b.asDate()
		return ok1 && ok2 && op.holds(x.num.Cmp(y.num))
	}
	return op.holds(strings.Compare(a.text(), b.text()))
}

func (it item) asBool() (value, ok bool) {
	if it.kind == kBool {
		return it.b, true
	}
	return parseBool(it.text())
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// trimSpace drops XML white space at both ends.
func trimSpace(s string) string {
	for s != "" && isSpace(s[0]) {
		s = s[1:]
	}
	for s != "" && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// normalizeSpace trims and turns each run of white space into one blank; it allocates only when something changes.
func normalizeSpace(s string) string {
	s = trimSpace(s)
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = !isSpace(s[i]) || s[i] == ' ' && s[i+1] != ' '
	}
	if clean {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) }), " ")
}
