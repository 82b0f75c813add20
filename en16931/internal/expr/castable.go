package expr

import "regexp"

// castable tests whether a value, of one item, can be read as a type.
type castable struct {
	e    expression
	cast func(it item) bool
}

// casts are the types that castable knows.
var casts = map[string]func(it item) bool{
	"xs:string":  func(item) bool { return true },
	"xs:boolean": func(it item) bool { _, ok := it.asBool(); return ok || it.kind == kNumber && !it.num.nan },
	"xs:date":    func(it item) bool { _, ok := it.asDate(); return ok },
	"xs:integer": isInteger,
	"xs:decimal": func(it item) bool { return !it.number().nan },
	"xs:double": func(it item) bool {
		return it.kind == kNumber || it.kind == kBool || double.MatchString(trimSpace(it.text()))
	},
}

// double is how an xs:double is written.
var double = regexp.MustCompile(`^([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|-?INF|NaN)$`)

// isInteger: a number is cut, a text must be one.
func isInteger(it item) bool {
	if it.kind == kNumber || it.kind == kBool {
		return !it.number().nan
	}
	s := trimSpace(it.text())
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// castableAs parses the type behind `castable as`.
func (p *parser) castableAs(e expression) expression {
	cast, ok := casts[p.peek().text]
	if !ok {
		p.fail("no type %q", p.peek().text)
	}
	p.next()
	return castable{e, cast}
}

func (e castable) push(d *Doc, c item) { d.stack = append(d.stack, boolItem(e.test(d, c))) }

func (e castable) test(d *Doc, c item) bool {
	base := len(d.stack)
	e.e.push(d, c)
	items := d.stack[base:]
	d.stack = d.stack[:base]
	return len(items) == 1 && e.cast(items[0])
}
