//go:build compare

package rules

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sheets are the official rules, compiled to XSLT, as packages of phive hold them: in the jar of an artefact, below a folder
// of releases.
var sheets = []struct{ set, artefact, folder, file string }{
	{"en16931-ubl", "phive-rules-en16931", "external/schematron/*/ubl", "EN16931-UBL-validation.xslt"},
	{"en16931-cii", "phive-rules-en16931", "external/schematron/*/cii", "EN16931-CII-validation.xslt"},
	{"peppol-ubl", "phive-rules-peppol", "external/schematron/openpeppol/*/xslt", "PEPPOL-EN16931-UBL.xslt"},
	{"xrechnung-ubl", "phive-rules-xrechnung", "external/schematron/*", "XRechnung-UBL-validation.xslt"},
	{"xrechnung-cii", "phive-rules-xrechnung", "external/schematron/*", "XRechnung-CII-validation.xslt"},
}

const lockFile = "../../tools/rules/official.lock"

// TestOfficialSheetsAreThoseLocked compares rule, severity and a hash of context, variables and test with the committed lock.
// The lock holds the newest release that has a manifest; a newer one in the artefact is told with what it changes.
func TestOfficialSheetsAreThoseLocked(t *testing.T) {
	var have []string
	for _, s := range sheets {
		release, sheet := sheetOfRelease(t, s.artefact, s.folder, s.file, newestManifest(s.set))
		have = append(have, s.set+" release "+release)
		locked := readSheet(t, sheet)
		for _, r := range locked {
			have = append(have, s.set+" "+r)
		}
		if newest, sheet := sheetOfRelease(t, s.artefact, s.folder, s.file, ""); newest != release {
			red(t, "newer release of %s: %s, taken up is %s", s.set, newest, release)
			tellChanges(t, s.set, locked, readSheet(t, sheet))
		}
	}
	if os.Getenv("LOCK") == "write" {
		if err := os.WriteFile(lockFile, []byte(strings.Join(have, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(lockFile)
	if err != nil {
		t.Fatal(err)
	}
	tellChanges(t, "lock", strings.Split(strings.TrimSuffix(string(b), "\n"), "\n"), have)
}

func tellChanges(t *testing.T, what string, old, now []string) {
	t.Helper()
	for _, line := range now {
		if !slices.Contains(old, line) {
			red(t, "%s: new or changed: %s", what, line)
		}
	}
	for _, line := range old {
		if !slices.Contains(now, line) {
			red(t, "%s: changed or gone: %s", what, line)
		}
	}
}

func red(t *testing.T, format string, args ...any) {
	t.Helper()
	t.Errorf("\033[31m"+format+"\033[0m", args...)
}

// newestManifest is the newest release of a set that the rules know.
func newestManifest(set string) (release string) {
	name, _, _ := strings.Cut(set, "-")
	for _, m := range embedded() {
		if string(m.Name) == name && newerRelease(m.Release, release) {
			release = m.Release
		}
	}
	return release
}

// sheetOfRelease is the sheet of a release in the artefact's jar, of the newest one without.
func sheetOfRelease(t *testing.T, artefact, folder, file, want string) (release, sheet string) {
	t.Helper()
	for _, jar := range filepath.SplitList(os.Getenv("DOCKET_PHIVE")) {
		if !strings.HasPrefix(filepath.Base(jar), artefact+"-") {
			continue
		}
		z, err := zip.OpenReader(jar)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		var found *zip.File
		for _, f := range z.File {
			ok, _ := path.Match(folder+"/"+file, f.Name)
			if r := releaseIn(folder, f.Name); ok && (want == r || want == "" && newerRelease(r, release)) {
				release, found = r, f
			}
		}
		if found == nil {
			break
		}
		return release, readZipped(t, found)
	}
	t.Fatalf("no %s of release %q in an artefact %s of DOCKET_PHIVE: run make compare-rules", file, want, artefact)
	return "", ""
}

func readZipped(t *testing.T, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// releaseIn is the part of a file's name that the star of the folder stands for.
func releaseIn(folder, name string) string {
	at := strings.Count(folder[:strings.Index(folder, "*")], "/")
	if parts := strings.Split(name, "/"); at < len(parts) {
		return parts[at]
	}
	return ""
}

var releaseNumber = regexp.MustCompile(`[0-9]+`)

func newerRelease(a, b string) bool {
	x, y := releaseNumber.FindAllString(a, -1), releaseNumber.FindAllString(b, -1)
	pad := func(s string) string { return fmt.Sprintf("%8s", s) }
	for i := 0; i < min(len(x), len(y)); i++ {
		if x[i] != y[i] {
			return pad(x[i]) > pad(y[i])
		}
	}
	return len(x) > len(y)
}

// readSheet gives "id severity hash" of each assertion, sorted, and a hash of what all share.
func readSheet(t *testing.T, sheet string) []string {
	t.Helper()
	var out []string
	var match, vars, shared, test, id, flag, attribute string
	inAssert := false
	d := xml.NewDecoder(strings.NewReader(sheet))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			attr := attributes(x)
			switch x.Name.Local {
			case "template":
				match, vars = attr["match"], ""
			case "variable", "param":
				if match != "" {
					vars += attr["name"] + "=" + attr["select"] + "\n"
				} else {
					shared += attr["name"] + "=" + attr["select"] + "\n"
				}
			case "value-of", "sequence":
				if match == "" { // of a function
					shared += attr["select"] + "\n"
				}
			case "failed-assert", "successful-report":
				inAssert, test, id, flag = true, attr["test"], "", ""
			case "attribute":
				attribute = attr["name"]
			}
		case xml.CharData:
			switch text := strings.TrimSpace(string(x)); {
			case !inAssert || text == "":
			case attribute == "id":
				id = text
			case attribute == "flag":
				flag = text
			}
		case xml.EndElement:
			switch x.Name.Local {
			case "template":
				match = ""
			case "attribute":
				attribute = ""
			case "failed-assert", "successful-report":
				inAssert = false
				out = append(out, id+" "+flag+" "+short(match+"\n"+vars+test))
			}
		}
	}
	slices.Sort(out)
	return append(slices.Compact(out), "shared - "+short(shared))
}

func attributes(e xml.StartElement) map[string]string {
	out := map[string]string{}
	for _, a := range e.Attr {
		out[a.Name.Local] = strings.Join(strings.Fields(a.Value), " ")
	}
	return out
}

// short is enough of a hash to notice a change.
func short(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
