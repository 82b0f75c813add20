package rules

import (
	_ "embed"
	"slices"
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

// Places tells where in the invoice's JSON the elements of a document stand: whoever reads or writes documents knows it.
type Places interface {
	// Value is the pointer of the value that was read from the element, "" when it became none.
	Value(*xmltree.Node) string
	// Group is the pointer of the group or list item that the element is or stands in, "" for the invoice itself.
	Group(*xmltree.Node) string
}

// pointers are the places of the terms, as seen from an element: in an element of /lines/2 a line's terms are those of
// that line. Where no element tells which item of a list is meant, the pointer is the list's. The element's own value
// comes first.
func pointers(terms []string, places Places, n *xmltree.Node) []string {
	out := []string{}
	group, value := places.Group(n), places.Value(n)
	for _, term := range terms {
		steps, ok := termPaths()[term]
		if !ok {
			continue
		}
		if pointer := resolve(steps, group); !slices.Contains(out, pointer) {
			out = append(out, pointer)
		}
	}
	out = nearest(out, group)
	switch {
	case value != "":
		return withValue(out, value)
	case len(out) == 0 && group != "":
		return append(out, group) // a rule of the syntax speaks of no term
	}
	return out
}

// withValue puts the element's own value among the pointers: in front where the rule speaks of it or of what it is a part
// of, else last, as the element is then only where the rule is asked.
func withValue(pointers []string, value string) []string {
	speaks := func(p string) bool { return p == value || strings.HasPrefix(value, p+"/") }
	others := slices.DeleteFunc(slices.Clone(pointers), speaks)
	if len(others) < len(pointers) {
		return slices.Insert(others, 0, value)
	}
	return append(others, value)
}

// furtherPayments is where further payments stand; what is said of the payment holds of each of them.
const furtherPayments = "/other_payments/"

// resolve fills the list items of a path in from the group.
func resolve(steps []string, group string) string {
	pointer := ""
	if item, ok := strings.CutPrefix(group, furtherPayments); ok && steps[0] == "payment" {
		index, _, _ := strings.Cut(item, "/")
		pointer, steps = furtherPayments+index, steps[1:]
	}
	for _, s := range steps {
		list, isList := strings.CutSuffix(s, "[]")
		pointer += "/" + list
		if !isList {
			continue
		}
		index, ok := strings.CutPrefix(group, pointer+"/")
		if !ok {
			return pointer
		}
		index, _, _ = strings.Cut(index, "/")
		pointer += "/" + index
	}
	return pointer
}

// nearest drops what only other groups have, when some pointer lies in this one or the nearest around it: of the seller's
// and the buyer's country the seller's at the seller, of an allowance's and a charge's amount that of the allowance in an
// item of the allowances.
func nearest(pointers []string, group string) []string {
	inside := func(p string) bool { return group != "" && (p == group || strings.HasPrefix(p, group+"/")) }
	for group != "" && !slices.ContainsFunc(pointers, inside) {
		group = group[:strings.LastIndexByte(group, '/')]
	}
	if group == "" {
		return pointers
	}
	inItem := strings.Count(group, "/") > 1
	return slices.DeleteFunc(slices.Clone(pointers), func(p string) bool {
		return !inside(p) && slices.ContainsFunc(pointers, func(other string) bool {
			return inside(other) && (sameEnd(other, p) || inItem && !strings.Contains(p[1:], "/"))
		})
	})
}

// sameEnd tells whether two pointers are the same term of two groups.
func sameEnd(a, b string) bool {
	return strings.Count(a, "/") == strings.Count(b, "/") && a[strings.LastIndexByte(a, '/'):] == b[strings.LastIndexByte(b, '/'):]
}
