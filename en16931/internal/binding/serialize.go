package binding

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// serializer writes elements with the syntax's prefixes.
type serializer struct {
	table      *Table
	standalone bool // the element is a fragment: it declares the prefixes that it uses
	out        strings.Builder
}

func (s *serializer) document(root *elem) {
	s.out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	s.element(root, 0)
	s.out.WriteByte('\n')
}

func (s *serializer) element(e *elem, depth int) {
	if e.raw != "" {
		s.out.WriteString(e.raw)
		return
	}
	name := s.name(e)
	s.out.WriteByte('<')
	s.out.WriteString(name)
	if depth == 0 {
		s.declarations(e)
	}
	if strings.HasPrefix(name, "x:") {
		s.attr("xmlns:x", e.name.Space)
	}
	s.attributes(e)
	if e.text == "" && len(e.children) == 0 {
		s.out.WriteString("/>")
		return
	}
	s.out.WriteByte('>')
	writeEscaped(&s.out, e.text, false)
	for _, c := range e.children {
		s.indent(depth + 1)
		s.element(c, depth+1)
	}
	if len(e.children) > 0 {
		s.indent(depth)
	}
	s.out.WriteString("</")
	s.out.WriteString(name)
	s.out.WriteByte('>')
}

func (s *serializer) attributes(e *elem) {
	for i, a := range e.attrs {
		switch {
		case a.Space == "":
			s.attr(a.Local, a.Value)
		case a.Space == xmlSpace:
			s.attr("xml:"+a.Local, a.Value)
		case a.Space == xsiSpace:
			s.attr("xmlns:xsi", xsiSpace)
			s.attr("xsi:"+a.Local, a.Value)
		default:
			prefix := fmt.Sprintf("a%d", i)
			s.attr("xmlns:"+prefix, a.Space)
			s.attr(prefix+":"+a.Local, a.Value)
		}
	}
}

const indentation = "                                        "

func (s *serializer) indent(depth int) {
	if !s.standalone {
		s.out.WriteByte('\n')
		s.out.WriteString(indentation[:min(2*depth, len(indentation))])
	}
}

// name is the element's name with its prefix: that of the syntax, else x, which the element then declares.
func (s *serializer) name(e *elem) string {
	if e.by != nil {
		return e.by.qname
	}
	n := e.name
	if prefix, ok := s.table.prefixes[n.Space]; ok {
		return prefix + ":" + n.Local
	}
	if n.Space == "" {
		return n.Local
	}
	return "x:" + n.Local
}

// declarations declares the syntax's prefixes: all in a document, in a fragment those that occur.
func (s *serializer) declarations(e *elem) {
	used := map[string]bool{}
	if s.standalone {
		collectSpaces(e, used)
	}
	prefixes := make([]string, 0, len(s.table.syntax.Spaces))
	for prefix, space := range s.table.syntax.Spaces {
		if !s.standalone || used[space] {
			prefixes = append(prefixes, prefix)
		}
	}
	slices.Sort(prefixes)
	for _, prefix := range prefixes {
		s.attr("xmlns:"+prefix, s.table.syntax.Spaces[prefix])
	}
}

func collectSpaces(e *elem, into map[string]bool) {
	into[e.name.Space] = true
	for _, c := range e.children {
		collectSpaces(c, into)
	}
}

func (s *serializer) attr(name, value string) {
	s.out.WriteByte(' ')
	s.out.WriteString(name)
	s.out.WriteString(`="`)
	writeEscaped(&s.out, value, true)
	s.out.WriteByte('"')
}

var (
	textEscapes = map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#13;"}
	attrEscapes = map[byte]string{'&': "&amp;", '<': "&lt;", '"': "&quot;", '\r': "&#13;", '\n': "&#10;", '\t': "&#9;"}
)

// writeEscaped writes text; characters that no XML document may hold become U+FFFD.
func writeEscaped(b *strings.Builder, s string, inAttribute bool) {
	escapes := textEscapes
	if inAttribute {
		escapes = attrEscapes
	}
	from := 0
	for i := 0; i < len(s); {
		c, size := s[i], 1
		replace, special := "", false
		switch {
		case c >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			if special = r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF; special {
				replace = "\uFFFD"
			}
		case c < ' ' && c != '\n' && c != '\t' && c != '\r':
			replace, special = "\uFFFD", true
		case c == '&' || c == '<' || c == '>' || c == '"' || c < ' ':
			replace, special = escapes[c]
		}
		if special {
			b.WriteString(s[from:i])
			b.WriteString(replace)
			from = i + size
		}
		i += size
	}
	b.WriteString(s[from:])
}
