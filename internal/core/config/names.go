package config

import (
	"slices"
	"strings"
)

// Stray is a variable of the environment that looks like a setting and is none.
type Stray struct {
	Name    string
	Nearest string // the setting that is probably meant
}

// prefix is how the names of settings begin.
const prefix = "DOCKET_"

// ofTests begins the names that tests and tools of the project read, which settings are not.
const ofTests = prefix + "TEST_"

// Strays are the variables of an environment (NAME=value) that begin like a setting and are none of those known, sorted.
func Strays(environ, known []string) []Stray {
	var out []Stray
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, prefix) || strings.HasPrefix(name, ofTests) || slices.Contains(known, name) {
			continue
		}
		out = append(out, Stray{name, nearest(name, known)})
	}
	slices.SortFunc(out, func(a, b Stray) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// nearest is the setting with the most words of the name; among those the one with the fewest letters to change.
func nearest(name string, known []string) string {
	best, most, least := "", -1, 0
	name = strings.TrimPrefix(name, prefix)
	for _, k := range slices.Sorted(slices.Values(known)) {
		of := strings.TrimPrefix(k, prefix)
		shared, d := sharedWords(name, of), distance(name, of)
		if shared > most || shared == most && d < least {
			best, most, least = k, shared, d
		}
	}
	return best
}

// sharedWords counts the words of one name that the other has, too.
func sharedWords(a, b string) (n int) {
	have := strings.Split(b, "_")
	for word := range strings.SplitSeq(a, "_") {
		if slices.Contains(have, word) {
			n++
		}
	}
	return n
}

// distance is how many letters one has to add, leave out or exchange to make a of b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
