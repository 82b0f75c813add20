package binding

import (
	"fmt"
	"strings"
)

// line is one line of a table with the lines below it.
type line struct {
	number   int
	step     string
	conds    []string
	target   string
	codecs   []string
	fixed    *string
	children []*line
}

// parseTable splits the text into shapes by their names.
func parseTable(text string) (map[string][]*line, error) {
	var shapes []*line
	var stack []*line // the open line at each depth
	for i, raw := range strings.Split(text, "\n") {
		content, _, _ := strings.Cut(raw, "#")
		body := strings.TrimLeft(content, " ")
		depth := (len(content) - len(body)) / 2
		if body = strings.TrimSpace(body); body == "" {
			continue
		}
		l, err := parseLine(body)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		l.number = i + 1
		if depth > len(stack) {
			return nil, fmt.Errorf("line %d: indented too deep", l.number)
		}
		stack = append(stack[:depth], l)
		if depth > 0 {
			stack[depth-1].children = append(stack[depth-1].children, l)
		}
		if depth == 0 {
			shapes = append(shapes, l)
		}
	}
	named := make(map[string][]*line, len(shapes))
	for _, l := range shapes {
		name, ok := strings.CutPrefix(l.step, "shape ")
		if !ok {
			return nil, fmt.Errorf("line %d: stands outside a shape", l.number)
		}
		named[name] = l.children
	}
	return named, nil
}

func parseLine(body string) (*line, error) {
	l := &line{}
	if before, value, ok := strings.Cut(body, " = "); ok {
		value = strings.TrimSpace(value)
		l.fixed, body = &value, before
	}
	words := strings.Fields(body)
	if words[0] == "use" || words[0] == "shape" {
		if len(words) != 2 {
			return nil, fmt.Errorf("%q needs one name", words[0])
		}
		l.step = body
		return l, nil
	}
	l.step, l.conds = splitConds(words[0])
	for _, w := range words[1:] {
		if codec, ok := strings.CutPrefix(w, ":"); ok {
			l.codecs = append(l.codecs, codec)
		} else if l.target == "" {
			l.target = w
		} else {
			return nil, fmt.Errorf("a second target %q", w)
		}
	}
	return l, nil
}

func splitConds(word string) (step string, conds []string) {
	step, rest, _ := strings.Cut(word, "[")
	for rest != "" {
		var cond string
		cond, rest, _ = strings.Cut(rest, "]")
		conds = append(conds, cond)
		rest = strings.TrimPrefix(rest, "[")
	}
	return step, conds
}
