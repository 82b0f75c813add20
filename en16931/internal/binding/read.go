package binding

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// state tells how much of an element was read.
type state uint8

const (
	unknown state = iota
	implied       // only values that writing gives by itself
	known
)

// mark is what reading leaves at an element.
type mark struct {
	state state
	dirty bool  // something below is kept as an extension
	attrs uint8 // the first eight attributes that were read
	rank  int16
}

type reader struct {
	table  *Table
	inv    *en16931.Invoice
	root   reflect.Value
	marks  []mark
	vars   variables
	lookup [][][]*element // by shape and name: the lines that may claim an element
	wanted bool           // places are noted
	places []Place
}

// Place is an element and where in the invoice's JSON stands what was read from it.
type Place struct {
	Pointer string
	Node    *xmltree.Node
}

// Read reads what the table knows of the document, and keeps the rest in Extensions. Nothing in a well-formed document
// makes it fail: what is missing is absent, what is not understood is an extension.
func (t *Table) Read(root *xmltree.Node) en16931.Invoice {
	r := t.read(root, false)
	r.inv.Extensions = r.extensions(root)
	return *r.inv
}

// ReadWith is Read for a syntax in which a table does not say everything: complete goes on from what the table read, and gives
// the elements that it took, which are no extensions then.
func (t *Table) ReadWith(root *xmltree.Node, complete func(*en16931.Invoice) []*xmltree.Node) en16931.Invoice {
	r := t.read(root, false)
	for _, n := range complete(r.inv) {
		for ; n != nil && r.marks[n.Order].state != known; n = n.Parent {
			r.marks[n.Order].state = known
		}
	}
	r.inv.Extensions = r.extensions(root)
	return *r.inv
}

// Places are the elements that were read, a group behind what stands in it.
func (t *Table) Places(root *xmltree.Node) []Place { return t.read(root, true).places }

func (t *Table) read(root *xmltree.Node, places bool) *reader {
	r := &reader{table: t, inv: &en16931.Invoice{}, marks: make([]mark, root.DocumentSize()), wanted: places}
	r.root = reflect.ValueOf(r.inv).Elem()
	r.lookup = make([][][]*element, t.shapes)
	r.vars = newVariables(strings.TrimSpace(root.Value(t.currency)), strings.TrimSpace(root.Value(t.taxCurrency)))
	r.children(root, t.root, r.root, "")
	r.marks[root.Order].state = known
	for _, g := range t.syntax.Groups {
		if g.Tidy != nil {
			g.Tidy(r.inv)
		}
	}
	return r
}

// claims are the lines for the element below one of shape e. They are looked up once for each name.
func (r *reader) claims(e *element, n *xmltree.Node) []*element {
	names := r.lookup[e.shape]
	for int(n.NameID) >= len(names) {
		names = append(names, nil)
		r.lookup[e.shape] = names
	}
	if names[n.NameID] == nil {
		names[n.NameID] = e.byName[Name{n.Space, n.Local}]
		if names[n.NameID] == nil {
			names[n.NameID] = []*element{}
		}
	}
	return names[n.NameID]
}

// children reads the children of n, tied to e, into the struct.
func (r *reader) children(n *xmltree.Node, e *element, into reflect.Value, pointer string) state {
	result := unknown
	var usedBits [4]uint64 // lines that had their element, so that a second one is not read over it
	for _, c := range n.Children {
		for _, claim := range r.claims(e, c) {
			word, bit := claim.rank/64&3, uint64(1)<<(claim.rank%64)
			once := !claim.repeats()
			if once && usedBits[word]&bit != 0 || !r.accepts(claim, c) {
				continue
			}
			if s := r.element(c, claim, into, pointer); s != unknown {
				usedBits[word] |= bit
				result = max(result, s)
				break
			}
		}
	}
	return result
}

func (e *element) repeats() bool { return e.group != nil || e.target != nil && e.target.list }

func (r *reader) accepts(e *element, n *xmltree.Node) bool {
	for i := range e.conds {
		if !e.conds[i].holds(n, r.vars) {
			return false
		}
	}
	return true
}

// element reads n as the line e says and marks it.
func (r *reader) element(n *xmltree.Node, e *element, into reflect.Value, pointer string) state {
	var made []reflect.Value
	base, list := into, reflect.Value{}
	switch {
	case e.group != nil:
		target, at := e.group.Enter(r.inv, n)
		base, pointer = reflect.ValueOf(target).Elem(), at
	case e.repeats():
		list = e.target.ensure(into, r.root, &made)
		list.Set(reflect.Append(list, reflect.Zero(list.Type().Elem())))
		base = list.Index(list.Len() - 1)
		pointer = r.below(e.target, pointer, into) + r.index(list.Len()-1)
	case e.target != nil:
		base = fill(e.target.ensure(into, r.root, &made), &made)
		pointer = r.below(e.target, pointer, into)
	}
	before := len(r.places)
	around := base // the struct that the lines below are tied to
	if e.codec != nil && !list.IsValid() {
		around = into
	}
	result := r.content(n, e, base, around, pointer)
	if list.IsValid() && (result == unknown || base.IsZero() || isRemark(base)) {
		dropLast(list)
		result, r.places = unknown, r.places[:before]
	}
	if e.always && result != known && r.allImplied(n) {
		result = implied
	} else if result != known && !e.constant {
		result = unknown
	}
	if result == unknown && base.IsZero() { // a value may be there all the same, see inexact
		undo(made)
	}
	m := &r.marks[n.Order]
	m.state, m.rank = result, e.rank
	if result == known && (e.target != nil || e.group != nil) {
		r.note(pointer, n)
	}
	return result
}

func (r *reader) note(pointer string, n *xmltree.Node) {
	if r.wanted {
		r.places = append(r.places, Place{pointer, n})
	}
}

// allImplied tells whether the element holds nothing that writing does not give by itself.
func (r *reader) allImplied(n *xmltree.Node) bool {
	for _, c := range n.Children {
		if r.marks[c.Order].state == unknown {
			return false
		}
	}
	return len(n.Attrs) == 0 && strings.TrimSpace(n.Text) == ""
}

// isRemark tells whether an item is a line with nothing but a note: text between the lines, which some writers put into
// a line of its own and which is none.
func isRemark(item reflect.Value) bool {
	l, ok := item.Addr().Interface().(*en16931.Line)
	if !ok || l.Note == "" {
		return false
	}
	rest := *l
	rest.Note = ""
	return reflect.ValueOf(rest).IsZero()
}

func dropLast(list reflect.Value) {
	if list.SetLen(list.Len() - 1); list.Len() == 0 {
		list.SetZero()
	}
}

func (r *reader) below(f *field, pointer string, from reflect.Value) string {
	if !r.wanted {
		return ""
	}
	return f.at(pointer, from, r.root, 0)
}

func (r *reader) index(i int) string {
	if !r.wanted {
		return ""
	}
	return "/" + strconv.Itoa(i)
}

// content reads the element's text into the value, its attributes and children into the struct around it.
func (r *reader) content(n *xmltree.Node, e *element, v, around reflect.Value, pointer string) state {
	result := unknown
	switch {
	case e.codec != nil:
		result = r.value(n, e, v, pointer)
		if result == unknown {
			return unknown
		}
	case e.fixed != nil:
		if strings.EqualFold(strings.TrimSpace(n.Text), *e.fixed) {
			result = implied
		}
	default:
		result = r.children(n, e, around, pointer)
	}
	for i := range e.attrs {
		result = max(result, r.attribute(n, &e.attrs[i], around))
	}
	if result == known {
		r.markConditions(n, e)
	}
	return result
}

// value reads the element's text by its codec, where nothing was read before.
func (r *reader) value(n *xmltree.Node, e *element, v reflect.Value, pointer string) state {
	if v.IsZero() {
		result := e.codec.read(r, n, v.Addr().Interface())
		switch {
		case result == notRead:
			return unknown
		case result != read || e.peek: // the value is in the invoice, and the element stays as an extension
			r.note(pointer, n)
			return unknown
		}
		return known
	}
	if !e.same {
		return unknown
	}
	other := reflect.New(v.Type())
	if e.codec.read(r, n, other.Interface()) == read && reflect.DeepEqual(other.Elem().Interface(), v.Interface()) {
		return known
	}
	return unknown
}

func (r *reader) attribute(n *xmltree.Node, a *attribute, v reflect.Value) state {
	for i := range n.Attrs {
		if n.Attrs[i].Local != a.name || n.Attrs[i].Space != "" || n.Attrs[i].Value == "" {
			continue
		}
		var made []reflect.Value
		into := a.target.ensure(v, r.root, &made)
		if into.String() != "" && into.String() != n.Attrs[i].Value {
			return unknown
		}
		into.SetString(n.Attrs[i].Value)
		r.marks[n.Order].useAttr(i)
		return known
	}
	return unknown
}

func (m *mark) useAttr(i int) {
	if i < 8 {
		m.attrs |= 1 << i
	}
}

// useAttr marks an attribute that repeats what the invoice says.
func (r *reader) useAttr(n *xmltree.Node, name, value string) {
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Local == name && a.Space == "" && a.Value == value && value != "" {
			r.marks[n.Order].useAttr(i)
		}
	}
}

// markConditions marks what a condition asked for as read: writing gives it again.
func (r *reader) markConditions(n *xmltree.Node, e *element) {
	for i := range e.conds {
		c := &e.conds[i]
		if len(c.values) == 0 || c.negated {
			continue
		}
		at := n
		for _, s := range c.steps {
			if at = at.Child(s.name.Space, s.name.Local); at == nil {
				return
			}
			m := &r.marks[at.Order]
			m.state = max(m.state, implied)
		}
		if c.attr != "" && c.values[0] != ownCurrency { // the amount's own reading knows its currency
			r.useAttr(at, c.attr, at.Attr(c.attr))
		}
	}
}
