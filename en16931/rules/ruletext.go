package rules

import (
	"embed"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/internal/expr"
)

// The files of rules say, per syntax, of which elements a rule is asked and what must hold. Their format, line by line:
//
//	def NAME = text          {NAME} stands for the text, also in other definitions
//	let name = expression    $name: before the first context for the document, after a context for its rules
//	group                    starts a group: an element is judged by the first context of a group that matches it
//	context pattern          the elements that the following rules judge
//	resume                   goes on with the context that the file before ended with
//	ID [severity]: test      the rule; a severity only where the syntax's publisher differs from the catalog
//	forbid ID [severity] [terms] path    the rule that the path does not occur; a warning where no severity stands
//	once ID [severity] [terms] path      the rule that it occurs once at most; fatal where no severity stands
//	one ID [severity] [terms] path       the rule that it occurs exactly once; fatal too
//	each a b in x:y u:v      repeats the lines down to `end`, with {a} as x, then u
//
// A line that starts with a blank continues the one above it. # starts a comment.
//
//go:embed published/*.rules
var publishedFiles embed.FS

// ruleText is one or more read files.
type ruleText struct {
	defs      map[string]string
	schema    expr.Schema
	counted   map[string]Rule             // the rules of forbid, once and one, with their text
	severity  map[string]en16931.Severity // where the file overrules the catalog
	rules     map[string]bool             // the ids judged
	without   []string                    // patterns of ids that are left out of the file being read
	inContext bool
}

// source is a file of rules of which a set takes those that no pattern matches.
type source struct {
	name    string
	without []string
}

func readRules(files []source) (*ruleText, error) {
	s := &ruleText{
		defs: map[string]string{}, counted: map[string]Rule{}, severity: map[string]en16931.Severity{}, rules: map[string]bool{},
	}
	lines := make([][]string, len(files)) // all are read before one is taken: definitions may stand in a later file
	for i, f := range files {
		b, err := publishedFiles.ReadFile("published/" + f.name + ".rules")
		if err != nil {
			return nil, fmt.Errorf("read rules: %w", err)
		}
		logical, err := s.logicalLines(string(b))
		if err != nil {
			return nil, fmt.Errorf("read rules %s: %w", f.name, err)
		}
		lines[i] = logical
	}
	for i, f := range files {
		s.inContext, s.without = false, f.without
		for _, line := range lines[i] {
			if err := s.take(line); err != nil {
				return nil, fmt.Errorf("read rules %s line %q: %w", f.name, line, err)
			}
		}
	}
	return s, nil
}

// logicalLines joins continued lines, drops comments, unrolls each-blocks and collects definitions.
func (s *ruleText) logicalLines(text string) (out []string, err error) {
	var block []string // lines of an open each
	var header string
	for _, line := range joinContinued(text) {
		verb, rest, _ := strings.Cut(line, " ")
		switch {
		case verb == "each":
			header = rest
		case verb == "end":
			unrolled, err := unroll(header, block)
			if err != nil {
				return nil, err
			}
			out, block, header = append(out, unrolled...), nil, ""
		case header != "":
			block = append(block, line)
		default:
			out = append(out, line)
		}
	}
	if header != "" {
		return nil, fmt.Errorf("each %q has no end", header)
	}
	kept := out[:0]
	for _, line := range out {
		if def, ok := strings.CutPrefix(line, "def "); ok {
			name, value, _ := strings.Cut(def, " =") // a definition may be empty
			s.defs[name] = strings.TrimPrefix(value, " ")
			continue
		}
		kept = append(kept, line)
	}
	return kept, nil
}

func joinContinued(text string) (out []string) {
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

// unroll repeats a block for each tuple of `a b in x:y u:v`.
func unroll(header string, block []string) (out []string, err error) {
	names, tuples, ok := strings.Cut(header, " in ")
	if !ok {
		return nil, fmt.Errorf("each %q has no list", header)
	}
	vars := strings.Fields(names)
	for tuple := range strings.FieldsSeq(tuples) {
		values := strings.Split(tuple, ":")
		if len(values) != len(vars) {
			return nil, fmt.Errorf("each %q: %q has %d values", names, tuple, len(values))
		}
		var pairs []string
		for i, v := range vars {
			pairs = append(pairs, "{"+v+"}", values[i])
		}
		replacer := strings.NewReplacer(pairs...)
		for _, line := range block {
			out = append(out, replacer.Replace(line))
		}
	}
	return out, nil
}

var macro = regexp.MustCompile(`\{[A-Z][A-Za-z0-9-]*\}`)

// openVariable finds a variable of `each` outside its block.
var openVariable = regexp.MustCompile(`\{[a-z]+\}`)

// maxExpansion bounds how deep definitions may use each other.
const maxExpansion = 10

func (s *ruleText) expand(line string) (string, error) {
	for range maxExpansion {
		if !macro.MatchString(line) {
			return line, nil
		}
		missing := ""
		line = macro.ReplaceAllStringFunc(line, func(m string) string {
			text, ok := s.defs[m[1:len(m)-1]]
			if !ok {
				missing = m
			}
			return text
		})
		if missing != "" {
			return "", fmt.Errorf("no definition of %s", missing)
		}
	}
	return "", fmt.Errorf("definitions go round in circles")
}

// take adds one logical line to the schema.
func (s *ruleText) take(line string) error {
	line, err := s.expand(line)
	if err != nil {
		return err
	}
	if m := openVariable.FindString(line); m != "" {
		return fmt.Errorf("%s stands for nothing", m)
	}
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "group":
		s.schema.Groups = append(s.schema.Groups, nil)
		s.inContext = false
	case "context":
		s.addContext(rest)
	case "resume":
		s.inContext = true
	case "let":
		name, value, _ := strings.Cut(rest, " = ")
		s.addLet(expr.Let{Name: name, Value: value})
	case "forbid", "once", "one":
		return s.addCounted(countings[verb], rest)
	default:
		head, test, ok := strings.Cut(line, ": ")
		if !ok {
			return fmt.Errorf("neither a rule nor a directive")
		}
		id, severity, _ := strings.Cut(head, " ")
		if severity != "" {
			s.severity[id] = en16931.Severity(severity)
		}
		return s.addRule(expr.Rule{ID: id, Test: test})
	}
	return nil
}

// counting is a kind of rule that only counts: its default severity, its test and its text, with %s for the path.
type counting struct {
	severity   en16931.Severity
	test, text string
}

var countings = map[string]counting{
	"forbid": {en16931.Warning, "not(%s)", "%s is not part of an EN 16931 invoice."},
	"once":   {en16931.Fatal, "count(%s) <= 1", "%s may stand here only once."},
	"one":    {en16931.Fatal, "count(%s) = 1", "%s has to stand here exactly once."},
}

func (s *ruleText) addCounted(c counting, line string) error {
	id, path, _ := strings.Cut(line, " ")
	r := Rule{ID: id, Severity: c.severity}
	if severity, rest, ok := strings.Cut(path, " "); ok && isSeverity(severity) {
		r.Severity, path = en16931.Severity(severity), rest
	}
	for strings.HasPrefix(path, "BT-") || strings.HasPrefix(path, "BG-") {
		term, rest, _ := strings.Cut(path, " ")
		r.Terms, path = append(r.Terms, term), rest
	}
	r.Message = fmt.Sprintf(c.text, path)
	s.counted[id] = r
	return s.addRule(expr.Rule{ID: id, Test: fmt.Sprintf(c.test, path)})
}

func isSeverity(s string) bool {
	switch en16931.Severity(s) {
	case en16931.Fatal, en16931.Warning, en16931.Information:
		return true
	}
	return false
}

func (s *ruleText) lastGroup() *expr.Group {
	if len(s.schema.Groups) == 0 {
		s.schema.Groups = append(s.schema.Groups, nil)
	}
	return &s.schema.Groups[len(s.schema.Groups)-1]
}

func (s *ruleText) addContext(pattern string) {
	g := s.lastGroup()
	*g = append(*g, expr.Context{Match: pattern})
	s.inContext = true
}

func (s *ruleText) lastContext() *expr.Context {
	g := s.lastGroup()
	return &(*g)[len(*g)-1]
}

func (s *ruleText) addLet(l expr.Let) {
	if s.inContext {
		c := s.lastContext()
		c.Lets = append(c.Lets, l)
		return
	}
	s.schema.Lets = append(s.schema.Lets, l)
}

func (s *ruleText) addRule(r expr.Rule) error {
	if !s.inContext {
		return fmt.Errorf("rule %s stands outside a context", r.ID)
	}
	if matchesAny(s.without, r.ID) {
		return nil
	}
	s.rules[r.ID] = true
	c := s.lastContext()
	c.Rules = append(c.Rules, r)
	return nil
}

// ids are the rules that the file judges.
func (s *ruleText) ids() map[string]bool { return maps.Clone(s.rules) }
