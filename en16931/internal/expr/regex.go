package expr

import "regexp"

// specialise compiles the regular expression of a call and looks code lists up: both have to be literals.
func (prog *Program) specialise(p *parser, c *call) expression {
	if c.name == "code" || c.name == "exact" || c.name == "part" {
		name, _ := prog.constant(c.args[0])
		if _, known := prog.lists[name]; !known {
			p.fail("no code list %q", name)
		}
	}
	if c.fn.test != nil || c.fn.push != nil {
		return c
	}
	source, ok := prog.constant(c.args[1])
	if !ok {
		p.fail("%s() needs a literal pattern", c.name)
	}
	if len(c.args) == 3 && c.name == "matches" {
		flags, _ := c.args[2].(literal)
		source = "(?" + flags.it.s + ")" + source
	}
	re, err := regexp.Compile(source)
	if err != nil {
		p.fail("%v", err)
	}
	c.fn = regexCall(c.name, re)
	return c
}

func regexCall(name string, re *regexp.Regexp) builtin {
	switch name {
	case "matches":
		return builtin{test: func(d *Doc, c item, args []expression) bool {
			return re.MatchString(text(args[0], d, c))
		}}
	case "replace":
		return builtin{push: func(d *Doc, c item, args []expression) {
			s := re.ReplaceAllString(text(args[0], d, c), text(args[2], d, c))
			d.stack = append(d.stack, stringItem(s))
		}}
	}
	return builtin{push: func(d *Doc, c item, args []expression) {
		s := text(args[0], d, c)
		if s == "" {
			return
		}
		for _, part := range re.Split(s, -1) {
			d.stack = append(d.stack, stringItem(part))
		}
	}}
}

// constant is the text of a literal, or of a document-wide variable that is one.
func (prog *Program) constant(e expression) (string, bool) {
	if g, ok := e.(global); ok && g.slot < len(prog.globals) {
		e = prog.globals[g.slot]
	}
	l, ok := e.(literal)
	return l.it.s, ok
}

// castable tests whether a value can be read as a type.
type castable struct {
	e        expression
	typeName string
}

func (e castable) push(d *Doc, c item) { d.stack = append(d.stack, boolItem(e.test(d, c))) }

func (e castable) test(d *Doc, c item) bool {
	it, ok := first(e.e, d, c)
	if !ok {
		return false
	}
	switch e.typeName {
	case "xs:date":
		_, ok = it.asDate()
	case "xs:integer":
		n := it.number()
		_, ok = n.Int()
		ok = ok || n.r != nil && n.r.IsInt()
		ok = ok && (it.kind == kNumber || !containsPoint(it.text()))
	case "xs:decimal", "xs:double":
		ok = !it.number().nan
	}
	return ok
}

func containsPoint(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == '.' {
			return true
		}
	}
	return false
}
