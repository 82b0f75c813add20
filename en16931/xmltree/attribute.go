package xmltree

import "strings"

// attributes reads what follows the name in a start tag into p.rawAttrs, without the namespace declarations, which it
// puts in force. It tells whether the element ends with its start tag.
func (p *parser) attributes() (closed bool, err error) {
	p.rawAttrs = p.rawAttrs[:0]
	declared := len(p.scopes.bindings)
	for n := 0; ; n++ {
		before := p.pos
		p.skipSpace()
		if p.pos >= len(p.src) {
			return false, p.malformed("the document ends inside a tag")
		}
		switch p.src[p.pos] {
		case '>':
			p.pos++
			return false, nil
		case '/':
			if !strings.HasPrefix(p.src[p.pos:], "/>") {
				return false, p.malformed("a slash inside a tag")
			}
			p.pos += 2
			return true, nil
		}
		if before == p.pos {
			return false, p.malformed("attributes need white space between them")
		}
		if n >= p.limits.Attributes {
			return false, p.fail(CodeTooComplex, "an element has more attributes than accepted", p.pos)
		}
		if err := p.attribute(declared); err != nil {
			return false, err
		}
	}
}

func (p *parser) attribute(declared int) error {
	at := p.pos
	name, err := p.qname()
	if err != nil {
		return err
	}
	p.skipSpace()
	if p.pos >= len(p.src) || p.src[p.pos] != '=' {
		return p.malformed("the attribute " + name + " has no value")
	}
	p.pos++
	p.skipSpace()
	value, err := p.attributeValue()
	if err != nil {
		return err
	}
	if name == "xmlns" {
		return p.declare("", value, declared, at)
	}
	if prefix, ok := strings.CutPrefix(name, "xmlns:"); ok {
		return p.declare(prefix, value, declared, at)
	}
	for i := range p.rawAttrs {
		if p.rawAttrs[i].name == name {
			return p.fail(CodeMalformed, "the attribute "+name+" is given twice", at)
		}
	}
	p.rawAttrs = append(p.rawAttrs, rawAttr{name, value, at})
	return nil
}

const xmlnsSpace = "http://www.w3.org/2000/xmlns/"

// declare puts a namespace declaration in force; declared tells which bindings are older than the tag.
func (p *parser) declare(prefix, space string, declared, at int) error {
	for _, b := range p.scopes.bindings[declared:] {
		if b.prefix == prefix {
			return p.fail(CodeMalformed, "a namespace prefix is declared twice in one tag", at)
		}
	}
	switch {
	case prefix == "xmlns", space == xmlnsSpace, (prefix == "xml") != (space == xmlSpace):
		return p.fail(CodeMalformed, "a reserved namespace is declared", at)
	case prefix != "" && space == "":
		return p.fail(CodeMalformed, "the prefix "+prefix+" is declared without namespace", at)
	}
	p.scopes.declare(prefix, space)
	return nil
}

func (p *parser) attributeValue() (string, error) {
	if p.pos >= len(p.src) || (p.src[p.pos] != '"' && p.src[p.pos] != '\'') {
		return "", p.malformed("an attribute value needs quotes")
	}
	quote := p.src[p.pos]
	p.pos++
	from, plain := p.pos, true
	for ; p.pos < len(p.src); p.pos++ {
		c := p.src[p.pos]
		if class[c]&attrStop == 0 {
			continue
		}
		switch {
		case c == quote:
			return p.endValue(from, plain)
		case c == '"', c == '\'':
		case c == '<':
			return "", p.malformed("an attribute value may not hold <")
		case c == '&', isSpace(c):
			plain = false
		default:
			return "", p.malformed("a control character")
		}
	}
	return "", p.malformed("the document ends inside an attribute value")
}

func (p *parser) endValue(from int, plain bool) (string, error) {
	value := p.src[from:p.pos]
	if len(value) > p.limits.Value {
		return "", p.fail(CodeTooComplex, "an attribute value is longer than accepted", from)
	}
	p.pos++
	if plain {
		return value, nil
	}
	return p.expand(value, from, true)
}

// resolveAttributes gives the attributes in p.rawAttrs their namespaces, into p.attrs.
func (p *parser) resolveAttributes() error {
	p.attrs = p.attrs[:0]
	for i := range p.rawAttrs {
		raw := &p.rawAttrs[i]
		prefix, local := splitName(raw.name)
		space := ""
		if prefix != "" {
			var ok bool
			if space, ok = p.scopes.lookup(prefix); !ok {
				return p.fail(CodeMalformed, "the namespace prefix of "+raw.name+" is not declared", raw.at)
			}
			for k := range p.attrs {
				if p.attrs[k].Space == space && p.attrs[k].Local == local {
					return p.fail(CodeMalformed, "the attribute "+raw.name+" is given twice", raw.at)
				}
			}
		}
		p.attrs = append(p.attrs, Attr{space, local, raw.value})
	}
	return nil
}
