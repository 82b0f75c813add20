// Command diff compares two folders of OpenAPI files, v1.yaml and v2.yaml each with itself, and prints what changed for
// clients. It ends with status 1 when a change breaks one of them.
//
//	diff BASE_DIR REVISION_DIR
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: diff BASE_DIR REVISION_DIR")
		os.Exit(2)
	}
	breaking := 0
	for _, name := range []string{"v1.yaml", "v2.yaml"} {
		n, err := compare(os.Stdout, filepath.Join(os.Args[1], name), filepath.Join(os.Args[2], name))
		if err != nil {
			fmt.Fprintf(os.Stderr, "compare %s: %v\n", name, err)
			os.Exit(2)
		}
		breaking += n
	}
	if breaking > 0 {
		os.Exit(1)
	}
}

// compare prints the changes from base to revision and counts the breaking ones. A file the base lacks is all new.
func compare(w io.Writer, base, revision string) (int, error) {
	if _, err := os.Stat(base); os.IsNotExist(err) {
		return 0, nil
	}
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	before, err := load.NewSpecInfo(loader, load.NewSource(base))
	if err != nil {
		return 0, err
	}
	loader = openapi3.NewLoader()
	loader.IsExternalRefsAllowed = true
	after, err := load.NewSpecInfo(loader, load.NewSource(revision))
	if err != nil {
		return 0, err
	}
	report, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), before, after)
	if err != nil {
		return 0, err
	}
	breaking := 0
	for _, c := range checker.CheckBackwardCompatibility(checker.NewConfig(checker.GetAllChecks()), report, sources) {
		if c.GetLevel() >= checker.ERR {
			breaking++
		}
		fmt.Fprintf(w, "%s: %s %s: %s\n", c.GetLevel(), c.GetOperation(), c.GetPath(), c.GetUncolorizedText(checker.NewDefaultLocalizer()))
	}
	return breaking, nil
}
