package binding

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

const (
	xmlSpace = "http://www.w3.org/XML/1998/namespace"
	xsiSpace = "http://www.w3.org/2001/XMLSchema-instance"
)

// graft puts an extension at its place.
func (w *writer) graft(root *elem, x en16931.Extension) error {
	steps, err := w.table.steps(x.Path)
	if err != nil {
		return err
	}
	if len(steps) == 1 {
		return nil // names the root only: see Root
	}
	at := root
	for _, raw := range steps[1 : len(steps)-1] {
		s, err := w.table.step(raw)
		if err != nil {
			return err
		}
		next := at.nth(s.name, s.position)
		if next == nil {
			next = &elem{name: s.name}
			at.children = append(at.children, next)
		}
		if next.raw != "" {
			return fmt.Errorf("the path leads into another extension")
		}
		at = next
	}
	return w.place(at, steps[len(steps)-1], x.XML)
}

func (w *writer) place(at *elem, last, xml string) error {
	if attr, ok := strings.CutPrefix(last, "@"); ok {
		s, err := w.table.step(attr)
		if err == nil {
			at.setAttrIn(s.name.Space, s.name.Local, xml)
		}
		return err
	}
	if last == textStep {
		at.text = xml
		return nil
	}
	s, err := w.table.step(last)
	if err != nil {
		return err
	}
	parsed, err := xmltree.Parse([]byte(xml), xmltree.Limits{})
	if err != nil {
		return err
	}
	if !parsed.Is(s.name.Space, s.name.Local) {
		return fmt.Errorf("the element is called otherwise than its path says")
	}
	added := &elem{name: s.name, raw: parsed.XML()}
	if old := at.nth(s.name, s.position); old != nil && w.gives(old, parsed) {
		*old = *added
		return nil
	}
	at.children = append(at.children, added)
	return nil
}

// gives tells whether the extension may stand in for the element: it repeats what stands elsewhere, is a value that
// was made up by the table, or is the same value in another notation.
func (w *writer) gives(old *elem, x *xmltree.Node) bool {
	e := old.by
	switch {
	case e == nil:
		return false
	case e.same, e.constant:
		return true
	case e.codec == nil || e.target == nil:
		return w.inside(old, x)
	}
	value := reflect.New(e.target.of)
	r := &reader{vars: w.vars, marks: make([]mark, x.DocumentSize()), table: w.table}
	if e.codec.read(r, x, value.Interface()) == notRead {
		return false
	}
	again := &elem{}
	return e.codec.write(w, again, value.Interface()) && again.text == old.text
}

// inside tells whether each child of old is given by one of the extension.
func (w *writer) inside(old *elem, x *xmltree.Node) bool {
	for _, c := range old.children {
		given := c.isSkeleton()
		for n := range x.ChildrenOf(c.name.Space, c.name.Local) {
			given = given || w.gives(c, n)
		}
		if !given {
			return false
		}
	}
	return len(old.children) > 0 || old.isSkeleton()
}

// isSkeleton tells whether the element is there only because the schema asks for it.
func (e *elem) isSkeleton() bool {
	for _, c := range e.children {
		if !c.isSkeleton() {
			return false
		}
	}
	return e.by != nil && e.by.always && e.text == ""
}

// step reads name[position].
func (t *Table) step(raw string) (step, error) {
	s := step{position: 1}
	name := raw
	if open := strings.LastIndexByte(raw, '['); open > 0 && strings.HasSuffix(raw, "]") {
		n, err := strconv.Atoi(raw[open+1 : len(raw)-1])
		if err != nil || n < 1 {
			return s, fmt.Errorf("the position in %.100q is not understood", raw)
		}
		s.position, name = n, raw[:open]
	}
	if qualified, ok := strings.CutPrefix(name, "Q{"); ok {
		space, local, found := strings.Cut(qualified, "}")
		if !found || local == "" {
			return s, fmt.Errorf("the name %.100q is not understood", raw)
		}
		s.name = Name{unbraced.Replace(space), local}
		return s, nil
	}
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		s.name = Name{"", name}
		return s, nil
	}
	space, known := t.syntax.Spaces[prefix]
	switch {
	case known:
	case prefix == "xml":
		space = xmlSpace
	case prefix == "xsi":
		space = xsiSpace
	default:
		return s, fmt.Errorf("the prefix in %.100q is not known", raw)
	}
	s.name = Name{space, local}
	return s, nil
}
