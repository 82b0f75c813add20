package xmltree

import "strings"

const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// name is an interned element or attribute name.
type name struct {
	space, local string
	id           int32
	met, most    int // how often it was met and may be; 0 is without limit
}

type binding struct {
	prefix, space string
	previous      int32 // scope outside this declaration's element
}

// scopes is the stack of namespace declarations. A scope's number is 0 for none, else never used again, so that it can
// key a cache.
type scopes struct {
	bindings []binding
	current  int32
	last     int32
}

// declare binds the prefix until undeclare; what repeats a binding in force opens no scope.
func (s *scopes) declare(prefix, space string) {
	if now, ok := s.lookup(prefix); ok && now == space {
		return
	}
	s.bindings = append(s.bindings, binding{prefix, space, s.current})
	s.last++
	s.current = s.last
}

func (s *scopes) undeclareTo(n int) {
	if n < len(s.bindings) {
		s.current = s.bindings[n].previous
		s.bindings = s.bindings[:n]
	}
}

func (s *scopes) lookup(prefix string) (string, bool) {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == prefix {
			return s.bindings[i].space, s.bindings[i].space != "" || prefix == ""
		}
	}
	switch prefix {
	case "":
		return "", true
	case "xml":
		return xmlSpace, true
	}
	return "", false
}

// cachedName is an answer of the interning table for a raw name in a scope.
type cachedName struct {
	raw   string
	scope int32
	name  *name
}

type expandedName struct{ space, local string }

// names interns the element names of one document. The direct-mapped cache in front answers nearly always: a
// document has some hundred names and a handful of scopes.
type names struct {
	cache [512]cachedName
	known map[expandedName]*name
	most  map[string]int
}

func (t *names) element(raw string, s *scopes) (*name, bool) {
	n := len(raw)
	slot := &t.cache[(uint(raw[n-1])*7+uint(raw[n/2])*31+uint(raw[0])+uint(n)*61)%uint(len(t.cache))]
	if slot.raw == raw && slot.scope == s.current && slot.name != nil {
		return slot.name, true
	}
	prefix, local := splitName(raw)
	space, ok := s.lookup(prefix)
	if !ok {
		return nil, false
	}
	key := expandedName{space, local}
	found := t.known[key]
	if found == nil {
		found = &name{space: space, local: local, id: int32(len(t.known) + 1), most: t.most[local]}
		t.known[key] = found
	}
	*slot = cachedName{raw, s.current, found}
	return found, true
}

func splitName(raw string) (prefix, local string) {
	if i := strings.IndexByte(raw, ':'); i >= 0 {
		return raw[:i], raw[i+1:]
	}
	return "", raw
}
