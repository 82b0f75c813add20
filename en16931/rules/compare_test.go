//go:build compare

package rules

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/schema"
	"github.com/docketapi/docket/en16931/xmltree"
)

// TestOfficialVerdicts compares the verdicts on generated documents rule by rule.
func TestOfficialVerdicts(t *testing.T) {
	documents, seed := setting(t, "DOCUMENTS", 500), setting(t, "SEED", 1)
	for i, c := range sheets {
		if only := os.Getenv("SETS"); only != "" && !slices.Contains(strings.Fields(only), c.set) {
			continue
		}
		t.Run(c.set, func(t *testing.T) {
			doc := edit(t, base(t, c.syntax), append([]string{coreID + "<", c.bt24 + "<"}, c.edits...)...)
			sheet := officialSheet(t, c.set)
			m := &mutator{rand: rand.New(rand.NewPCG(uint64(seed), uint64(i))), pool: literalsOf(sheet.text), names: descendants(parse(t, doc), nil)[1:]}
			m.pool = append(m.pool, literalsOf(officialSheet(t, "en16931-"+c.syntax).text)...)
			docs, told := make([]string, documents), make([]string, documents)
			for k := range docs {
				docs[k], told[k] = m.change(variant(doc, c.country, m.rand))
				for c.gated && SpecificationID(parse(t, docs[k])) != c.bt24 {
					docs[k], told[k] = m.change(variant(doc, c.country, m.rand))
				}
			}
			report(t, c, docs, told, official(t, "sheet:"+sheet.path, docs), idsOf(ownRules(t, c.set, sheet.text)))
		})
	}
}

// idsOf are the rules of a sheet.
func idsOf(assertions []string) map[string]bool {
	ids := map[string]bool{}
	for _, a := range assertions {
		id, _, _ := strings.Cut(a, " ")
		ids[id] = true
	}
	return ids
}

func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// variant makes another invoice of the document before it is broken: mostly of the country whose rules are judged, of
// another one, VAT category or kind.
func variant(doc, home string, r *rand.Rand) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	if r.IntN(3) == 0 || home != "" {
		country := pick("NO", "DK", "IT", "SE", "NL", "GR", "IS", "FR", "XI", "EL")
		if home != "" && r.IntN(4) > 0 {
			country = home
		}
		doc = strings.ReplaceAll(doc, ">DE<", ">"+country+"<")
		doc = strings.ReplaceAll(doc, ">DE", ">"+country)
	}
	if r.IntN(3) == 0 {
		category := pick("Z", "E", "AE", "K", "G", "O", "L", "M", "B")
		doc = strings.ReplaceAll(doc, ">S<", ">"+category+"<")
		if r.IntN(2) == 0 {
			doc = strings.NewReplacer(">19.00<", ">0<", ">19<", ">0<", "89.30", "0.00").Replace(doc)
		}
	}
	if r.IntN(4) == 0 {
		code := pick("381", "384", "389", "326", "386", "751", "875", "1")
		doc = strings.Replace(doc, ">380<", ">"+code+"<", 1)
	}
	return doc
}

type verdict struct{ fatal, other []string }

// official has phive judge the documents.
func official(t *testing.T, profile string, docs []string) []verdict {
	t.Helper()
	dir := t.TempDir()
	lines := make([]string, len(docs))
	for i, doc := range docs {
		path := filepath.Join(dir, strconv.Itoa(i)+".xml")
		if err := os.WriteFile(path, []byte(doc), 0o600); err != nil {
			t.Fatal(err)
		}
		lines[i] = profile + " " + path
	}
	return phiveOn(t, lines)
}

// phiveOn has phive answer lines of a profile and a file.
func phiveOn(t *testing.T, lines []string) []verdict {
	t.Helper()
	cmd := exec.Command("java", "-cp", os.Getenv("DOCKET_PHIVE"), "Phive", "check")
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run phive: %v", err)
	}
	var verdicts []verdict
	for line := range strings.Lines(string(out)) {
		parts := strings.SplitN(strings.TrimRight(line, "\n"), "\t", 3)
		verdicts = append(verdicts, verdict{strings.Fields(parts[1]), strings.Fields(parts[2])})
	}
	if len(verdicts) != len(lines) {
		t.Fatalf("phive gave %d answers to %d lines", len(verdicts), len(lines))
	}
	return verdicts
}

func own(t *testing.T, doc string, p Profile) (v verdict) {
	t.Helper()
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findingsOf(root, p) {
		if f.Severity == en16931.Fatal {
			v.fatal = append(v.fatal, f.Rule)
		} else {
			v.other = append(v.other, f.Rule)
		}
	}
	return v
}

// tally is how the verdicts on one rule compare.
type tally struct {
	both, ours, theirs int
	example            string
}

// report counts agreement for each rule and names the first document of each difference.
func report(t *testing.T, c officialSet, docs, told []string, theirs []verdict, sheet map[string]bool) {
	t.Helper()
	tallies, misshapen := map[string]*tally{}, map[string]*tally{}
	whole, aborted, agreeing := 0, 0, 0
	for i, doc := range docs {
		if slices.ContainsFunc(slices.Concat(theirs[i].fatal, theirs[i].other), brokeOff) {
			aborted++
			continue
		}
		whole++
		kept := tallies
		if refused(t, doc) {
			kept = misshapen
		}
		v := own(t, doc, c.profile)
		same := compareRules(kept, "fatal ", ruled(v.fatal, sheet), ruled(theirs[i].fatal, sheet), told[i])
		if compareRules(kept, "other ", ruled(v.other, sheet), ruled(theirs[i].other, sheet), told[i]) && same {
			agreeing++
		}
		if c.repeats {
			compareRules(kept, "stricter ", stricter(v.fatal, theirs[i].fatal, sheet), nil, told[i])
		}
	}
	fired, known := 0, knownDifferences(t, c.set)
	for id, n := range tallies {
		fired += n.both
		if n.ours+n.theirs > 0 && !matchesAny(known, strings.Fields(id)[1]) {
			t.Errorf("%s: both %d, only Docket %d, only the sheet %d; first: %s", id, n.both, n.ours, n.theirs, n.example)
		}
	}
	fmt.Printf("%s: %d documents compared, %d agree in every rule, %d rules fired %d times on both sides; the sheet broke off at %d more\n",
		c.set, whole, agreeing, len(tallies), fired, aborted)
	for id, n := range misshapen {
		if n.ours+n.theirs > 0 {
			fmt.Printf("%s: of what the schema refuses: %s: both %d, only Docket %d, only the sheet %d; first: %s\n", c.set, id, n.both, n.ours, n.theirs, n.example)
		}
	}
}

// refused sees what the schema refuses. Where an element stands twice that may stand once, or holds others, the sheets'
// contexts raise errors, which makes them match nothing, silently: their verdict is of no use there, and is shown only.
func refused(t *testing.T, doc string) bool {
	t.Helper()
	root := parse(t, doc)
	return slices.ContainsFunc(schema.Check(root, placesOf(root), ""), func(f en16931.Finding) bool { return f.Severity == en16931.Fatal })
}

// brokeOff sees a sheet that ended with an error, so that rules behind it were not judged.
func brokeOff(id string) bool { return id == "ABORTED" || strings.HasPrefix(id, "EXCEPTION") }

func ruled(found []string, sheet map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(found), func(id string) bool { return !sheet[id] })
}

// stricter are the rules of the core that Docket alone finds broken, by a sheet that repeats the core: what is valid under
// a usage must not be refused by a newer core. What the sheet alone finds is the usage's older core.
func stricter(ours, theirs []string, own map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(ours), func(id string) bool { return own[id] || slices.Contains(theirs, id) })
}

func compareRules(tallies map[string]*tally, kind string, ours, theirs []string, told string) bool {
	same := true
	ids := slices.Concat(ours, theirs)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		c := tallies[kind+id]
		if c == nil {
			c = &tally{}
			tallies[kind+id] = c
		}
		switch a, b := slices.Contains(ours, id), slices.Contains(theirs, id); {
		case a && b:
			c.both++
			continue
		case a:
			c.ours++
		default:
			c.theirs++
		}
		if same = false; c.example == "" {
			c.example = told
		}
	}
	return same
}

// knownDifferences are the rules, also as patterns, of tools/rules/known.txt, where Docket judges otherwise on purpose, each with its reason.
func knownDifferences(t *testing.T, set string) (out []string) {
	t.Helper()
	b, err := os.ReadFile("../../tools/rules/known.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) > 2 && (f[0] == set || f[0] == "any") {
			out = append(out, f[1])
		}
	}
	return out
}
