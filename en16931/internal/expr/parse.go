package expr

import (
	"fmt"
	"strings"
)

// maxNesting bounds how deep an expression may nest: a guard for whoever edits rules, not for input.
const maxNesting = 100

// parser compiles one expression in one pass.
type parser struct {
	prog   *Program
	toks   []token
	pos    int
	depth  int
	focus  bool           // position() or last() was read since the predicate began
	scope  map[string]int // variables in sight -> slot
	source string
}

// failure is what parse functions panic with; compile turns it into an error. It never leaves this package.
type failure struct{ err error }

func (p *parser) fail(format string, args ...any) {
	panic(failure{fmt.Errorf("at %d of %q: %s", p.peek().pos, p.source, fmt.Sprintf(format, args...))})
}

func (p *parser) peek() token { return p.toks[p.pos] }

func (p *parser) next() token {
	t := p.toks[p.pos]
	if t.kind != tEnd {
		p.pos++
	}
	return t
}

func (p *parser) isSymbol(s string) bool { t := p.peek(); return t.kind == tSymbol && t.text == s }
func (p *parser) isWord(s string) bool   { t := p.peek(); return t.kind == tName && t.text == s }

func (p *parser) acceptSymbol(s string) bool {
	if p.isSymbol(s) {
		p.pos++
		return true
	}
	return false
}

func (p *parser) acceptWord(s string) bool {
	if p.isWord(s) {
		p.pos++
		return true
	}
	return false
}

func (p *parser) want(s string) {
	if !p.acceptSymbol(s) && !p.acceptWord(s) {
		p.fail("want %q, have %q", s, p.peek().text)
	}
}

// sequence is a comma list, the language's top level.
func (p *parser) sequence() expression {
	first := p.single()
	if !p.isSymbol(",") {
		return first
	}
	list := sequence{first}
	for p.acceptSymbol(",") {
		list = append(list, p.single())
	}
	return list
}

func (p *parser) single() expression {
	if p.depth++; p.depth > maxNesting {
		p.fail("nested too deep")
	}
	defer func() { p.depth-- }()
	if t := p.peek(); t.kind == tName && p.pos+1 < len(p.toks) {
		following := p.toks[p.pos+1]
		switch {
		case t.text == "if" && following.text == "(":
			return p.conditional()
		case (t.text == "for" || t.text == "some" || t.text == "every") && following.kind == tVar:
			return p.loop(p.next().text)
		}
	}
	return p.or()
}

func (p *parser) conditional() expression {
	p.want("if")
	p.want("(")
	cond := p.sequence()
	p.want(")")
	p.want("then")
	then := p.single()
	p.want("else")
	return conditional{cond, then, p.single()}
}

func (p *parser) loop(kind string) expression {
	v := p.next()
	if v.kind != tVar {
		p.fail("want a variable")
	}
	p.want("in")
	seq := p.single()
	slot := p.prog.newSlot()
	old, shadowed := p.scope[v.text]
	p.scope[v.text] = slot
	var body expression
	switch {
	case p.acceptSymbol(","):
		body = p.loop(kind)
	case kind == "for":
		p.want("return")
		body = p.single()
	default:
		p.want("satisfies")
		body = p.single()
	}
	if delete(p.scope, v.text); shadowed {
		p.scope[v.text] = old
	}
	return loop{kind[0], slot, seq, body}
}

func (p *parser) or() expression {
	e := p.and()
	for p.acceptWord("or") {
		e = or{e, p.and()}
	}
	return e
}

func (p *parser) and() expression {
	e := p.comparison()
	for p.acceptWord("and") {
		e = and{e, p.comparison()}
	}
	return e
}

var comparisons = map[string]comparison{
	"=": opEq, "!=": opNe, "<": opLt, "<=": opLe, ">": opGt, ">=": opGe,
	"eq": opEq, "ne": opNe, "lt": opLt, "le": opLe, "gt": opGt, "ge": opGe,
}

func (p *parser) comparison() expression {
	e := p.rangeTo()
	if op, ok := comparisons[p.peek().text]; ok && p.peek().isOperator() {
		one := p.next().kind == tName
		return compareExpr{op, e, p.rangeTo(), one}
	}
	return e
}

func (p *parser) rangeTo() expression {
	e := p.additive()
	if p.acceptWord("to") {
		return rangeExpr{e, p.additive()}
	}
	return e
}

func (p *parser) additive() expression {
	e := p.multiplicative()
	for p.isSymbol("+") || p.isSymbol("-") {
		op := p.next().text[0]
		e = arithmetic{op, e, p.multiplicative()}
	}
	return e
}

var products = map[string]byte{"*": '*', "div": '/', "mod": '%', "idiv": 'i'}

func (p *parser) multiplicative() expression {
	e := p.union()
	for {
		op, ok := products[p.peek().text]
		if !ok || !p.peek().isOperator() {
			return e
		}
		p.next()
		e = arithmetic{op, e, p.union()}
	}
}

func (p *parser) union() expression {
	e := p.castable()
	for p.acceptSymbol("|") || p.acceptWord("union") {
		e = union{e, p.castable()}
	}
	return e
}

func (p *parser) castable() expression {
	e := p.unary()
	if p.isWord("castable") {
		p.next()
		p.want("as")
		e = p.castableAs(e)
	}
	return e
}

func (p *parser) unary() expression {
	if p.depth++; p.depth > maxNesting {
		p.fail("nested too deep")
	}
	defer func() { p.depth-- }()
	switch {
	case p.acceptSymbol("-"):
		return negate{p.unary()}
	case p.acceptSymbol("+"):
		return p.unary()
	}
	return p.path()
}

func (p *parser) number(s string) expression {
	n := ParseNumber(s)
	if n.nan {
		p.fail("%q is not a number", s)
	}
	return literal{numberItem(n)}
}

func splitPrefix(name string) (prefix, local string) {
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}
