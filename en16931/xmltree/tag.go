package xmltree

import (
	"strings"
	"unicode/utf8"
)

// qname reads a name with at most one prefix.
func (p *parser) qname() (string, error) {
	from := p.pos
	i, wide, colons := from, false, 0
	for ; i < len(p.src) && class[p.src[i]]&nameByte != 0; i++ {
		if c := p.src[i]; c >= utf8.RuneSelf {
			wide = true
		} else if c == ':' {
			colons++
		}
	}
	raw := p.src[from:i]
	switch {
	case raw == "" || class[raw[0]]&nameStart == 0:
		return "", p.malformed("a name is missing or starts with a character that names may not start with")
	case len(raw) > p.limits.Value:
		return "", p.fail(CodeTooComplex, "a name is longer than accepted", from)
	case colons > 1 || (colons == 1 && !validLocal(raw)) || (wide && !validWide(raw)):
		return "", p.malformed("a name that XML does not allow")
	}
	p.pos = i
	return raw, nil
}

func validLocal(raw string) bool {
	_, local := splitName(raw)
	r, _ := utf8.DecodeRuneInString(local)
	return local != "" && isNameRune(r, true)
}

func validWide(raw string) bool {
	for i, r := range raw {
		if !isNameRune(r, i == 0) {
			return false
		}
	}
	return true
}

func (p *parser) startTag() error {
	from := p.pos
	if p.root != nil && len(p.frames) == 0 {
		return p.malformed("a second root element")
	}
	p.pos++
	raw, err := p.qname()
	if err != nil {
		return err
	}
	bindings := len(p.scopes.bindings)
	closed, err := p.attributes()
	if err != nil {
		return err
	}
	if p.tokens += 1 + len(p.rawAttrs); p.tokens > p.limits.Tokens {
		return p.fail(CodeTooComplex, "there are more elements and attributes than accepted", from)
	}
	n, err := p.open(raw, from)
	if err != nil {
		return err
	}
	p.frames = append(p.frames, frame{node: n, raw: raw, children: len(p.pending), bindings: bindings})
	if len(p.frames) > p.limits.Depth {
		return p.fail(CodeTooComplex, "elements are nested deeper than accepted", from)
	}
	if closed {
		p.close()
	}
	return nil
}

// open makes the node of a start tag whose attributes lie in p.rawAttrs.
func (p *parser) open(raw string, from int) (*Node, error) {
	if err := p.resolveAttributes(); err != nil {
		return nil, err
	}
	name, ok := p.names.element(raw, &p.scopes)
	if !ok {
		return nil, p.fail(CodeMalformed, "the namespace prefix of "+raw+" is not declared", from)
	}
	if name.met++; name.most > 0 && name.met > name.most {
		return nil, p.fail(CodeTooMany, "there are more elements "+name.local+" than accepted", from)
	}
	n := p.arena.node()
	n.Space, n.Local, n.NameID = name.space, name.local, name.id
	n.Attrs = p.arena.attributes(p.attrs)
	n.start, n.doc, n.Index, n.Order = int32(from), p.doc, 1, p.doc.elements
	p.doc.elements++
	if len(p.frames) == 0 {
		p.root = n
		return n, nil
	}
	f := &p.frames[len(p.frames)-1]
	n.Parent = f.node
	if f.text != "" && f.more == nil && len(p.pending) == f.children && isBlank(f.text) {
		f.text = ""
	}
	return n, nil
}

func (p *parser) endTag() error {
	if len(p.frames) == 0 {
		return p.malformed("an end tag without start tag")
	}
	raw := p.frames[len(p.frames)-1].raw
	if !strings.HasPrefix(p.src[p.pos+2:], raw) {
		return p.malformed("the end tag of " + raw + " is missing")
	}
	p.pos += 2 + len(raw)
	p.skipSpace()
	if p.pos >= len(p.src) || p.src[p.pos] != '>' {
		return p.malformed("the end tag of " + raw + " is missing")
	}
	p.pos++
	p.close()
	return nil
}

// close ends the innermost element at the current position.
func (p *parser) close() {
	last := len(p.frames) - 1
	f := &p.frames[last]
	n := f.node
	n.end = int32(p.pos)
	n.Text = f.text
	if f.more != nil {
		n.Text = string(f.more)
	}
	n.Children = p.arena.list(p.pending[f.children:])
	p.number(n.Children)
	p.pending = p.pending[:f.children]
	p.scopes.undeclareTo(f.bindings)
	f.more = nil
	p.frames = p.frames[:last]
	if last > 0 {
		p.pending = append(p.pending, n)
	}
}

// number gives siblings their positions among those of the same name.
func (p *parser) number(siblings []*Node) {
	if len(siblings) < 2 {
		return
	}
	for len(p.counts) <= len(p.names.known) {
		p.counts = append(p.counts, nameCount{})
	}
	p.closing++
	for _, n := range siblings {
		c := &p.counts[n.NameID]
		if c.closing != p.closing {
			*c = nameCount{p.closing, 1, n}
			continue
		}
		c.n++
		n.Index, n.twin, c.first.twin = c.n, true, true
	}
}
