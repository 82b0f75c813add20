package expr

// predicate filters a step's results: by a condition, by a constant position, or by what may turn out to be either.
type predicate struct {
	cond     expression
	position int  // 1, 2, ...; 0 when cond is no such literal
	last     bool // [last()]
	either   bool // cond may be a number, which is a position, or asks for the position
}

// focus is where the context item stands among the items that a predicate or step looks at.
type focus struct{ position, size int }

// predicate parses what stands between brackets.
func (p *parser) predicate() predicate {
	outer := p.focus
	p.focus = false
	e := p.sequence()
	p.want("]")
	pred := predicate{cond: e, either: p.focus || mayBeNumber(e)}
	p.focus = outer
	switch x := e.(type) {
	case literal:
		if n, ok := x.it.num.Int(); ok && x.it.kind == kNumber && n > 0 {
			pred.position = n
		}
	case *call:
		pred.last = x.name == "last"
	}
	return pred
}

// positional tells whether the predicate depends on more than the item it looks at.
func (p *predicate) positional() bool { return p.position > 0 || p.last || p.either }

// numeric are the functions that may give a number.
var numeric = map[string]bool{
	"count": true, "sum": true, "min": true, "max": true, "abs": true, "round": true, "floor": true, "ceiling": true, "number": true,
	"xs:decimal": true, "xs:double": true, "xs:integer": true, "string-length": true, "string-to-codepoints": true,
	"distinct-values": true, "reverse": true, "round2": true, "decimals": true, "or0": true, "total": true, "last": true, "position": true,
}

// mayBeNumber tells whether a value can be a number: then it is a position and no condition.
func mayBeNumber(e expression) bool {
	switch x := e.(type) {
	case literal:
		return x.it.kind == kNumber
	case arithmetic, negate, rangeExpr, variable, global, contextItem, sequence:
		return true
	case conditional:
		return mayBeNumber(x.then) || mayBeNumber(x.other)
	case loop:
		return x.kind == 'f' && mayBeNumber(x.body)
	case filtered:
		return mayBeNumber(x.e)
	case *call:
		return numeric[x.name]
	case *path:
		n := len(x.steps)
		return n > 0 && x.steps[n-1].axis == axisExpr && mayBeNumber(x.steps[n-1].expr)
	}
	return false
}

// filter keeps the items above base that the predicate accepts.
func (d *Doc) filter(base int, p *predicate) {
	end := len(d.stack)
	switch {
	case p.last || p.position > 0:
		at := base + p.position - 1
		if p.last {
			at = end - 1
		}
		if at < base || at >= end {
			d.stack = d.stack[:base]
			return
		}
		d.stack[base] = d.stack[at]
		d.stack = d.stack[:base+1]
		return
	}
	outer := d.focus
	keep := base
	for i := base; i < end && !d.Exhausted(); i++ {
		d.focus = focus{i - base + 1, end - base}
		if p.accepts(d, d.stack[i]) {
			d.stack[keep] = d.stack[i]
			keep++
		}
	}
	d.focus = outer
	d.stack = d.stack[:keep]
}

// accepts tells whether a condition holds of c, or c stands at the position that it turns out to be.
func (p *predicate) accepts(d *Doc, c item) bool {
	if !p.either {
		return truth(p.cond, d, c)
	}
	base := len(d.stack)
	p.cond.push(d, c)
	value := d.stack[base:]
	d.stack = d.stack[:base]
	switch {
	case len(value) == 0:
		return false
	case len(value) == 1 && value[0].kind == kNumber:
		return !value[0].num.nan && value[0].num.Cmp(Int(d.focus.position)) == 0
	}
	return value[0].truth()
}
