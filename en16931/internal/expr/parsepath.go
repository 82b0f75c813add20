package expr

import "strings"

var axes = map[string]axis{
	"child": axisChild, "descendant": axisDescendant, "descendant-or-self": axisDescendantOrSelf, "self": axisSelf,
	"parent": axisParent, "ancestor": axisAncestor, "ancestor-or-self": axisAncestorOrSelf,
	"preceding-sibling": axisPrecedingSibling, "following-sibling": axisFollowingSibling, "preceding": axisPreceding,
	"attribute": axisAttribute,
}

// path parses `/a/b`, `//a`, `a/b[c]`, `(a|b)/c`, `f(x)[1]`.
func (p *parser) path() expression {
	var out path
	switch {
	case p.acceptSymbol("//"):
		out.absolute = true
		out.steps = append(out.steps, p.deepSteps()...)
	case p.acceptSymbol("/"):
		out.absolute = true
		if !p.startsStep() {
			return newPath(out)
		}
		out.steps = append(out.steps, p.step())
	default:
		first := p.step()
		if first.axis != axisExpr {
			out.steps = append(out.steps, first)
			break
		}
		if !p.isSymbol("/") && !p.isSymbol("//") {
			if len(first.preds) == 0 {
				return first.expr
			}
			return filtered{first.expr, first.preds}
		}
		out.from = filterIfNeeded(first)
	}
	for {
		switch {
		case p.acceptSymbol("//"):
			out.steps = append(out.steps, p.deepSteps()...)
		case p.acceptSymbol("/"):
			out.steps = append(out.steps, p.step())
		default:
			if out.from == nil && !out.absolute && len(out.steps) == 1 && isDot(out.steps[0]) {
				return contextItem{}
			}
			if name, ok := attributeAnywhere(out); ok {
				return anyAttribute{name, newPath(out)}
			}
			return newPath(out)
		}
	}
}

// attributeAnywhere sees `//@name`.
func attributeAnywhere(p path) (name string, ok bool) {
	if !p.absolute || len(p.steps) != 2 || p.steps[0].axis != axisDescendantOrSelf || len(p.steps[1].preds) > 0 {
		return "", false
	}
	return p.steps[1].attr.local, p.steps[1].axis == axisAttribute && p.steps[1].attr.plain()
}

// anyAttribute is `//@name`: the document knows its attributes' names, so asking for one costs nothing.
type anyAttribute struct {
	name string
	path *path
}

func (e anyAttribute) test(d *Doc, _ item) bool { return d.attrs[e.name] > 0 }
func (e anyAttribute) push(d *Doc, c item)      { e.path.push(d, c) }

func isDot(s step) bool { return s.axis == axisSelf && s.name.node && len(s.preds) == 0 }

func filterIfNeeded(s step) expression {
	if len(s.preds) == 0 {
		return s.expr
	}
	return filtered{s.expr, s.preds}
}

// deepSteps is what stands behind `//`: one descendant step where that is the same, else all nodes and then the step.
func (p *parser) deepSteps() []step {
	s := p.step()
	positional := false
	for i := range s.preds {
		positional = positional || s.preds[i].positional()
	}
	if s.axis == axisChild && !positional {
		s.axis = axisDescendant
		return []step{s}
	}
	return []step{{axis: axisDescendantOrSelf, name: nameTest{node: true}}, s}
}

func (p *parser) startsStep() bool {
	t := p.peek()
	return t.kind == tName || t.kind == tSymbol && (t.text == "*" || t.text == "@" || t.text == "." || t.text == ".." || t.text == "(")
}

func (p *parser) step() step {
	s := p.bareStep()
	for p.acceptSymbol("[") {
		s.preds = append(s.preds, p.predicate())
	}
	return s
}

func (p *parser) bareStep() step {
	t := p.peek()
	switch {
	case p.acceptSymbol("."):
		return step{axis: axisSelf, name: nameTest{node: true}}
	case p.acceptSymbol(".."):
		return step{axis: axisParent, name: nameTest{node: true}}
	case p.acceptSymbol("@"):
		return p.attribute()
	case t.kind == tName && p.toks[p.pos+1].text == "::":
		a, ok := axes[t.text]
		if !ok {
			p.fail("no axis %q", t.text)
		}
		p.pos += 2
		if a == axisAttribute {
			return p.attribute()
		}
		if p.isWord("node") && p.toks[p.pos+1].text == "(" {
			return p.nodeTest(t.text, a)
		}
		return step{axis: a, name: p.nameTest()}
	case t.kind == tName && p.toks[p.pos+1].text == "(":
		if t.text == "text" {
			p.pos += 2
			p.want(")")
			return step{axis: axisText}
		}
		return step{axis: axisExpr, expr: p.call()}
	case t.kind == tName || p.isSymbol("*"):
		return step{axis: axisChild, name: p.nameTest()}
	}
	return step{axis: axisExpr, expr: p.primary()}
}

// nodeTest parses node(). Texts and comments are no nodes of the tree, so it is refused where it would count them.
func (p *parser) nodeTest(name string, a axis) step {
	switch a {
	case axisSelf, axisParent, axisAncestor, axisAncestorOrSelf:
	default:
		p.fail("%s::node() would be elements alone", name)
	}
	p.next()
	p.want("(")
	p.want(")")
	return step{axis: a, name: nameTest{node: true}}
}

func (p *parser) attribute() step {
	if p.acceptSymbol("*") {
		return step{axis: axisAttribute, attr: attrTest{any: true}}
	}
	t := p.next()
	prefix, local := splitPrefix(t.text)
	space, known := p.prog.names.prefixes[prefix]
	if t.kind != tName || local == "*" || prefix != "" && !known {
		p.fail("no attribute %q, or no prefix %q", t.text, prefix)
	}
	if prefix == "" {
		space = "" // an attribute without prefix has no namespace, whatever elements have
	}
	return step{axis: axisAttribute, attr: attrTest{space: space, local: local}}
}

// nameTest reads cbc:ID, ram:*, *, *Amount and ram:*Amount.
func (p *parser) nameTest() nameTest {
	if p.acceptSymbol("*") {
		return nameTest{suffix: p.suffix()}
	}
	t := p.next()
	prefix, local := splitPrefix(t.text)
	space, ok := p.prog.names.prefixes[prefix]
	if !ok {
		p.fail("no prefix %q", prefix)
	}
	if strings.HasSuffix(local, "*") {
		return nameTest{space: space, suffix: p.suffix()}
	}
	return nameTest{id: p.prog.names.intern(qname{space, local})}
}

// suffix is a name that follows the * without a blank.
func (p *parser) suffix() string {
	t, star := p.peek(), p.toks[p.pos-1]
	if t.kind == tName && t.pos == star.pos+len(star.text) {
		return p.next().text
	}
	return ""
}

func (p *parser) primary() expression {
	t := p.next()
	switch {
	case t.kind == tString:
		return literal{stringItem(t.text)}
	case t.kind == tNumber:
		return p.number(t.text)
	case t.kind == tVar:
		return p.variable(t.text)
	case t.kind == tSymbol && t.text == "(":
		if p.acceptSymbol(")") {
			return sequence{}
		}
		e := p.sequence()
		p.want(")")
		return e
	}
	p.fail("unexpected %q", t.text)
	return nil
}

func (p *parser) variable(name string) expression {
	if slot, ok := p.scope[name]; ok {
		return variable{slot}
	}
	if slot, ok := p.prog.globalSlots[name]; ok {
		return global{slot}
	}
	p.fail("no variable $%s", name)
	return nil
}

// filtered is a value with predicates, `(a | b)[1]`.
type filtered struct {
	e     expression
	preds []predicate
}

func (e filtered) push(d *Doc, c item) {
	base := len(d.stack)
	e.e.push(d, c)
	for i := range e.preds {
		d.filter(base, &e.preds[i])
	}
}
