//go:build external

package einvoice_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/einvoice"
)

// TestOfficialSchemasTakeWhatIsWritten writes invoices that use nearly every term, in both syntaxes, and has phive hold
// them to the XML schemas.
func TestOfficialSchemasTakeWhatIsWritten(t *testing.T) {
	classes := os.Getenv("DOCKET_PHIVE")
	if classes == "" {
		t.Fatal("DOCKET_PHIVE is not set: run tools/external/xml.sh")
	}
	dir := t.TempDir()
	var lines strings.Builder
	for name, inv := range written(t) {
		for _, s := range []einvoice.Syntax{einvoice.UBL, einvoice.CII} {
			var b bytes.Buffer
			if err := einvoice.Write(&b, s, &inv); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, name+"-"+string(s)+".xml")
			if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			lines.WriteString("en16931 " + path + "\n")
		}
	}
	cmd := exec.Command("java", "-cp", classes, "Phive", "check")
	cmd.Stdin = strings.NewReader(lines.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run phive: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		parts := strings.SplitN(strings.TrimRight(line, "\n"), "\t", 3)
		if strings.Contains(parts[1], "XSD") || strings.Contains(parts[1], "EXCEPTION") {
			t.Errorf("%s: %s", filepath.Base(parts[0]), parts[1])
		}
	}
	if n := strings.Count(string(out), "\n"); n != strings.Count(lines.String(), "\n") {
		t.Errorf("phive judged %d documents of %d", n, strings.Count(lines.String(), "\n"))
	}
}
