package xmltree

import (
	"slices"
	"strings"
)

// XML is the element as written, with the namespace declarations that it takes from its ancestors, so that it stands
// alone. Line ends are line feeds, whatever the document's encoding the text is UTF-8.
func (n *Node) XML() string { return Fragments{}.XML(n) }

// Fragments gives the XML of many elements of one document: it reads the declarations of their ancestors once.
type Fragments map[*Node][]binding

// XML is the same as Node.XML.
func (f Fragments) XML(n *Node) string {
	own := n.doc.src[n.start:n.end]
	head := 1 + strings.IndexAny(own[1:], " \t\n/>")
	missing := f.inherited(n, own)
	if len(missing) == 0 {
		return own
	}
	var b strings.Builder
	b.Grow(len(own) + 80*len(missing))
	b.WriteString(own[:head])
	for _, m := range missing {
		b.WriteString(" xmlns")
		if m.prefix != "" {
			b.WriteString(":" + m.prefix)
		}
		b.WriteString(`="` + escapeAttr(m.space) + `"`)
	}
	b.WriteString(own[head:])
	return b.String()
}

// inherited are the declarations of the ancestors that are in force and that the element's text may use.
func (f Fragments) inherited(n *Node, own string) []binding {
	seen := slices.Clone(n.declarations())
	var missing []binding
	for up := n.Parent; up != nil; up = up.Parent {
		declared, known := f[up]
		if !known {
			declared = up.declarations()
			f[up] = declared
		}
		for _, d := range declared {
			if slices.ContainsFunc(seen, func(b binding) bool { return b.prefix == d.prefix }) {
				continue
			}
			seen = append(seen, d)
			if d.space != "" && n.uses(d.prefix, own) {
				missing = append(missing, d)
			}
		}
	}
	slices.SortFunc(missing, func(a, b binding) int { return strings.Compare(a.prefix, b.prefix) })
	return missing
}

// uses tells whether the element's text may need the prefix: in the name of an element or an attribute, or at the start
// of a value, since there are values that are names. The empty prefix serves names of elements only.
func (n *Node) uses(prefix, own string) bool {
	if prefix == "" {
		return n.unprefixed()
	}
	for at := 0; ; {
		i := strings.Index(own[at:], prefix+":")
		if i < 0 {
			return false
		}
		if at += i; strings.IndexByte("</ \t\n\"'>", own[at-1]) >= 0 {
			return true
		}
		at += len(prefix)
	}
}

func (n *Node) unprefixed() bool {
	name := n.doc.src[n.start+1 : n.end]
	if end := strings.IndexAny(name, ": \t\n/>"); name[end] != ':' {
		return true
	}
	return slices.ContainsFunc(n.Children, (*Node).unprefixed)
}

// declarations reads the element's own namespace declarations again from its start tag, which is well-formed. Keeping
// them in every node would cost more than this costs the few elements that need it.
func (n *Node) declarations() []binding {
	p := parser{src: n.doc.src[:n.end], pos: int(n.start) + 1, limits: Limits{}.withDefaults()}
	if _, err := p.qname(); err != nil {
		return nil
	}
	if _, err := p.attributes(); err != nil {
		return nil
	}
	return p.scopes.bindings
}

var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;")

func escapeAttr(s string) string { return attrEscaper.Replace(s) }
