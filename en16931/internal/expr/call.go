package expr

// builtin is a function of the language. One with test answers true or false, one with push a sequence.
type builtin struct {
	min, max int // number of arguments; max < 0: any
	test     func(d *Doc, c item, args []expression) bool
	push     func(d *Doc, c item, args []expression)
}

// call is a function call.
type call struct {
	name string
	args []expression
	fn   builtin
}

func (e *call) push(d *Doc, c item) {
	if e.fn.test != nil {
		d.stack = append(d.stack, boolItem(e.fn.test(d, c, e.args)))
		return
	}
	e.fn.push(d, c, e.args)
}

func (e *call) test(d *Doc, c item) bool {
	if e.fn.test != nil {
		return e.fn.test(d, c, e.args)
	}
	base := len(d.stack)
	e.fn.push(d, c, e.args)
	result := len(d.stack) > base && d.stack[base].truth()
	d.stack = d.stack[:base]
	return result
}

// call parses name(args).
func (p *parser) call() expression {
	name := p.next().text
	p.want("(")
	var args []expression
	for !p.acceptSymbol(")") {
		if len(args) > 0 {
			p.want(",")
		}
		args = append(args, p.single())
	}
	p.focus = p.focus || name == "position" || name == "last"
	fn, ok := p.prog.function(name)
	if !ok {
		p.fail("no function %s()", name)
	}
	if len(args) < fn.min || fn.max >= 0 && len(args) > fn.max {
		p.fail("%s() with %d arguments", name, len(args))
	}
	return p.prog.specialise(p, &call{name, args, fn})
}

// text1 wraps a function of one string; without an argument it takes the context item.
func text1(fn func(string) string) builtin {
	return builtin{0, 1, nil, func(d *Doc, c item, args []expression) {
		d.stack = append(d.stack, stringItem(fn(argText(d, c, args))))
	}}
}

func argText(d *Doc, c item, args []expression) string {
	if len(args) == 0 {
		return c.text()
	}
	return text(args[0], d, c)
}

// text2 wraps a condition on two strings.
func text2(fn func(a, b string) bool) builtin {
	return builtin{2, 2, func(d *Doc, c item, args []expression) bool {
		return fn(text(args[0], d, c), text(args[1], d, c))
	}, nil}
}

// cut wraps a function of two strings.
func cut(fn func(a, b string) string) builtin {
	return builtin{2, 2, nil, func(d *Doc, c item, args []expression) {
		d.stack = append(d.stack, stringItem(fn(text(args[0], d, c), text(args[1], d, c))))
	}}
}

// number1 wraps a function of one number; nothing stays nothing.
func number1(fn func(Number) Number) builtin {
	return builtin{1, 1, nil, func(d *Doc, c item, args []expression) {
		if it, ok := first(args[0], d, c); ok {
			d.stack = append(d.stack, numberItem(fn(it.number())))
		}
	}}
}

// fold wraps a function of a whole sequence.
func fold(fn func(items []item) item) builtin {
	return builtin{1, 1, nil, func(d *Doc, c item, args []expression) {
		base := len(d.stack)
		args[0].push(d, c)
		result := fn(d.stack[base:])
		d.stack = append(d.stack[:base], result)
	}}
}
