//go:build external

package schema

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// agreement is the least share of mutations on which both verdicts have to be the same.
const agreement = 0.995

// TestOfficialSchemas compares the verdicts on the files of DOCKET_MUTATIONS with those of the official schemas. What Docket
// refuses alone are false alarms, what it lets pass alone are misses.
func TestOfficialSchemas(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(os.Getenv("DOCKET_MUTATIONS"), "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal("DOCKET_MUTATIONS holds no documents: run tools/external/schema.sh")
	}
	theirs := officialVerdicts(t, files)
	kinds, invalid := map[string]bool{}, 0
	var alarms, misses []string
	for _, file := range files {
		_, kind, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".xml"), "-")
		kinds[kind] = true
		if !theirs[file] {
			invalid++
		}
		switch ours := valid(t, file); {
		case ours && !theirs[file]:
			misses = append(misses, filepath.Base(file))
		case !ours && theirs[file]:
			alarms = append(alarms, filepath.Base(file))
		}
	}
	t.Logf("%d documents of %d kinds, %d of them invalid: %d false alarms %v, %d misses %v",
		len(files), len(kinds), invalid, len(alarms), alarms, len(misses), misses)
	if same := len(files) - len(alarms) - len(misses); float64(same) < agreement*float64(len(files)) {
		t.Errorf("the same verdict on %d of %d", same, len(files))
	}
}

// officialVerdicts tells of each file whether its schema has it.
func officialVerdicts(t *testing.T, files []string) map[string]bool {
	t.Helper()
	cmd := exec.Command("java", "-cp", os.Getenv("DOCKET_PHIVE"), "Phive", "check")
	cmd.Stdin = strings.NewReader("schema " + strings.Join(files, "\nschema ") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run phive: %v", err)
	}
	verdicts := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		file, found, _ := strings.Cut(line, "\t")
		verdicts[file] = strings.TrimSpace(found) == ""
	}
	if len(verdicts) != len(files) {
		t.Fatalf("phive judged %d documents of %d", len(verdicts), len(files))
	}
	return verdicts
}

func valid(t *testing.T, file string) bool {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	root, err := xmltree.Parse(b, xmltree.Limits{})
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(Check(root, nil, ""), func(f en16931.Finding) bool { return f.Severity == en16931.Fatal })
}
