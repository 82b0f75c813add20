//go:build compare

package rules

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// mutator makes documents out of a valid one: one to four places of it change, each in a way that people and programs get
// invoices wrong. What it puts in comes from the document itself and from the literals of the official tests.
type mutator struct {
	rand  *rand.Rand
	pool  []string        // values to put in
	names []*xmltree.Node // elements to put in, of documents of the syntax
}

// change gives a changed document, and tells what changed.
func (m *mutator) change(doc string) (changed, told string) {
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		panic(err) // the test's own document
	}
	var what []string
	for range 1 + m.rand.IntN(4) {
		n := m.pick(root)
		if n == root {
			continue
		}
		what = append(what, m.changeNode(n))
	}
	var b strings.Builder
	b.WriteString(xml.Header)
	writeNode(&b, root)
	return b.String(), strings.Join(what, "; ")
}

func (m *mutator) pick(root *xmltree.Node) *xmltree.Node {
	all := descendants(root, nil)
	return all[m.rand.IntN(len(all))]
}

func descendants(n *xmltree.Node, out []*xmltree.Node) []*xmltree.Node {
	out = append(out, n)
	for _, c := range n.Children {
		out = descendants(c, out)
	}
	return out
}

func (m *mutator) changeNode(n *xmltree.Node) string {
	at := n.XPath()
	siblings := &n.Parent.Children
	i := slices.Index(*siblings, n)
	switch k := m.rand.IntN(12); {
	case k == 0:
		*siblings = slices.Delete(slices.Clone(*siblings), i, i+1)
		return "without " + at
	case k == 1:
		*siblings = slices.Insert(slices.Clone(*siblings), i, n)
		return "twice " + at
	case k == 2:
		guest := m.names[m.rand.IntN(len(m.names))]
		n.Children = append(slices.Clone(n.Children), guest)
		return guest.Local + " into " + at
	case k == 3 && len(n.Attrs) > 0:
		n.Attrs = nil
		return "no attributes at " + at
	case k == 4 && len(n.Attrs) > 0:
		n.Attrs = slices.Clone(n.Attrs)
		n.Attrs[0].Value = m.pool[m.rand.IntN(len(m.pool))]
		return fmt.Sprintf("%s of %s is %q", n.Attrs[0].Local, at, n.Attrs[0].Value)
	case len(n.Children) > 0:
		other := m.pick(n)
		if other == n {
			return ""
		}
		return m.changeNode(other)
	}
	n.Text = m.value(n.Text)
	return fmt.Sprintf("%s is %q", at, n.Text)
}

var amount = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// value is another value in place of one.
func (m *mutator) value(old string) string {
	if amount.MatchString(old) && m.rand.IntN(2) == 0 {
		n := [...]string{"-" + old, old + "0", old + "1", old + ".001", "0", "1", old[:len(old)-1] + "9", "0.00", " " + old + " "}
		return strings.TrimPrefix(n[m.rand.IntN(len(n))], "--")
	}
	switch m.rand.IntN(8) {
	case 0:
		return ""
	case 1:
		return "  " + old + "\n"
	case 2:
		return strings.ToLower(old)
	case 3:
		return old + "x"
	}
	return m.pool[m.rand.IntN(len(m.pool))]
}

func writeNode(b *strings.Builder, n *xmltree.Node) {
	fmt.Fprintf(b, "<%s xmlns=%q", n.Local, n.Space)
	for i, a := range n.Attrs {
		name := a.Local
		if a.Space != "" {
			name = fmt.Sprintf("a%d:%s", i, a.Local)
			fmt.Fprintf(b, " xmlns:a%d=%q", i, a.Space)
		}
		b.WriteString(" " + name + `="`)
		_ = xml.EscapeText(b, []byte(a.Value))
		b.WriteByte('"')
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(n.Text))
	for _, c := range n.Children {
		writeNode(b, c)
	}
	fmt.Fprintf(b, "</%s>", n.Local)
}

var literals = regexp.MustCompile(`'([^'<>&]{1,40})'`)

// literalsOf are the texts that a sheet's tests compare with.
func literalsOf(sheet string) []string {
	var out []string
	for _, m := range literals.FindAllStringSubmatch(sheet, -1) {
		for _, word := range strings.Fields(m[1]) {
			out = append(out, word)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
