//go:build compare

package rules

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// officialSet is a set of rules that a sheet of its publisher judges, too.
type officialSet struct {
	set, artefact, path string
	profile             Profile
	syntax              string
	release             string // as the path writes it, where that is not the manifest's
	bt24, country       string // of the documents to compare with
	edits               []string
	gated               bool // by the sheet: other claims are not judged
	repeats             bool // the core's rules, with its own
}

// sheets are the official rules, compiled to XSLT, as packages of phive hold them: in the jar of an artefact, where the
// group of the pattern is the release. Most national ones repeat the core's rules, of an older release than ours: what is
// locked of them is what the core's own sheet has not.
var sheets = []officialSet{
	{set: "en16931-ubl", artefact: "en16931", path: `external/schematron/([^/]+)/ubl/EN16931-UBL-validation\.xslt`, profile: EN16931, syntax: "ubl", bt24: coreID},
	{set: "en16931-cii", artefact: "en16931", path: `external/schematron/([^/]+)/cii/EN16931-CII-validation\.xslt`, profile: EN16931, syntax: "cii", bt24: coreID},
	{set: "peppol-ubl", artefact: "peppol", path: `external/schematron/openpeppol/([^/]+)/xslt/PEPPOL-EN16931-UBL\.xslt`, profile: Peppol, syntax: "ubl", bt24: peppolBisID},
	{set: "peppol-selfbilling-ubl", artefact: "peppol", path: `external/schematron/openpeppol/([^/]+)/xslt/PEPPOL-EN16931-UBL-SB\.xslt`, profile: PeppolSelfBilling, syntax: "ubl",
		bt24: "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"},
	{set: "xrechnung-ubl", artefact: "xrechnung", path: `external/schematron/([^/]+)/XRechnung-UBL-validation\.xslt`, profile: XRechnung, syntax: "ubl", bt24: xrechnungID},
	{set: "xrechnung-cii", artefact: "xrechnung", path: `external/schematron/([^/]+)/XRechnung-CII-validation\.xslt`, profile: XRechnung, syntax: "cii", bt24: xrechnungID},
	{set: "nlcius-ubl", artefact: "simplerinvoicing", path: `external/schematron/simplerinvoicing/si-ubl-(2\.0\.3\.[0-9]+)\.xslt`, profile: NLCIUS, syntax: "ubl", bt24: nlcius, gated: true, country: "NL", repeats: true},
	{set: "nlcius-cii", artefact: "simplerinvoicing", path: `external/schematron/nlcius/nlcius-cii-(1\.0\.3\.[0-9]+)\.xslt`, profile: NLCIUS, syntax: "cii", release: "1.0.3.12", bt24: nlcius, gated: true, country: "NL", repeats: true},
	{set: "hr-ubl", artefact: "eracun", path: `external/schematron/([^/]+)/HR-CIUS-EXT-EN16931-UBL\.xslt`, profile: HR, syntax: "ubl", bt24: hrCIUS, country: "HR", edits: croatian},
	{set: "be-ubl", artefact: "ublbe", path: `external/schematron/ublbe/en16931/v([^/]+)/GLOBALUBL\.BE\.xslt`, profile: BE, syntax: "ubl", bt24: ublBE, country: "BE", edits: belgian, repeats: true},
	{set: "pt-ubl", artefact: "cius-pt", path: `external/schematron/[^/]+/urn_feap\.gov\.pt_CIUS-PT_(.*)\.xslt`, profile: PT, syntax: "ubl", bt24: ciusPT, country: "PT", repeats: true},
	{set: "fr-ctc-ubl", artefact: "france", path: `external/schematron/ctc/([^/]+)/xslt/[0-9]+_BR-FR-Flux2-Schematron-UBL_V.*\.xslt`, profile: CTC, syntax: "ubl", bt24: coreID, country: "FR"},
	{set: "fr-ctc-cii", artefact: "france", path: `external/schematron/ctc/([^/]+)/xslt/[0-9]+_BR-FR-Flux2-Schematron-CII_V.*\.xslt`, profile: CTC, syntax: "cii", bt24: coreID, country: "FR"},
	{set: "ro-ubl", artefact: "cius-ro", path: `external/schematron/([^/]+)/EN16931-CIUS_RO-UBL-validation\.xslt`, profile: RO, syntax: "ubl", bt24: ciusRO, country: "RO", edits: []string{">EUR<", ">RON<"}, repeats: true},
}

const lockFile = "../../tools/rules/official.lock"

// TestOfficialSheetsAreThoseLocked compares rule, severity and a hash of context, variables and test with the committed lock.
// The lock holds the newest release that has a manifest; a newer one in the artefact is told with what it changes.
func TestOfficialSheetsAreThoseLocked(t *testing.T) {
	var have []string
	for _, s := range sheets {
		official := officialSheet(t, s.set)
		have = append(have, s.set+" release "+official.release)
		locked := ownRules(t, s.set, official.text)
		for _, r := range locked {
			have = append(have, s.set+" "+r)
		}
		if newest := findSheet(t, s.artefact, s.path, ""); newest.release != official.release {
			red(t, "newer release of %s: %s, taken up is %s", s.set, newest.release, official.release)
			tellChanges(t, s.set, locked, ownRules(t, s.set, newest.text))
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

// officialSheet is the sheet of a set, in the newest release that has a manifest.
func officialSheet(t *testing.T, set string) sheet {
	t.Helper()
	for _, s := range sheets {
		if s.set == set {
			return findSheet(t, s.artefact, s.path, cmp.Or(s.release, newestManifest(s.profile)))
		}
	}
	t.Fatalf("no sheet of %s", set)
	return sheet{}
}

// ownRules are the assertions of a set's sheet, without those that the core's has where it repeats them.
func ownRules(t *testing.T, set, text string) []string {
	t.Helper()
	all := readSheet(t, text)
	i := slices.IndexFunc(sheets, func(s officialSet) bool { return s.set == set && s.repeats })
	if i < 0 {
		return all
	}
	core := idsOf(readSheet(t, officialSheet(t, "en16931-"+sheets[i].syntax).text))
	return slices.DeleteFunc(all, func(r string) bool { id, _, _ := strings.Cut(r, " "); return core[id] })
}

// newestManifest is the newest release of a set that the rules know.
func newestManifest(p Profile) (release string) {
	for _, m := range embedded() {
		if m.Name == p && newerRelease(m.Release, release) {
			release = m.Release
		}
	}
	return release
}

// sheet is one of the official ones: where it stands in its jar, its release and its text.
type sheet struct{ path, release, text string }

// findSheet is the sheet of a release in the artefact's jar, of the newest one without.
func findSheet(t *testing.T, artefact, pattern, want string) (found sheet) {
	t.Helper()
	paths := regexp.MustCompile("^" + pattern + "$")
	for _, jar := range filepath.SplitList(os.Getenv("DOCKET_PHIVE")) {
		if !strings.HasPrefix(filepath.Base(jar), "phive-rules-"+artefact+"-") {
			continue
		}
		z, err := zip.OpenReader(jar)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for _, f := range z.File {
			m := paths.FindStringSubmatch(f.Name)
			if m == nil || want != "" && want != m[1] || want == "" && !newerRelease(m[1], found.release) {
				continue
			}
			found = sheet{f.Name, m[1], readZipped(t, f)}
		}
	}
	if found.path == "" {
		t.Fatalf("no sheet %s of release %q in an artefact %s of DOCKET_PHIVE: run make compare-rules", pattern, want, artefact)
	}
	return found
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
