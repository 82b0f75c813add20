package rules

import "testing"

const next = "set peppol\ntitle T\npublisher P\nrelease 2031.5\nmandatory 2031-08-25\nextends en16931\nubl a\n  b\n"

// Of two releases the day of issue decides, unless one is asked for.
func TestTheDayOfIssueChoosesTheRelease(t *testing.T) {
	t.Parallel()
	var list []*manifest
	for _, text := range []string{"set peppol\ntitle T\npublisher P\nrelease 2030.5\nmandatory 2030-08-25\n", next} {
		m, err := parseManifest(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
	}
	for _, c := range []struct{ release, issued, want string }{
		{"", "", "2030.5"}, {"", "2029-01-01", "2030.5"}, {"", "2031-08-24", "2030.5"}, {"", "2031-08-25", "2031.5"},
		{"2030.5", "2031-09-01", "2030.5"}, {"2031.5", "2029-01-01", "2031.5"}, {"2032.5", "2031-09-01", ""},
	} {
		got := ""
		if m := choose(list, Peppol, c.release, c.issued); m != nil {
			got = m.Release
		}
		if got != c.want {
			t.Errorf("%q on %q: release %q, want %q", c.release, c.issued, got, c.want)
		}
	}
	if m := list[1]; len(m.files["ubl"]) != 2 || m.extends != EN16931 {
		t.Errorf("manifest is %+v", m)
	}
}

func TestManifestsAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"set a\ntitle T\npublisher P\n", "title T\n", next + "mandatory soon\n", next + "wrong line\n"} {
		if _, err := parseManifest(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestEverySetIsNamed(t *testing.T) {
	t.Parallel()
	have := map[Profile]bool{}
	for _, s := range Sets() {
		have[s.Name] = true
	}
	for _, p := range []Profile{EN16931, Peppol, XRechnung, XRechnung2, Minimum} {
		if !have[p] {
			t.Errorf("no set %s", p)
		}
	}
	for _, m := range embedded() {
		if m.extends != "" && releaseOf(m.extends, "", "") == nil {
			t.Errorf("%s extends %s, which is none", m.Title, m.extends)
		}
		if len(m.identifies) == 0 {
			t.Errorf("no identifier names %s", m.Title)
		}
	}
}

func TestIdentifiersMatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, id string
		want        bool
	}{
		{"a", "a", true}, {"a", "ab", false}, {"a*", "ab", true}, {"*a", "ba", true}, {"*a*", "bac", true}, {"*a*c", "abc", true},
		{"*a*c", "abcd", false}, {"*", "", true}, {"ab*b", "ab", false}, {"*a/b*", "xa/by", true}, {"", "a", false},
	} {
		if got := matches(c.pattern, c.id); got != c.want {
			t.Errorf("%q of %q: %t", c.pattern, c.id, got)
		}
	}
}
