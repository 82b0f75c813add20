package house

import (
	"fmt"
	"go/ast"
	"strings"
	"testing"
)

const (
	mostLines   = 3500 // of a package, without its tests
	longestFile = 350  // in lines, tests among them
	mostMethods = 25   // of a type
)

// room is a package: its size and what its comment says of it.
type room struct {
	lines   int
	methods map[string]int // of each type
	comment string
}

func (r *room) add(s source) {
	r.lines += s.lines
	if s.ast.Doc != nil {
		r.comment += strings.Join(strings.Fields(s.ast.Doc.Text()), " ") + "\n"
	}
	for _, d := range s.ast.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
			r.methods[receiverOf(f)]++
		}
	}
}

// faults are what is too large without a reason: the package's comment says "more than 3,500 lines", or "TYPE has more than 25
// methods", and why.
func (r *room) faults() []string {
	var out []string
	if r.lines > mostLines && !strings.Contains(r.comment, "more than 3,500 lines") {
		out = append(out, fmt.Sprintf("has %d lines", r.lines))
	}
	for name, n := range r.methods {
		if n > mostMethods && !strings.Contains(r.comment, name+" has more than 25 methods") {
			out = append(out, fmt.Sprintf("%s has %d methods", name, n))
		}
	}
	return out
}

func TestRoomsAreSmall(t *testing.T) {
	t.Parallel()
	rooms := map[string]*room{}
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		if rooms[s.folder()] == nil {
			rooms[s.folder()] = &room{methods: map[string]int{}}
		}
		rooms[s.folder()].add(s)
	}
	for name, r := range rooms {
		for _, fault := range r.faults() {
			t.Errorf("%s: %s: split it, or say why in its package comment", name, fault)
		}
	}
}

// tooLong tells whether a file is longer than a reader takes in.
func (s source) tooLong() bool { return s.lines > longestFile }

func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.tooLong() {
			t.Errorf("%s has %d lines, and more than %d: split it", s.path, s.lines, longestFile)
		}
	}
}

func TestWhatIsTooLargeIsFound(t *testing.T) {
	t.Parallel()
	if (source{lines: longestFile}).tooLong() || !(source{lines: longestFile + 1}).tooLong() {
		t.Error("a file's length is measured wrongly")
	}
	large := room{lines: mostLines + 1, methods: map[string]int{"Server": mostMethods + 1, "Small": mostMethods}}
	if got := large.faults(); len(got) != 2 {
		t.Errorf("without a reason: %q", got)
	}
	large.comment = "It has more than 3,500 lines since they are one table. Server has more than 25 methods: one an operation."
	if got := large.faults(); len(got) != 0 {
		t.Errorf("with reasons: %q", got)
	}
}
