package expr

// expression is a compiled piece of the language. push appends its value, for the context item c, to the stack of d.
type expression interface {
	push(d *Doc, c item)
}

// tester is an expression that knows its truth without building its value.
type tester interface {
	test(d *Doc, c item) bool
}

// truth is the effective boolean value of e.
func truth(e expression, d *Doc, c item) bool {
	if t, ok := e.(tester); ok {
		return t.test(d, c)
	}
	base := len(d.stack)
	e.push(d, c)
	result := len(d.stack) > base && d.stack[base].truth()
	d.stack = d.stack[:base]
	return result
}

// first is the first item of e's value.
func first(e expression, d *Doc, c item) (item, bool) {
	switch x := e.(type) {
	case *path:
		if x.simple {
			return x.first(d, c)
		}
	case literal:
		return x.it, true
	case contextItem:
		return c, true
	}
	base := len(d.stack)
	e.push(d, c)
	if len(d.stack) == base {
		return item{}, false
	}
	it := d.stack[base]
	d.stack = d.stack[:base]
	return it, true
}

// text is the first item of e's value as a string, "" when there is none.
func text(e expression, d *Doc, c item) string {
	it, _ := first(e, d, c)
	s := it.text()
	d.work += len(s) / 64 // a text of megabytes that each of a million elements is held against
	return s
}

type literal struct{ it item }

func (e literal) push(d *Doc, _ item) { d.stack = append(d.stack, e.it) }

type contextItem struct{}

func (contextItem) push(d *Doc, c item) { d.stack = append(d.stack, c) }

type variable struct{ slot int }

func (e variable) push(d *Doc, _ item) { d.stack = append(d.stack, d.vars[e.slot]...) }

type global struct{ slot int }

func (e global) push(d *Doc, _ item) { d.stack = append(d.stack, d.global(e.slot)...) }

type sequence []expression

func (e sequence) push(d *Doc, c item) {
	for _, x := range e {
		x.push(d, c)
	}
}

type and struct{ a, b expression }

func (e and) test(d *Doc, c item) bool { return truth(e.a, d, c) && truth(e.b, d, c) }
func (e and) push(d *Doc, c item)      { d.stack = append(d.stack, boolItem(e.test(d, c))) }

type or struct{ a, b expression }

func (e or) test(d *Doc, c item) bool { return truth(e.a, d, c) || truth(e.b, d, c) }
func (e or) push(d *Doc, c item)      { d.stack = append(d.stack, boolItem(e.test(d, c))) }

type conditional struct{ cond, then, other expression }

func (e conditional) push(d *Doc, c item) {
	if truth(e.cond, d, c) {
		e.then.push(d, c)
		return
	}
	e.other.push(d, c)
}

func (e conditional) test(d *Doc, c item) bool {
	if truth(e.cond, d, c) {
		return truth(e.then, d, c)
	}
	return truth(e.other, d, c)
}

// compareExpr is true when some item of a and some item of b compare.
type compareExpr struct {
	op   comparison
	a, b expression
	one  bool // written eq, lt and so on: nothing compared with something is nothing
}

func (e compareExpr) push(d *Doc, c item) {
	if e.one && (!exists(e.a, d, c) || !exists(e.b, d, c)) {
		return
	}
	d.stack = append(d.stack, boolItem(e.test(d, c)))
}

func (e compareExpr) test(d *Doc, c item) bool {
	base := len(d.stack)
	e.a.push(d, c)
	mid := len(d.stack)
	e.b.push(d, c)
	left, right := d.stack[base:mid], d.stack[mid:]
	var found bool
	if e.op == opEq && len(left)*len(right) > setSize && allText(left) && allText(right) {
		found = d.shareText(left, right)
	} else {
		found = d.anyPair(e.op, left, right)
	}
	d.stack = d.stack[:base]
	return found
}

func (d *Doc) anyPair(op comparison, left, right []item) bool {
	d.work += len(left)
	for _, x := range left {
		if d.work += len(right); d.Exhausted() {
			return false
		}
		for _, y := range right {
			if compare(op, x, y) {
				return true
			}
		}
	}
	return false
}

// setSize is the number of pairs from which a set beats comparing each with each.
const setSize = 64

// shareText tells whether two sequences have a text in common, in linear time.
func (d *Doc) shareText(left, right []item) bool {
	d.work += len(left) + len(right)
	if len(left) > len(right) {
		left, right = right, left // the lesser makes the set: building it costs more than asking it
	}
	seen := make(map[string]bool, len(left))
	for _, x := range left {
		seen[x.text()] = true
	}
	for _, y := range right {
		if seen[y.text()] {
			return true
		}
	}
	return false
}

func allText(items []item) bool {
	for _, it := range items {
		if !it.isAnyText() {
			return false
		}
	}
	return true
}

type arithmetic struct {
	op   byte // + - * / (div) % (mod) i (idiv)
	a, b expression
}

func (e arithmetic) push(d *Doc, c item) {
	x, ok1 := first(e.a, d, c)
	y, ok2 := first(e.b, d, c)
	if !ok1 || !ok2 {
		return // as in XPath: nothing plus something is nothing
	}
	d.stack = append(d.stack, numberItem(calculate(e.op, x.number(), y.number())))
}

func calculate(op byte, x, y Number) Number {
	switch op {
	case '+':
		return x.Add(y)
	case '-':
		return x.Sub(y)
	case '*':
		return x.Mul(y)
	case '/':
		return x.Div(y)
	}
	q := truncate(x.Div(y))
	if op == 'i' {
		return q
	}
	return x.Sub(q.Mul(y))
}

func truncate(n Number) Number {
	if n.Sign() < 0 {
		return n.Neg().Floor().Neg()
	}
	return n.Floor()
}

type negate struct{ a expression }

func (e negate) push(d *Doc, c item) {
	if it, ok := first(e.a, d, c); ok {
		d.stack = append(d.stack, numberItem(it.number().Neg()))
	}
}

// maxItems bounds `1 to n` and what one text is cut into. More is no invoice.
const maxItems = 10_000

type rangeExpr struct{ a, b expression }

func (e rangeExpr) push(d *Doc, c item) {
	x, ok1 := first(e.a, d, c)
	y, ok2 := first(e.b, d, c)
	from, ok3 := x.number().Int()
	to, ok4 := y.number().Int()
	if !ok1 || !ok2 || !ok3 || !ok4 || from > to {
		return
	}
	if uint64(to)-uint64(from) > maxItems {
		d.exhaust()
		return
	}
	d.work += to - from
	for i := from; i <= to; i++ {
		d.stack = append(d.stack, numberItem(Int(i)))
	}
}

// union holds the nodes of both, each once, in document order.
type union struct{ a, b expression }

func (e union) push(d *Doc, c item) {
	base := len(d.stack)
	e.a.push(d, c)
	e.b.push(d, c)
	d.stack = d.stack[:base+inDocumentOrder(d.stack[base:])]
}

func (e union) test(d *Doc, c item) bool { return truth(e.a, d, c) || truth(e.b, d, c) }

// loop is for, some and every: body for each item of seq, bound to slot.
type loop struct {
	kind byte // f, s, e
	slot int
	seq  expression
	body expression
}

func (e loop) push(d *Doc, c item) {
	if e.kind != 'f' {
		d.stack = append(d.stack, boolItem(e.test(d, c)))
		return
	}
	base := len(d.stack)
	e.seq.push(d, c)
	items := append([]item(nil), d.stack[base:]...)
	d.stack = d.stack[:base]
	for _, it := range items {
		if d.work++; d.Exhausted() {
			return
		}
		d.bind(e.slot, it)
		e.body.push(d, c)
	}
}

func (e loop) test(d *Doc, c item) bool {
	base := len(d.stack)
	e.seq.push(d, c)
	end := len(d.stack)
	result := e.kind == 'e'
	for i := base; i < end && result == (e.kind == 'e') && !d.Exhausted(); i++ {
		d.work++
		d.bind(e.slot, d.stack[i])
		result = truth(e.body, d, c)
	}
	d.stack = d.stack[:base]
	return result
}
