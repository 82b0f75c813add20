package binding

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// Name is an expanded element name.
type Name struct{ Space, Local string }

// Group lets Go code choose the struct for an element where a table cannot. It is named in a line as a codec.
type Group struct {
	Item any // the zero value of the struct that the lines below are tied to
	// Enter gives the struct (as a pointer) that the element is read into, and its JSON pointer.
	Enter func(inv *en16931.Invoice, n *xmltree.Node) (into any, pointer string)
	// Expand gives what is written as one element each.
	Expand func(inv *en16931.Invoice) []Part
	// Tidy runs after reading, to drop what Enter made in vain.
	Tidy func(inv *en16931.Invoice)
}

// Part is a struct that is written as one element.
type Part struct {
	Value   any    // a pointer to the struct
	Pointer string // of the struct in the invoice's JSON
	Offset  int    // of the struct's list in the invoice's list that it is a part of
}

// Syntax is what a table needs beside its text.
type Syntax struct {
	Name        string            // as in Extension.Syntax
	Table       string            // text; the shape document is the root
	Root        Name              // of the document
	Spaces      map[string]string // prefix to namespace, of the table and of the output
	Order       string            // lines "Parent: Child Child": the schema's sequences
	Currency    string            // path to BT-5
	TaxCurrency string            // path to BT-6
	// CurrencySpaces are the namespaces of these two paths; nil means Spaces.
	CurrencySpaces map[string]string
	Groups         map[string]Group
	// Rename gives the name an older version of the syntax has for an element, which is then read, never written.
	Rename func(parent string, name Name) Name
	// Renew is the inverse of Rename, for extensions; parent is the present name of the element around.
	Renew func(parent string, name Name) Name
}

// Table is a compiled table, safe for concurrent use.
type Table struct {
	syntax      Syntax
	root        *element
	order       map[string]map[string]int
	prefixes    map[string]string // by namespace
	currency    xmltree.Path
	taxCurrency xmltree.Path
	shapes      int
}

// element is a compiled line for an element.
type element struct {
	name     Name // as read
	out      Name // as written
	qname    string
	rank     int16 // position among the lines of the enclosing one
	conds    []cond
	target   *field
	codec    *codec
	group    *Group
	fixed    *string
	same     bool
	peek     bool
	always   bool
	readOnly bool
	once     bool
	counted  bool // of a list, only the items that count are written
	constant bool // the element holds nothing but fixed values
	attrs    []attribute
	children []*element
	byName   map[Name][]*element
	shape    int // index into a reader's name cache
}

type attribute struct {
	name   string
	target *field
}

type compiler struct {
	syntax Syntax
	shapes map[string][]*line
	table  *Table
}

// Compile checks and compiles a table. Its errors are mistakes of the table.
func Compile(s Syntax) (*Table, error) {
	shapes, err := parseTable(s.Table)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", s.Name, err)
	}
	t := &Table{syntax: s, order: parseOrder(s.Order), prefixes: map[string]string{}}
	for prefix, space := range s.Spaces {
		t.prefixes[space] = prefix
	}
	c := &compiler{syntax: s, shapes: shapes, table: t}
	root := s.Root
	if s.Rename != nil {
		root = s.Rename("", root)
	}
	t.root = &element{name: root, out: s.Root, qname: c.qname(s.Root)}
	if err := c.body(t.root, shapes["document"], invoiceType); err != nil {
		return nil, fmt.Errorf("table %s: %w", s.Name, err)
	}
	spaces := s.CurrencySpaces
	if spaces == nil {
		spaces = s.Spaces
	}
	if t.currency, err = xmltree.CompilePath(s.Currency, spaces); err != nil {
		return nil, err
	}
	t.taxCurrency, err = xmltree.CompilePath(s.TaxCurrency, spaces)
	return t, err
}

func (c *compiler) qname(n Name) string {
	return c.table.prefixes[n.Space] + ":" + n.Local
}

// body compiles the lines below an element; in is the struct they are tied to.
func (c *compiler) body(e *element, lines []*line, in reflect.Type) error {
	e.shape = c.table.shapes
	c.table.shapes++
	if err := c.lines(e, lines, in); err != nil {
		return err
	}
	e.byName = map[Name][]*element{}
	e.constant = e.target == nil && e.codec == nil && e.group == nil && len(e.attrs) == 0 && (e.fixed != nil || len(e.children) > 0)
	for i, child := range e.children {
		child.rank = int16(i + 1)
		e.byName[child.name] = append(e.byName[child.name], child)
		e.constant = e.constant && child.constant
	}
	return nil
}

func (c *compiler) lines(e *element, lines []*line, in reflect.Type) error {
	for _, l := range lines {
		var err error
		if name, ok := strings.CutPrefix(l.step, "use "); ok {
			shape, known := c.shapes[strings.TrimSpace(name)]
			if !known {
				return fmt.Errorf("line %d: shape %q is unknown", l.number, name)
			}
			err = c.lines(e, shape, in)
		} else if name, ok := strings.CutPrefix(l.step, "@"); ok {
			err = c.attribute(e, name, l, in)
		} else {
			err = c.element(e, l, in)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) attribute(e *element, name string, l *line, in reflect.Type) error {
	f, err := resolve(l.target, in)
	if err != nil {
		return fmt.Errorf("line %d: %w", l.number, err)
	}
	if f.of.Kind() != reflect.String {
		return fmt.Errorf("line %d: an attribute needs a string", l.number)
	}
	e.attrs = append(e.attrs, attribute{name, f})
	return nil
}

func (c *compiler) element(parent *element, l *line, in reflect.Type) error {
	prefix, local, ok := strings.Cut(l.step, ":")
	space, known := c.syntax.Spaces[prefix]
	if !ok || !known {
		return fmt.Errorf("line %d: element %q has no known prefix", l.number, l.step)
	}
	e := &element{out: Name{space, local}, qname: l.step, fixed: l.fixed}
	e.name = e.out
	if c.syntax.Rename != nil {
		e.name = c.syntax.Rename(parent.out.Local, e.out)
	}
	if err := c.conds(e, l.conds); err != nil {
		return fmt.Errorf("line %d: %w", l.number, err)
	}
	inner, err := c.target(e, l, in)
	if err != nil {
		return fmt.Errorf("line %d: %w", l.number, err)
	}
	parent.children = append(parent.children, e)
	return c.body(e, l.children, inner)
}

// target resolves a line's target and codecs; it gives the struct that the lines below are tied to.
func (c *compiler) target(e *element, l *line, in reflect.Type) (reflect.Type, error) {
	inner, named := in, ""
	for _, name := range l.codecs {
		switch name {
		case "same":
			e.same = true
		case "peek":
			e.peek = true
		case "always":
			e.always = true
		case "read_only":
			e.readOnly = true
		case "once":
			e.once = true
		case "counted":
			e.counted = true
		default:
			named = name
		}
	}
	if g, ok := c.syntax.Groups[named]; ok {
		e.group = &g
		return reflect.TypeOf(g.Item), nil
	}
	if l.target == "" {
		return inner, nil
	}
	f, err := resolve(l.target, in)
	if err != nil {
		return nil, err
	}
	e.target = f
	item := f.itemType()
	if named == "" {
		named = defaultCodec[item]
	}
	if named == "" && item.Kind() == reflect.Struct {
		return item, nil
	}
	if i := slices.IndexFunc(codecs, func(c codec) bool { return c.name == named }); i >= 0 {
		e.codec = &codecs[i]
		if f.list {
			return item, nil
		}
		return inner, nil
	}
	return nil, fmt.Errorf("no codec %q for %s", named, item)
}
