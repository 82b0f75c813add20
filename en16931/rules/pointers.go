package rules

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed terms.txt
var termsFile string

// termPaths leads from a term to the steps of its place in the JSON.
var termPaths = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(termsFile) {
		if term, path, ok := strings.Cut(strings.TrimSpace(line), " "); ok && term != "#" {
			out[term] = strings.Split(path, ".")
		}
	}
	return out
})

// places turns business terms into JSON pointers at an element. It walks the document once, when first asked.
type places struct {
	syntax *syntax
	root   *xmltree.Node
	known  map[*xmltree.Node]string // the elements that are a place of their own, and its pointer
	counts map[string]int           // of list items, by the list's pointer
}

func newPlaces(s *syntax, root *xmltree.Node) *places { return &places{syntax: s, root: root} }

// pointers are the places of the terms. At an element of /lines/2 a line's terms are those of that line; where no element
// tells which item of a list is meant, the pointer is the list's.
func (p *places) pointers(terms []string, n *xmltree.Node) []string {
	out := []string{}
	here := p.placeOf(n)
	for _, term := range terms {
		steps, ok := termPaths()[term]
		if !ok {
			continue
		}
		if pointer := resolve(steps, here); !slices.Contains(out, pointer) {
			out = append(out, pointer)
		}
	}
	if len(out) == 0 && here != "" {
		return append(out, here) // a rule of the syntax speaks of no term: the place of its element
	}
	return nearest(out, here)
}

// resolve fills the list items of a path in from the place.
func resolve(steps []string, here string) string {
	pointer := ""
	for _, s := range steps {
		list, isList := strings.CutSuffix(s, "[]")
		pointer += "/" + list
		if !isList {
			continue
		}
		index, ok := strings.CutPrefix(here, pointer+"/")
		if !ok {
			return pointer
		}
		index, _, _ = strings.Cut(index, "/")
		pointer += "/" + index
	}
	return pointer
}

// nearest drops what only other places have, when some pointer lies in this one: of an allowance's and a charge's amount
// that of the allowance stays at an allowance, of the seller's and the buyer's country the seller's at the seller.
func nearest(pointers []string, here string) []string {
	inside := func(s string) bool { return here != "" && strings.HasPrefix(s, here) }
	if !slices.ContainsFunc(pointers, inside) {
		return pointers
	}
	return slices.DeleteFunc(pointers, func(s string) bool {
		if inside(s) {
			return false
		}
		return slices.ContainsFunc(pointers, func(other string) bool {
			return inside(other) && (lastStep(other) == lastStep(s) || !strings.Contains(s[1:], "/"))
		})
	})
}

func lastStep(pointer string) string { return pointer[strings.LastIndexByte(pointer, '/')+1:] }

// placeOf is the pointer of the nearest place that n stands in, "" for the document.
func (p *places) placeOf(n *xmltree.Node) string {
	if p.known == nil {
		p.known, p.counts = map[*xmltree.Node]string{}, map[string]int{}
		p.walk(p.root, "")
	}
	for ; n != nil; n = n.Parent {
		if place, ok := p.known[n]; ok {
			return place
		}
	}
	return ""
}

func (p *places) walk(n *xmltree.Node, here string) {
	for _, b := range p.syntax.places[n.Local] {
		if b.parent != "" && (n.Parent == nil || n.Parent.Local != b.parent) || b.when != nil && !b.when(n) {
			continue
		}
		pointer := here + "/" + b.name
		if b.list {
			i := p.counts[pointer]
			p.counts[pointer]++
			pointer += "/" + strconv.Itoa(i)
		}
		p.known[n], here = pointer, pointer
		break
	}
	for _, c := range n.Children {
		p.walk(c, here)
	}
}
