package expr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func showAll(items []item) string {
	if len(items) == 0 {
		return "()"
	}
	shown := make([]string, len(items))
	for i, it := range items {
		shown[i] = show(it)
	}
	return strings.Join(shown, ", ")
}

// show writes an item as the scripts do: nodes by their place, strings in quotes, untyped text behind a ~.
func show(it item) string {
	switch it.kind {
	case kNode:
		return placeOf(it.node)
	case kAttr:
		return strings.TrimSuffix(placeOf(it.node), "/") + "/@" + it.attr().Local
	case kText:
		if it.node != nil {
			return placeOf(it.node) + "/text()"
		}
		return "~" + strconv.Quote(it.s)
	case kString:
		return strconv.Quote(it.s)
	case kNumber, kBool, kDate:
		return it.text()
	}
	return "?"
}

// placeOf is a path of local names, with an index where a name repeats.
func placeOf(n *node) string {
	if n == nil {
		return "nothing"
	}
	if n.isDocument() {
		return "/"
	}
	index, same := 0, 0
	for x := n.parent.first; x != nil; x = x.next {
		if x.src.Local == n.src.Local {
			if same++; x == n {
				index = same
			}
		}
	}
	step := n.src.Local
	if same > 1 {
		step += fmt.Sprintf("[%d]", index)
	}
	return strings.TrimSuffix(placeOf(n.parent), "/") + "/" + step
}

// judge runs the rules of a block and compares its findings.
func (s *script) check() {
	s.cases++
	schema := testSchema()
	var group Group
	for _, line := range append(s.rules, "group") {
		switch word, rest, _ := strings.Cut(line, " "); word {
		case "group":
			if len(group) > 0 {
				schema.Groups = append(schema.Groups, group)
			}
			group = nil
		case "context":
			group = append(group, Context{Match: rest})
		case "let":
			name, value, _ := strings.Cut(rest, " = ")
			c := &group[len(group)-1]
			c.Lets = append(c.Lets, Let{name, value})
		default:
			c := &group[len(group)-1]
			c.Rules = append(c.Rules, Rule{strings.TrimSuffix(word, ":"), rest})
		}
	}
	p, err := Compile(schema)
	if words, ok := strings.CutPrefix(strings.Join(s.hits, "\n"), "error "); ok {
		if err == nil || !strings.Contains(err.Error(), words) {
			s.fail("have error %v\n\twant %s", err, words)
		}
		return
	}
	if err != nil {
		s.fail("%v", err)
		return
	}
	if got := findings(s.document(p)); !slices.Equal(got, s.hits) {
		s.fail("have\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(s.hits, "\n\t"))
	}
}

// findings are the document's, sorted, each `rule at place: actual | expected`.
func findings(d *Doc) []string {
	var out []string
	d.Run(func(h Hit) {
		line := h.Rule + " at " + placeOf(&d.nodes[h.Order])
		if h.Actual != "" || h.Expected != "" {
			line += ": " + strings.TrimSuffix(strings.TrimSpace(h.Actual+" | "+h.Expected), " |")
		}
		out = append(out, line)
	})
	if d.Exhausted() {
		out = append(out, "exhausted")
	}
	slices.Sort(out)
	return out
}
