package expr

import (
	"fmt"
	"maps"
	"slices"

	"github.com/docketapi/docket/en16931/xmltree"
)

// group is a compiled Group. byName leads from an element's name to the contexts that may match it, in their order.
type group struct {
	contexts []*context
	byName   map[int32][]candidate
	names    []int32     // the keys of byName, sorted
	wild     []candidate // contexts of no certain name
}

type candidate struct {
	order   int
	pattern *pattern
}

type context struct {
	lets   []let
	rules  []rule
	absent *trie // the rules that only forbid descendants, in one table
}

type let struct {
	slot  int
	value expression
}

type rule struct {
	id   string
	test expression
}

// Hit is a rule that does not hold of a node. Actual and Expected say what it found and asks for, where that is one value.
type Hit struct {
	Rule             string
	Node             *xmltree.Node // the element judged
	Order            int           // its place in document order
	Actual, Expected string
}

func (prog *Program) group(contexts Group) (*group, error) {
	g := &group{byName: map[int32][]candidate{}}
	for i, c := range contexts {
		patterns, err := prog.patterns(c.Match)
		if err != nil {
			return nil, fmt.Errorf("compile context: %w", err)
		}
		compiled, err := prog.context(c)
		if err != nil {
			return nil, err
		}
		g.contexts = append(g.contexts, compiled)
		for k := range patterns {
			cand := candidate{i, &patterns[k]}
			if id := patterns[k].steps[0].name.id; id != anyName {
				g.byName[id] = append(g.byName[id], cand)
			} else {
				g.wild = append(g.wild, cand)
			}
		}
	}
	g.names = slices.Sorted(maps.Keys(g.byName))
	return g, nil
}

func (prog *Program) context(c Context) (*context, error) {
	out, scope := &context{}, map[string]int{}
	for _, l := range c.Lets {
		e, err := prog.compile(l.Value, maps.Clone(scope))
		if err != nil {
			return nil, fmt.Errorf("compile $%s: %w", l.Name, err)
		}
		scope[l.Name] = prog.newSlot()
		out.lets = append(out.lets, let{scope[l.Name], e})
	}
	for _, r := range c.Rules {
		e, err := prog.compile(r.Test, maps.Clone(scope))
		if err != nil {
			return nil, fmt.Errorf("compile %s: %w", r.ID, err)
		}
		if paths, ok := forbidden(e); ok {
			out.absent = out.absent.add(r.ID, paths)
			continue
		}
		out.rules = append(out.rules, rule{r.ID, e})
	}
	return out, nil
}

// Run judges the document and hands every broken rule to report.
// Hits come in no certain order, but always in the same, and those of a rule at elements of one name in document order.
func (d *Doc) Run(report func(Hit)) {
	for _, g := range d.program.groups {
		if len(g.wild) == 0 {
			g.runNamed(d, report)
			continue
		}
		for i := 1; i < len(d.nodes); i++ {
			n := &d.nodes[i]
			if d.Exhausted() {
				return
			}
			if c := g.first(d, n); c != nil {
				c.evaluate(d, n, report)
			}
		}
	}
}

// runNamed looks at the elements of the contexts' names alone.
func (g *group) runNamed(d *Doc, report func(Hit)) {
	for _, id := range g.names {
		for _, n := range d.named(id) {
			if d.Exhausted() {
				return
			}
			for _, next := range g.byName[id] {
				if next.pattern.matches(d, n) {
					g.contexts[next.order].evaluate(d, n, report)
					break
				}
			}
		}
	}
}

// first is the first context that matches n.
func (g *group) first(d *Doc, n *node) *context {
	named, wild := g.byName[n.name], g.wild
	if n.name == anyName {
		named = nil
	}
	for len(named)+len(wild) > 0 {
		var next candidate
		if len(wild) == 0 || len(named) > 0 && named[0].order < wild[0].order {
			next, named = named[0], named[1:]
		} else {
			next, wild = wild[0], wild[1:]
		}
		if next.pattern.matches(d, n) {
			return g.contexts[next.order]
		}
	}
	return nil
}

func (c *context) evaluate(d *Doc, n *node, report func(Hit)) {
	it := nodeItem(n)
	d.focus = focus{1, 1}
	for _, l := range c.lets {
		base := len(d.stack)
		l.value.push(d, it)
		d.vars[l.slot] = append(d.vars[l.slot][:0], d.stack[base:]...)
		d.stack = d.stack[:base]
	}
	for i := range c.rules {
		r := &c.rules[i]
		d.compared = false
		if !truth(r.test, d, it) && !d.Exhausted() {
			actual, expected := d.reason(r.test, it)
			report(Hit{r.id, n.src, int(n.order), actual, expected})
		}
	}
	c.absent.evaluate(n, report)
}
