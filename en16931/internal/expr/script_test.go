package expr

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
)

// A script in testdata says what expressions give, line by line; testdata/README.md tells the format. The values come from
// the recommendation of XPath 2.0 and its functions, never from what this package answers.

// script is the state of one script while its lines are read.
type script struct {
	t      *testing.T
	file   string
	line   int
	source string // the document
	at     string // the path of the context item
	rules  []string
	hits   []string
	cases  int
	effort int // what an evaluation may cost; the document's own without it
}

// listed is a list as code lists write them.
const listed = " a b "

// testSchema is what every case is compiled with.
func testSchema() Schema {
	return Schema{
		Prefixes: map[string]string{"x": "urn:x", "y": "urn:y"},
		Checks:   map[string]func(string) bool{"even": func(s string) bool { return len(s)%2 == 0 }},
		Lists: map[string]List{"abc": {
			Has:     func(s string) bool { return s == "a" || s == "b" },
			HasPart: func(s string) bool { return strings.Contains(listed, s) },
		}},
		Lets: []Let{{"vs", "//x:v"}, {"two", "2"}, {"first-v", "(//x:v)[1]"}, {"words", "('a', 'b')"}},
	}
}

func TestScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.xpath")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".xpath"), func(t *testing.T) {
			t.Parallel()
			s := &script{t: t, file: file}
			s.run()
			if s.cases == 0 {
				t.Error("a script without cases")
			}
		})
	}
}

func (s *script) run() {
	f, err := os.Open(s.file)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	block := ""
	for lines.Scan() {
		s.line++
		text := lines.Text()
		if body, indented := strings.CutPrefix(text, "  "); indented {
			s.inBlock(block, body)
			continue
		}
		s.endBlock(block)
		block = ""
		switch text = strings.TrimSpace(text); {
		case text == "" || strings.HasPrefix(text, "#"):
		case text == "document":
			block, s.source = text, ""
		case text == "rules":
			block = text
		case strings.HasPrefix(text, "at "):
			s.at = strings.TrimPrefix(text, "at ")
		case strings.HasPrefix(text, "effort "):
			if s.effort, err = strconv.Atoi(strings.TrimPrefix(text, "effort ")); err != nil {
				s.t.Fatal(err)
			}
		default:
			s.evaluate(text)
		}
	}
	s.endBlock(block)
}

func (s *script) inBlock(block, body string) {
	hit, isHit := strings.CutPrefix(body, "=> ")
	switch {
	case block == "document":
		s.source += body + "\n"
	case block == "rules" && isHit:
		s.hits = append(s.hits, hit)
	case block == "rules":
		s.rules = append(s.rules, body)
	default:
		s.fail("an indented line in no block")
	}
}

func (s *script) endBlock(block string) {
	if block == "rules" {
		s.check()
		s.rules, s.hits = nil, nil
	}
}

func (s *script) fail(format string, args ...any) {
	s.t.Helper()
	s.t.Errorf("%s:%d: %s", s.file, s.line, fmt.Sprintf(format, args...))
}

// evaluate checks `expression => values`, `=> exhausted` and `=> error words`.
func (s *script) evaluate(text string) {
	source, want, ok := strings.Cut(text, " => ")
	if !ok {
		s.fail("no => in %q", text)
		return
	}
	s.cases++
	source, want = strings.TrimSpace(source), strings.TrimSpace(want)
	p, err := Compile(testSchema())
	if err != nil {
		s.t.Fatal(err)
	}
	e, err := p.compile(source, nil)
	switch words, wantsError := strings.CutPrefix(want+" ", "error "); {
	case wantsError && (err == nil || !strings.Contains(err.Error(), strings.TrimSpace(words))):
		s.fail("%s\n\thave error %v\n\twant %q", source, err, words)
		return
	case wantsError:
		return
	case err != nil:
		s.fail("%s\n\thave error %v\n\twant %s", source, err, want)
		return
	}
	if got := s.value(p, e); got != want {
		s.fail("%s\n\thave %s\n\twant %s", source, got, want)
	}
}

// value is the expression's value at the context item; its truth must agree with the value's.
func (s *script) value(p *Program, e expression) string {
	at := s.at
	if at == "" {
		at = "/"
	}
	path, err := p.compile(at, nil)
	if err != nil {
		s.t.Fatalf("%s: context %s: %v", s.file, at, err)
	}
	d := s.document(p)
	c, ok := first(path, d, nodeItem(d.root()))
	if !ok {
		s.t.Fatalf("%s:%d: nothing at %s", s.file, s.line, at)
	}
	e.push(d, c)
	items := append([]item(nil), d.stack...)
	if d.Exhausted() {
		return "exhausted"
	}
	d.stack = d.stack[:0]
	if got, want := truth(e, d, c), len(items) > 0 && items[0].truth(); got != want {
		s.fail("truth is %v, that of the value %v", got, want)
	}
	if it, ok := first(e, d, c); ok != (len(items) > 0) || ok && show(it) != show(items[0]) {
		s.fail("the first item is %v %s, that of the value %s", ok, show(it), showAll(items))
	}
	if len(d.stack) != 0 {
		s.fail("%d items left on the stack", len(d.stack))
	}
	return showAll(items)
}

func (s *script) document(p *Program) *Doc {
	root, err := xmltree.Parse([]byte(s.source), xmltree.Limits{})
	if err != nil {
		s.t.Fatalf("%s:%d: %v", s.file, s.line, err)
	}
	d := NewDoc(p, root)
	if s.effort > 0 {
		d.effort = s.effort
	}
	return d
}
