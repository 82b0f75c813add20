package rules

import (
	"cmp"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/docketapi/docket/en16931"
)

// A manifest is a release of a set of rules, or a specification that only relaxes them. Line by line, one that starts with
// a blank going on with the one above it, # starting a comment:
//
//	set NAME                the profile that callers ask for; its releases share it
//	title, publisher, release    as published
//	mandatory YYYY-MM-DD    from which day of issue on the release is in force; without it, ever since
//	identifies PATTERN...   specification identifiers (BT-24) in small letters, * for any part of one; the longest decides
//	extends NAME            the set whose rules are judged before these
//	ubl FILE... cii FILE... the files in published/, by syntax; a syntax without any is judged by EN 16931
//	replaces PATTERN...     rules of the extended set that the files have others for
//	relaxes PATTERN...      rules whose breach is a warning in documents so identified, as path.Match has it
//
//go:embed sets/*.set
var manifestFiles embed.FS

// Set is a release of a set of rules.
type Set struct {
	Name      Profile
	Title     string
	Publisher string
	Release   string
	Mandatory en16931.Date // the zero date: ever since
}

type manifest struct {
	Set
	identifies []string
	extends    Profile
	files      map[string][]string // by syntax
	replaces   []string
	relaxes    []string
}

// manifests are all of them, releases of a set by the day from which they are in force.
var manifests = sync.OnceValues(readManifests)

func readManifests() ([]*manifest, error) {
	entries, err := manifestFiles.ReadDir("sets")
	if err != nil {
		return nil, fmt.Errorf("read rule sets: %w", err)
	}
	var out []*manifest
	for _, e := range entries {
		b, err := manifestFiles.ReadFile("sets/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read rule set: %w", err)
		}
		m, err := parseManifest(string(b))
		if err != nil {
			return nil, fmt.Errorf("read rule set %s: %w", e.Name(), err)
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b *manifest) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), strings.Compare(a.Mandatory.String(), b.Mandatory.String()))
	})
	return out, nil
}

func parseManifest(text string) (*manifest, error) {
	m := &manifest{files: map[string][]string{}}
	for _, line := range joinContinued(text) {
		key, value, _ := strings.Cut(line, " ")
		value = strings.TrimSpace(value)
		switch key {
		case "set":
			m.Name = Profile(value)
		case "title":
			m.Title = value
		case "publisher":
			m.Publisher = value
		case "release":
			m.Release = value
		case "mandatory":
			day, err := en16931.ParseDate(value)
			if err != nil {
				return nil, err
			}
			m.Mandatory = day
		case "identifies":
			m.identifies = strings.Fields(value)
		case "extends":
			m.extends = Profile(value)
		case ubl.name, cii.name:
			m.files[key] = strings.Fields(value)
		case "replaces":
			m.replaces = strings.Fields(value)
		case "relaxes":
			m.relaxes = strings.Fields(value)
		default:
			return nil, fmt.Errorf("line %q is not understood", line)
		}
	}
	if m.Title == "" || m.Publisher == "" || m.Name != "" && m.Release == "" {
		return nil, fmt.Errorf("title, publisher or release is missing")
	}
	return m, nil
}

// Sets are the releases of rules that documents are judged by.
func Sets() []Set {
	var out []Set
	for _, m := range embedded() {
		if m.Name != "" {
			out = append(out, m.Set)
		}
	}
	return out
}

// embedded are the manifests; a fault in them is one of the program, which the tests find.
func embedded() []*manifest {
	list, err := manifests()
	if err != nil {
		panic(err)
	}
	return list
}

// releaseOf is the profile's release of the name, or without one that in force on the day of issue: the first where the
// day is earlier than all. nil when there is no such release.
func releaseOf(p Profile, release, issued string) *manifest {
	return choose(embedded(), p, release, issued)
}

func choose(list []*manifest, p Profile, release, issued string) *manifest {
	var found *manifest
	for _, m := range list {
		switch {
		case m.Name != p:
		case release != "":
			if m.Release == release {
				return m
			}
		case found == nil || m.Mandatory.String() <= issued:
			found = m
		}
	}
	return found
}

// ProfileOf is the profile that a specification identifier (BT-24) names; EN 16931 when it names none.
func ProfileOf(bt24 string) Profile {
	id := strings.ToLower(strings.TrimSpace(bt24))
	if m := claimed(id); m != nil {
		return m.Name
	}
	return EN16931
}

// claimed is a release of the set whose identifiers fit an identifier in small letters best, nil when none does.
func claimed(id string) (best *manifest) {
	longest := 0
	for _, m := range embedded() {
		for _, pattern := range m.identifies {
			if m.Name != "" && len(pattern) > longest && matches(pattern, id) {
				best, longest = m, len(pattern)
			}
		}
	}
	return best
}

// matches tells whether the identifier is the pattern, whose * stand for any part, also one with slashes.
func matches(pattern, id string) bool {
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(id, parts[0])
	if len(parts) == 1 {
		return ok && rest == ""
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		if !ok {
			return false
		}
		_, rest, ok = strings.Cut(rest, part)
	}
	return ok && strings.HasSuffix(rest, parts[last])
}

// relaxed gives the severity of a rule by a set, for a specification identifier. The finding stays, with its published id;
// it no longer makes the document invalid.
func relaxed(r Rule, by *manifest, bt24 string) en16931.Severity {
	if r.Severity != en16931.Fatal {
		return r.Severity
	}
	id := strings.ToLower(strings.TrimSpace(bt24))
	for _, m := range embedded() {
		if len(m.relaxes)+len(m.replaces) == 0 || m != by && !slices.ContainsFunc(m.identifies, func(p string) bool { return matches(p, id) }) {
			continue
		}
		if matchesAny(m.relaxes, r.ID) || matchesAny(m.replaces, r.ID) { // the latter where the syntax has no replacement
			return en16931.Warning
		}
	}
	return r.Severity
}

// matchesAny tells whether a rule's id is one of the patterns.
func matchesAny(patterns []string, id string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		ok, err := path.Match(pattern, id)
		return ok && err == nil
	})
}
