package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the module's folder, seen from this one.
const root = "../.."

// source is one file that people have written.
type source struct {
	path  string // from the module's folder
	lines int
	ast   *ast.File
}

// folder is the package of the file by its folder, without the floors that all have in common: services/invoice.
func (s source) folder() string {
	return strings.TrimPrefix(filepath.ToSlash(filepath.Dir(s.path)), "internal/")
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources parses all files that people have written, tests among them.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	for _, top := range []string{"cmd", "en16931", "examples", "internal", "sql"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
			if err != nil {
				return err
			}
			within, err := filepath.Rel(root, path)
			out = append(out, source{path: within, lines: strings.Count(string(text), "\n"), ast: file})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d files were found: this test looks in the wrong place", len(out))
	}
	return out
}

// receiverOf is the name of the type that a method is of; "" for a function.
func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}
