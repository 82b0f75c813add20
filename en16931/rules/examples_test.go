//go:build compare

package rules

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/schema"
	"github.com/docketapi/docket/en16931/xmltree"
)

// TestOfficialExamples judges the documents below the folder EXAMPLES by the sheets of what they claim, the core's and the XML
// schema, and names those that are valid by all of them and refused here.
func TestOfficialExamples(t *testing.T) {
	dir := os.Getenv("EXAMPLES")
	if dir == "" {
		t.Skip("EXAMPLES names no folder of documents")
	}
	files, refusing := examples(t, dir)
	tallies := map[string]*[3]int{} // documents, valid by the official rules, of those refused here
	for i, theirs := range officialOn(t, files) {
		set := string(files[i].set.Name)
		if tallies[set] == nil {
			tallies[set] = &[3]int{}
		}
		tallies[set][0]++
		if len(theirs.fatal) > 0 {
			continue
		}
		tallies[set][1]++
		if ours := refusing[files[i].path]; len(ours) > 0 {
			tallies[set][2]++
			t.Errorf("%s: %s is valid, and refused for %v", set, strings.TrimPrefix(files[i].path, dir), ours)
		}
	}
	for set, n := range tallies {
		fmt.Printf("%s: %d documents, %d valid by the official rules, %d of them refused\n", set, n[0], n[1], n[2])
	}
}

// example is a document with the set that judges it and the names by which phive judges it, too.
type example struct {
	path   string
	set    Set
	judges []string
}

// examples are the documents that a sheet is there for, and what Docket refuses each for.
func examples(t *testing.T, dir string) (found []example, refusing map[string][]string) {
	t.Helper()
	refusing = map[string][]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		root, err := xmltree.Parse(b, xmltree.Limits{})
		if err != nil || syntaxOf(root) == nil {
			return nil
		}
		set, _ := Judging(root, Auto, "")
		judges := []string{"schema"}
		i := slices.IndexFunc(sheets, func(s officialSet) bool { return s.profile == set.Name && s.syntax == syntaxOf(root).name })
		if i < 0 || named(SpecificationID(root)) && set.Name == EN16931 && SpecificationID(root) != coreID {
			return nil
		}
		if !sheets[i].repeats {
			judges = append(judges, "sheet:"+officialSheet(t, "en16931-"+syntaxOf(root).name).path)
		}
		own := officialSheet(t, sheets[i].set)
		if sheets[i].profile == Peppol {
			own = findSheet(t, sheets[i].artefact, sheets[i].path, set.Release)
		}
		found = append(found, example{path, set, append(judges, "sheet:"+own.path)})
		for _, f := range slices.Concat(schema.Check(root, placesOf(root), SpecificationID(root)), findingsOf(root, Auto)) {
			if f.Severity == en16931.Fatal && !slices.Contains(refusing[path], f.Rule) {
				refusing[path] = append(refusing[path], f.Rule)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found, refusing
}

// officialOn is the verdict of all judges together on each document.
func officialOn(t *testing.T, files []example) []verdict {
	t.Helper()
	var lines []string
	for _, f := range files {
		for _, judge := range f.judges {
			lines = append(lines, judge+" "+f.path)
		}
	}
	all, out := phiveOn(t, lines), make([]verdict, len(files))
	for i, f := range files {
		for range f.judges {
			out[i].fatal = append(out[i].fatal, all[0].fatal...)
			all = all[1:]
		}
	}
	return out
}
