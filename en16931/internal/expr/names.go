package expr

import "strings"

// qname is a name in its namespace.
type qname struct{ space, local string }

// anyName stands for every element; names not used by any rule have it as their number.
const anyName int32 = 0

// Names numbers the element names that rules speak of, so that nodes are compared by number. It is filled while rules
// are compiled and read-only afterwards.
type Names struct {
	prefixes map[string]string
	ids      map[qname]int32
}

// NewNames makes an empty table. Prefixes map the language's prefixes to namespaces.
func NewNames(prefixes map[string]string) *Names {
	return &Names{prefixes: prefixes, ids: map[qname]int32{}}
}

func (n *Names) intern(q qname) int32 {
	id, ok := n.ids[q]
	if !ok {
		id = int32(len(n.ids) + 1)
		n.ids[q] = id
	}
	return id
}

// nameTest is what a step or a pattern asks of an element's name.
type nameTest struct {
	id     int32  // of a full name; anyName for wildcards
	node   bool   // node(): the document too
	space  string // of `ram:*`, "" for any
	suffix string // of `*Amount`
}

func (t nameTest) matches(n *node) bool {
	if t.id != anyName {
		return n.name == t.id
	}
	if n.isDocument() {
		return false
	}
	return (t.space == "" || t.space == n.src.Space) && strings.HasSuffix(n.src.Local, t.suffix)
}
