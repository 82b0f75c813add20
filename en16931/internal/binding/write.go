package binding

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
)

type writer struct {
	table *Table
	inv   *en16931.Invoice
	root  reflect.Value
	vars  variables
	// The elements get the pointers of what they are written from; offset is that of the part being written.
	wanted bool
	offset int
	// written are the elements that are written once, whatever they stand in.
	written map[*element]bool
}

// Write writes the invoice as a document with the syntax's root, elements in the order of its schema, and the
// extensions of this syntax at their places. Terms that the invoice lacks are left out; none is made up. The error is
// that of w, or tells of an extension that is no XML.
func (t *Table) Write(out io.Writer, inv *en16931.Invoice) error {
	_, err := t.write(out, inv, false)
	return err
}

func (t *Table) write(out io.Writer, inv *en16931.Invoice, places bool) (*elem, error) {
	w := &writer{table: t, inv: inv, root: reflect.ValueOf(inv).Elem(), vars: newVariables(inv.Currency, inv.TaxCurrency), wanted: places}
	root := &elem{name: t.root.out, by: t.root}
	w.children(t.root, root, w.root, "")
	for _, x := range inv.Extensions {
		if x.Syntax != t.syntax.Name {
			continue
		}
		if err := w.graft(root, x); err != nil {
			return nil, fmt.Errorf("write extension at %s: %w", x.Path, err)
		}
	}
	t.sort(root)
	s := &serializer{table: t}
	s.document(root)
	if _, err := io.WriteString(out, s.out.String()); err != nil {
		return nil, fmt.Errorf("write %s: %w", t.syntax.Name, err)
	}
	return root, nil
}

// children writes the lines below e into the element. It tells whether there was anything but fixed values.
func (w *writer) children(e *element, into *elem, from reflect.Value, pointer string) bool {
	written := false
	for _, child := range e.children {
		if child.peek || child.readOnly || w.written[child] {
			continue
		}
		if w.element(child, into, from, pointer) {
			written = true
			w.mark(child)
		}
	}
	return written
}

func (w *writer) mark(e *element) {
	if !e.once {
		return
	}
	if w.written == nil {
		w.written = map[*element]bool{}
	}
	w.written[e] = true
}

func (w *writer) element(e *element, parent *elem, from reflect.Value, pointer string) bool {
	if e.group != nil {
		return w.group(e, parent)
	}
	if e.target == nil {
		return w.one(e, parent, from, from, pointer)
	}
	v, pointer := deref(e.target.get(from, w.root)), w.below(e, from, pointer)
	switch {
	case e.repeats():
		written := false
		for i := 0; v.IsValid() && i < v.Len(); i++ {
			item := v.Index(i)
			if e.counted && !counts(item) {
				continue
			}
			written = w.one(e, parent, item, item, w.item(pointer, i)) || written
		}
		return written
	case e.codec != nil:
		return w.one(e, parent, v, from, pointer)
	case !v.IsValid() && !e.always:
		return false
	}
	return w.one(e, parent, v, v, pointer)
}

// counts tells whether an item is one of those that the invoice sums.
func counts(item reflect.Value) bool {
	l, ok := item.Addr().Interface().(*en16931.Line)
	return !ok || l.Counts()
}

// group writes the parts of the invoice that each are one element.
func (w *writer) group(e *element, parent *elem) bool {
	written := false
	for _, part := range e.group.Expand(w.inv) {
		v := reflect.ValueOf(part.Value).Elem()
		w.offset = part.Offset
		written = w.one(e, parent, v, v, part.Pointer) || written
	}
	w.offset = 0
	return written
}

func (w *writer) below(e *element, from reflect.Value, pointer string) string {
	if !w.wanted {
		return ""
	}
	return e.target.at(pointer, from, w.root, w.offset)
}

func (w *writer) item(pointer string, i int) string {
	if !w.wanted {
		return ""
	}
	return pointer + "/" + strconv.Itoa(i)
}

// one writes one element and adds it to the parent when there is something to say.
func (w *writer) one(e *element, parent *elem, v, around reflect.Value, pointer string) bool {
	el := &elem{name: e.out, by: e}
	if e.target != nil || e.group != nil {
		el.pointer = pointer
	}
	written := false
	switch {
	case e.codec != nil:
		written = v.IsValid() && !v.IsZero() && e.codec.write(w, el, v.Addr().Interface())
		if !written {
			return false
		}
	case e.fixed != nil:
		el.text = *e.fixed
	default:
		written = w.children(e, el, around, pointer)
	}
	for _, a := range e.attrs {
		if value := a.target.get(around, w.root); value.IsValid() && value.String() != "" {
			el.setAttr(a.name, value.String())
			written = true
		}
	}
	if !written && !e.constant && !e.always {
		return false
	}
	w.conditions(e, el)
	parent.children = append(parent.children, el)
	return written
}

// conditions writes what makes the element fulfil its own conditions.
func (w *writer) conditions(e *element, el *elem) {
	for i := range e.conds {
		c := &e.conds[i]
		if len(c.values) == 0 || c.negated {
			continue
		}
		value := w.vars.expand(c.values[0])
		at := el
		for _, s := range c.steps {
			next := at.nth(s.out, 1)
			if next == nil {
				next = &elem{name: s.out, by: s}
				at.children = append(at.children, next)
			}
			at = next
		}
		if c.attr != "" {
			at.setAttr(c.attr, value)
		} else if at.text == "" {
			at.text = value
		}
	}
}

// Root is the name of the table's document element as it stands in paths.
func (t *Table) Root() string { return t.root.qname }

// step is one step of an extension's path.
type step struct {
	name     Name
	position int
}

// steps splits an extension's path; names with a namespace in braces may hold slashes.
func (t *Table) steps(path string) ([]string, error) {
	var out []string
	for rest := path; rest != ""; {
		if rest[0] != '/' {
			return nil, fmt.Errorf("the path is not understood")
		}
		rest = rest[1:]
		end := 0
		if at := strings.TrimPrefix(rest, "@"); strings.HasPrefix(at, "Q{") {
			end = max(0, strings.IndexByte(rest, '}'))
		}
		if i := strings.IndexByte(rest[end:], '/'); i >= 0 {
			out, rest = append(out, rest[:end+i]), rest[end+i:]
		} else {
			out, rest = append(out, rest), ""
		}
	}
	if len(out) < 1 || slices.Contains(out, "") {
		return nil, fmt.Errorf("the path is not understood")
	}
	return out, nil
}
