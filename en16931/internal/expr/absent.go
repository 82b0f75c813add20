package expr

// trie holds rules of the form `not(a/b/c)`: thousands of elements that EN 16931 has no use for. One walk over the
// subtree answers all of them.
type trie struct {
	next  map[int32]*trie
	attrs map[string][]string // rules that forbid an attribute here
	rules []string            // rules that forbid this element
}

// forbidden gives the paths of `not(path)` when they are chains of plain names.
func forbidden(e expression) ([]*path, bool) {
	c, ok := e.(*call)
	if !ok || c.name != "not" {
		return nil, false
	}
	return plainPaths(c.args[0])
}

func plainPaths(e expression) ([]*path, bool) {
	switch x := e.(type) {
	case union:
		a, ok1 := plainPaths(x.a)
		b, ok2 := plainPaths(x.b)
		return append(a, b...), ok1 && ok2
	case *path:
		if x.absolute || len(x.steps) == 0 || !plainSteps(x.steps) {
			return nil, false
		}
		if x.from == nil {
			return []*path{x}, true
		}
		heads, ok := plainPaths(x.from)
		if !ok {
			return nil, false
		}
		var out []*path
		for _, h := range heads {
			out = append(out, &path{steps: append(append([]step(nil), h.steps...), x.steps...)})
		}
		return out, true
	}
	return nil, false
}

func plainSteps(steps []step) bool {
	for i, s := range steps {
		switch {
		case len(s.preds) > 0:
			return false
		case s.axis == axisChild && s.name.id != anyName:
		case s.axis == axisAttribute && s.attr.plain() && i == len(steps)-1:
		default:
			return false
		}
	}
	return true
}

func (t *trie) add(rule string, paths []*path) *trie {
	if t == nil {
		t = &trie{}
	}
	for _, p := range paths {
		at := t
		for _, s := range p.steps {
			if s.axis == axisAttribute {
				if at.attrs == nil {
					at.attrs = map[string][]string{}
				}
				at.attrs[s.attr.local] = append(at.attrs[s.attr.local], rule)
				at = nil
				break
			}
			at = at.child(s.name.id)
		}
		if at != nil {
			at.rules = append(at.rules, rule)
		}
	}
	return t
}

func (t *trie) child(id int32) *trie {
	if t.next == nil {
		t.next = map[int32]*trie{}
	}
	c := t.next[id]
	if c == nil {
		c = &trie{}
		t.next[id] = c
	}
	return c
}

// judge reports each rule once for n, at the first place that breaks it.
func (t *trie) evaluate(n *node, report func(Hit)) {
	if t == nil {
		return
	}
	var seen map[string]bool
	t.walk(n, func(rule string, at *node) {
		if seen[rule] {
			return
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		seen[rule] = true
		report(Hit{Rule: rule, Node: at.src, Order: int(at.order)})
	})
}

func (t *trie) walk(n *node, found func(rule string, at *node)) {
	for _, rule := range t.rules {
		found(rule, n)
	}
	if t.attrs != nil {
		for i := range n.src.Attrs {
			if a := &n.src.Attrs[i]; a.Space == "" {
				for _, rule := range t.attrs[a.Local] {
					found(rule, n)
				}
			}
		}
	}
	if t.next == nil {
		return
	}
	for x := n.first; x != nil; x = x.next {
		if next := t.next[x.name]; next != nil && x.name != anyName {
			next.walk(x, found)
		}
	}
}
