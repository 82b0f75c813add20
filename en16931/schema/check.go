package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// The findings. Each names its place and, where there is one, what is expected there.
const (
	ruleUnknown   = "DOCKET-XSD-01" // an element that is none of those that may stand here
	ruleOrder     = "DOCKET-XSD-02" // an element behind those that have to follow it
	ruleMissing   = "DOCKET-XSD-03" // an element that has to stand here is not there
	ruleOften     = "DOCKET-XSD-04" // an element stands too often
	ruleText      = "DOCKET-XSD-05" // text between elements
	ruleAttribute = "DOCKET-XSD-06" // an attribute that the element does not have, or lacks
	ruleValue     = "DOCKET-XSD-07" // a value of the wrong kind
	ruleNested    = "DOCKET-XSD-08" // elements in a value
)

// maxFindings is the most findings of one document: who reads them has enough after far fewer.
const maxFindings = 100

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

// Places tells where in the invoice's JSON an element stands, see package rules.
type Places interface {
	Value(*xmltree.Node) string
	Group(*xmltree.Node) string
}

// Check tells what in the document is not of its syntax's structure, in document order. A document of another kind than UBL
// invoices, UBL credit notes and CII invoices has no findings. What Factur-X allows beyond CII is allowed to documents whose
// specification identifier (BT-24) names it.
func Check(root *xmltree.Node, places Places, bt24 string) []en16931.Finding {
	if root == nil {
		return nil
	}
	t := tableOf(root, bt24)
	k := t.roots[t.ids[name{root.Space, root.Local}]]
	if k == nil {
		return nil
	}
	c := &checker{t: t, places: places}
	c.element(root, k)
	return c.out
}

// extended are parts of identifiers of specifications that build on Factur-X.
var extended = []string{"factur-x", "zugferd", "extended-ctc-fr", "urn:ferd:"}

func tableOf(root *xmltree.Node, bt24 string) *table {
	if root.Space != spaces["rsm"] {
		return ublTable()
	}
	for _, part := range extended {
		if strings.Contains(strings.ToLower(bt24), part) {
			return facturxTable()
		}
	}
	return ciiTable()
}

type checker struct {
	t      *table
	places Places
	ids    []int32 // of the document's names, by their number; 0 not looked up yet, -1 unknown
	out    []en16931.Finding
}

func (c *checker) id(n *xmltree.Node) int32 {
	for int(n.NameID) >= len(c.ids) {
		c.ids = append(c.ids, make([]int32, len(c.ids)+64)...)
	}
	if c.ids[n.NameID] == 0 {
		id, ok := c.t.ids[name{n.Space, n.Local}]
		if !ok {
			id = -1
		}
		c.ids[n.NameID] = id
	}
	return c.ids[n.NameID]
}

func (c *checker) element(n *xmltree.Node, k *kind) {
	if k.value == "any" || len(c.out) >= maxFindings {
		return
	}
	c.attributes(n, k)
	if k.value == "" {
		c.children(n, k)
		return
	}
	if len(n.Children) > 0 {
		c.add(n.Children[0], ruleNested, "", fmt.Sprintf("%s holds a value, no elements.", c.word(n)))
		return
	}
	if k.value != "text" && !fits(k.value, n.Text) {
		c.add(n, ruleValue, k.value, fmt.Sprintf("The value of %s is no %s.", c.word(n), k.value))
	}
}

func (c *checker) attributes(n *xmltree.Node, k *kind) {
	for i := range n.Attrs {
		a := &n.Attrs[i]
		switch {
		case a.Space == "" && k.has(a.Local):
		case a.Space == schemaInstance && (a.Local == "schemaLocation" || a.Local == "noNamespaceSchemaLocation"):
		default:
			c.add(n, ruleAttribute, strings.Join(k.attrs, " "), fmt.Sprintf("%s has no attribute %.60s.", c.word(n), a.Local))
		}
	}
	for _, attr := range k.required {
		if _, has := n.LookupAttr(attr); !has {
			c.add(n, ruleAttribute, attr, fmt.Sprintf("%s needs the attribute %s.", c.word(n), attr))
		}
	}
}

// children matches the elements against the order of the struct.
func (c *checker) children(n *xmltree.Node, k *kind) {
	if strings.Trim(n.Text, " \t\r\n") != "" {
		c.add(n, ruleText, "", fmt.Sprintf("%s holds elements, no text.", c.word(n)))
	}
	at, count := 0, 0 // the slot of the last element, and how many stand in it
	for _, child := range n.Children {
		id := c.id(child)
		slot, p := k.find(id, at)
		if p == nil {
			slot, known := k.at[id]
			c.misplaced(child, k, at, known)
			if known && id > 0 {
				c.element(child, k.slots[slot].of(id).kind)
			}
			continue
		}
		if slot != at {
			c.missing(n, k, at, slot, count)
			at, count = slot, 0
		}
		if count++; k.slots[slot].up > 0 && count == k.slots[slot].up+1 {
			c.add(child, ruleOften, "", fmt.Sprintf("%s may stand here at most %d time(s).", c.word(child), k.slots[slot].up))
		}
		c.element(child, p.kind)
	}
	c.missing(n, k, at, len(k.slots), count)
}

// find is the first slot from the given one on where the element may stand, nil for none.
func (k *kind) find(id int32, from int) (int, *part) {
	for i := from; i < len(k.slots); i++ {
		if p := k.slots[i].of(id); p != nil {
			return i, p
		}
	}
	return 0, nil
}

func (s *slot) of(id int32) *part {
	for i := range s.parts {
		if s.parts[i].id == id {
			return &s.parts[i]
		}
	}
	return nil
}

// missing tells what has to stand in the slots from the first to before the last; count elements stand in the first.
func (c *checker) missing(n *xmltree.Node, k *kind, from, to, count int) {
	for i := from; i < to; i++ {
		if i > from {
			count = 0
		}
		if s := &k.slots[i]; count < s.least && !c.stands(n, s) {
			c.add(n, ruleMissing, c.words(s), fmt.Sprintf("%s needs an element %s.", c.word(n), c.words(s)))
		}
	}
}

// stands tells whether an element of the slot is there, only not in its place: that is told of the element.
func (c *checker) stands(n *xmltree.Node, s *slot) bool {
	return slices.ContainsFunc(n.Children, func(child *xmltree.Node) bool { return s.of(c.id(child)) != nil })
}

func (c *checker) misplaced(n *xmltree.Node, k *kind, at int, known bool) {
	expected := "no element"
	if at < len(k.slots) {
		expected = c.words(&k.slots[at])
	}
	if known {
		c.add(n, ruleOrder, expected, fmt.Sprintf("%s has to stand before %s.", c.word(n), expected))
		return
	}
	c.add(n, ruleUnknown, expected, fmt.Sprintf("%s is no element that may stand here.", c.word(n)))
}

func (c *checker) words(s *slot) string {
	out := make([]string, len(s.parts))
	for i, p := range s.parts {
		out[i] = c.t.words[p.id]
	}
	return strings.Join(out, " or ")
}

// word is the element's name as the tables have it, its bare name where they do not.
func (c *checker) word(n *xmltree.Node) string {
	if id := c.id(n); id > 0 {
		return c.t.words[id]
	}
	return fmt.Sprintf("%.60s", n.Local)
}

func (c *checker) add(n *xmltree.Node, rule, expected, message string) {
	if len(c.out) >= maxFindings {
		return
	}
	f := en16931.Finding{Rule: rule, Severity: en16931.Fatal, Message: message, XPath: n.XPath(), Expected: expected}
	if c.places != nil {
		if pointer := c.places.Value(n); pointer != "" {
			f.Pointers = []string{pointer}
		} else if pointer := c.places.Group(n); pointer != "" {
			f.Pointers = []string{pointer}
		}
	}
	c.out = append(c.out, f)
}
