package schema

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// The tables, line by line; a line that starts with a blank goes on with the one above it:
//
//	root NAME TYPE             a document element
//	value TYPE KIND ATTR...    a type that holds a value: text, decimal, boolean, date, time, datetime, base64, or any content
//	of TYPE NAME...            elements that have the type wherever nothing else is said
//	struct TYPE PART...        a type that holds elements in this order
//
// A part is an element's name, then ? for at most one, * for any number, + for at least one; =TYPE where it has another
// type than elsewhere; | before it when it stands instead of the part before. @ATTR is an attribute of a struct. An
// attribute with ! is required.
var (
	//go:embed ubl.table
	ublText string
	//go:embed cii.table
	ciiText string
	//go:embed facturx.table
	facturxText string
)

var (
	ublTable     = sync.OnceValue(func() *table { return compile(ublText) })
	ciiTable     = sync.OnceValue(func() *table { return compile(ciiText) })
	facturxTable = sync.OnceValue(func() *table { return compile(ciiText + facturxText) })
)

var spaces = map[string]string{
	"inv": "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
	"cn":  "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
	"cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
	"cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
	"ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
	"rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
	"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
	"udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
	"qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}

type name struct{ space, local string }

// table is a compiled table. Names are numbered from 1, so that elements are compared by number.
type table struct {
	ids   map[name]int32
	words []string // the names as findings give them, by number
	roots map[int32]*kind
}

// kind is what an element may hold.
type kind struct {
	value    string // the kind of value, "any", "" for a struct
	attrs    []string
	required []string
	slots    []slot
	at       map[int32]int // the slot of an element
}

// slot is a place in the order of a struct, with the elements of which one may stand there.
type slot struct {
	parts     []part
	least, up int // how often: up 0 means without end
}

type part struct {
	id   int32
	kind *kind
}

func (k *kind) has(attr string) bool {
	for _, a := range k.attrs {
		if a == attr {
			return true
		}
	}
	return false
}

// compile reads a table; a fault in it is one of the program, which the tests find.
func compile(text string) *table {
	c := compiler{t: &table{ids: map[name]int32{}, words: []string{""}, roots: map[int32]*kind{}}, kinds: map[string]*kind{"any": {value: "any"}}, of: map[int32]string{}}
	lines := joined(text)
	for _, step := range []string{"value", "of", "struct", "root"} {
		for _, line := range lines {
			if words := strings.Fields(line); words[0] == step {
				c.take(step, words[1:])
			}
		}
	}
	for _, k := range c.kinds {
		if k == nil {
			panic("schema: a type is not defined")
		}
	}
	return c.t
}

func joined(text string) (out []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == ' ' && len(out) > 0:
			out[len(out)-1] += line
		default:
			out = append(out, line)
		}
	}
	return out
}

type compiler struct {
	t     *table
	kinds map[string]*kind
	of    map[int32]string
}

func (c *compiler) take(verb string, words []string) {
	switch verb {
	case "root":
		c.t.roots[c.id(words[0])] = c.kind(words[1])
	case "of":
		for _, w := range words[1:] {
			c.of[c.id(w)] = words[0]
		}
	case "value":
		k := c.kind(words[0])
		k.value = words[1]
		k.setAttrs(words[2:])
	case "struct":
		k := c.kind(words[0])
		*k = kind{at: map[int32]int{}} // a later table says it anew
		for _, w := range words[1:] {
			if attr, ok := strings.CutPrefix(w, "@"); ok {
				k.setAttrs([]string{attr})
				continue
			}
			c.part(k, w)
		}
	default:
		panic(fmt.Sprintf("schema: %q is not understood", verb))
	}
}

func (k *kind) setAttrs(words []string) {
	for _, w := range words {
		attr, required := strings.CutSuffix(w, "!")
		k.attrs = append(k.attrs, attr)
		if required {
			k.required = append(k.required, attr)
		}
	}
}

func (c *compiler) part(k *kind, word string) {
	word, own, _ := strings.Cut(word, "=")
	word, alternative := strings.CutPrefix(word, "|")
	s := slot{least: 1, up: 1}
	switch word[len(word)-1] {
	case '?':
		s.least = 0
	case '*':
		s.least, s.up = 0, 0
	case '+':
		s.up = 0
	}
	id := c.id(strings.TrimRight(word, "?*+"))
	if own == "" {
		own = c.of[id]
	}
	p := part{id, c.kind(own)}
	if alternative {
		last := &k.slots[len(k.slots)-1]
		last.parts = append(last.parts, p)
	} else {
		s.parts = []part{p}
		k.slots = append(k.slots, s)
	}
	if _, stands := k.at[id]; !stands {
		k.at[id] = len(k.slots) - 1
	}
}

func (c *compiler) kind(name string) *kind {
	k, ok := c.kinds[name]
	if !ok {
		k = &kind{}
		c.kinds[name] = k
	}
	return k
}

func (c *compiler) id(word string) int32 {
	prefix, local, _ := strings.Cut(word, ":")
	n := name{spaces[prefix], local}
	id, ok := c.t.ids[n]
	if !ok {
		id = int32(len(c.t.words)) // a table has some thousand names
		c.t.ids[n] = id
		c.t.words = append(c.t.words, word)
	}
	return id
}
