package counting_test

import (
	"os"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/services/chat/counting"
)

// TestPhrasings holds what questions of a complement, two of something, a rank, a follow-up or what nothing can answer become: the
// queries in words, "?" for one that is asked back, "-" for one that is not understood.
func TestPhrasings(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/phrasings.txt")
	if err != nil {
		t.Fatal(err)
	}
	var previous *counting.Intent
	for _, line := range strings.Split(string(file), "\n") {
		question, want, ok := strings.Cut(line, " => ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		question, goesOn := strings.CutPrefix(question, "+ ")
		if !goesOn {
			previous = nil
		}
		in, _, out := counting.Parse(question, workspace, previous)
		if out == counting.Understood {
			previous = &in
		}
		if got := intentText(in, out); got != want {
			t.Errorf("%s: %s, want %s", question, got, want)
		}
	}
}

// said is what was understood, in words.
func intentText(in counting.Intent, out counting.Outcome) string {
	switch out {
	case counting.Unknown:
		return "-"
	case counting.Understood:
	default:
		return "?"
	}
	var all []string
	for _, p := range in.Parts() {
		for _, q := range p.Queries {
			s := q.Sentence()
			if q.Limit == 0 {
				s = s[:strings.LastIndex(s, ", the 0")]
			}
			all = append(all, s)
		}
	}
	return strings.Join(all, " / ")
}
