package expr

import (
	"fmt"
	"maps"
)

// Let names a value: for the whole document in Schema.Lets, for one context's rules in Context.Lets.
type Let struct{ Name, Value string }

// Rule is a condition that must hold. ID is the caller's.
type Rule struct {
	ID   string
	Test string
}

// Context is a pattern of elements and what must hold of each element that it matches.
type Context struct {
	Match string
	Lets  []Let
	Rules []Rule
}

// Group is an ordered list of contexts: an element is judged by the first context that matches it, and by no other of
// the group (a Schematron pattern).
type Group []Context

// Schema is everything one Program judges.
type Schema struct {
	Prefixes map[string]string
	Checks   map[string]func(string) bool // further functions of one string
	Lists    map[string]List              // code lists, for code('name', value) and part('name', value)
	Lets     []Let
	Groups   []Group
}

// List is a code list. Has asks for a code; HasPart for a piece of the list's text, as some published tests do.
type List struct{ Has, HasPart func(string) bool }

// Program is a compiled schema. It is safe for concurrent use.
type Program struct {
	names       *Names
	slots       int
	globals     []expression
	globalSlots map[string]int
	checks      map[string]builtin
	lists       map[string]List
	groups      []*group
	memoized    map[string]int // sources of values that patterns share -> slot
}

// Compile compiles a schema; errors name the rule at fault.
func Compile(s Schema) (*Program, error) {
	p := &Program{
		names: NewNames(s.Prefixes), globalSlots: map[string]int{}, checks: map[string]builtin{}, lists: maps.Clone(s.Lists),
		memoized: map[string]int{},
	}
	for name, check := range s.Checks {
		p.checks[name] = builtin{1, 1, func(d *Doc, c item, args []expression) bool {
			return check(text(args[0], d, c))
		}, nil}
	}
	for _, l := range s.Lets {
		e, err := p.compile(l.Value, nil)
		if err != nil {
			return nil, fmt.Errorf("compile $%s: %w", l.Name, err)
		}
		p.globalSlots[l.Name] = len(p.globals)
		p.globals = append(p.globals, e)
	}
	for _, g := range s.Groups {
		compiled, err := p.group(g)
		if err != nil {
			return nil, err
		}
		p.groups = append(p.groups, compiled)
	}
	return p, nil
}

func (prog *Program) newSlot() int {
	prog.slots++
	return prog.slots - 1
}

func (prog *Program) function(name string) (builtin, bool) {
	if fn, ok := prog.checks[name]; ok {
		return fn, true
	}
	if fn, ok := words[name]; ok {
		return fn, true
	}
	fn, ok := functions[name]
	return fn, ok
}

func (prog *Program) compile(src string, scope map[string]int) (e expression, err error) {
	p, err := prog.parser(src, scope)
	if err != nil {
		return nil, err
	}
	defer recoverFailure(&err)
	e = p.sequence()
	if p.peek().kind != tEnd {
		p.fail("unexpected %q", p.peek().text)
	}
	return e, nil
}

func (prog *Program) parser(src string, scope map[string]int) (*parser, error) {
	toks, err := lex(src)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", src, err)
	}
	if scope == nil {
		scope = map[string]int{}
	}
	return &parser{prog: prog, toks: toks, scope: scope, source: src}, nil
}

func recoverFailure(err *error) {
	if r := recover(); r != nil {
		f, ok := r.(failure)
		if !ok {
			panic(r)
		}
		*err = f.err
	}
}
