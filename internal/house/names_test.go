package house

import (
	"bufio"
	_ "embed"
	"go/ast"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed names.txt
var names string

// banned is a name that misled: of a package, of anything in a package, or of a file.
type banned struct{ folder, name, instead string }

// parse reads names.txt: "folder.Name: what to call it instead", with * for every folder.
func parse(t *testing.T, list string) []banned {
	t.Helper()
	var out []banned
	for scan := bufio.NewScanner(strings.NewReader(list)); scan.Scan(); {
		line := strings.TrimSpace(scan.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		what, instead, ok := strings.Cut(line, ": ")
		dot := strings.LastIndex(what, ".")
		if strings.HasSuffix(what, ".go") {
			dot = strings.LastIndex(what, "/")
		}
		if !ok || instead == "" || dot < 0 {
			t.Fatalf("names.txt: want \"folder.Name: instead\", got %q", line)
		}
		out = append(out, banned{what[:dot], what[dot+1:], instead})
	}
	return out
}

// used are the names that a file declares, its package's and its own among them; those of the package's level also with "declared".
func (s source) used() map[string]bool {
	out := map[string]bool{filepath.Base(s.path): true, "package " + s.ast.Name.Name: true}
	for _, o := range s.ast.Scope.Objects {
		out["declared "+o.Name] = true
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncDecl:
			out[x.Name.Name] = true
		case *ast.TypeSpec:
			out[x.Name.Name] = true
		case *ast.ValueSpec:
			add(out, x.Names)
		case *ast.Field:
			add(out, x.Names)
		case *ast.AssignStmt:
			for _, left := range x.Lhs {
				if id, ok := left.(*ast.Ident); ok {
					out[id.Name] = true
				}
			}
		}
		return true
	})
	return out
}

func add(out map[string]bool, list []*ast.Ident) {
	for _, id := range list {
		out[id.Name] = true
	}
}

// finds tells which banned names a file uses.
func (s source) finds(list []banned) []banned {
	used := s.used()
	var out []banned
	for _, b := range list {
		if (b.folder == "*" || b.folder == s.folder()) && used[b.name] {
			out = append(out, b)
		}
	}
	return out
}

func TestMisleadingNamesStayAway(t *testing.T) {
	t.Parallel()
	list := parse(t, names)
	for _, s := range sources(t) {
		for _, b := range s.finds(list) {
			t.Errorf("%s: %s: %s", s.path, b.name, b.instead)
		}
	}
}

func TestBannedNamesAreFound(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.path != filepath.Join("internal", "house", "names_test.go") {
			continue
		}
		list := []banned{{"house", "banned", "x"}, {"*", "instead", "x"}, {"house", "names_test.go", "x"}, {"*", "package house", "x"},
			{"house", "scan", "x"}, {"*", "declared banned", "x"},
			{"other", "banned", "x"}, {"house", "absent", "x"}, {"*", "declared scan", "x"}}
		if got := s.finds(list); len(got) != 6 {
			t.Errorf("found %v", got)
		}
		return
	}
	t.Error("this file was not found")
}
