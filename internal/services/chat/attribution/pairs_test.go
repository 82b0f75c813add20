package attribution_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/services/chat/attribution"
)

type pair struct {
	passage, sentence string
	supported         bool
}

func readPairs(t *testing.T, file string) []pair {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []pair
	passage := ""
	for s := bufio.NewScanner(f); s.Scan(); {
		line := s.Text()
		switch {
		case strings.HasPrefix(line, "P "):
			passage = strings.ReplaceAll(line[2:], `\n`, "\n")
		case strings.HasPrefix(line, "+ "), strings.HasPrefix(line, "- "):
			out = append(out, pair{passage, line[2:], line[0] == '+'})
		}
	}
	return out
}

// TestPrecision measures how often a sentence that is cited is supported, and how many supported ones are cited.
func TestPrecision(t *testing.T) {
	t.Parallel()
	for file, floor := range map[string]float64{"testdata/pairs_held_out.txt": 0.9, "testdata/pairs.txt": 0.95, "testdata/pairs_hard.txt": 0.9,
		"testdata/pairs_held_out_last.txt": 0.9} {
		var right, wrong, missed int
		all := readPairs(t, file)
		for _, p := range all {
			q, ok := attribution.New(p.passage).Support(p.sentence)
			switch {
			case ok && p.supported:
				right++
				if quote := p.passage[q.Start:q.End]; strings.TrimSpace(quote) != quote || quote == "" {
					t.Errorf("quote %q", quote)
				}
			case ok:
				wrong++
				t.Logf("cited, but not supported: %s (%.2f: %s)", p.sentence, q.Cover, p.passage[q.Start:q.End])
			case p.supported:
				missed++
				t.Logf("supported, but not cited: %s", p.sentence)
			}
		}
		precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+missed)
		t.Logf("%s: %d pairs: precision %.3f (%d wrongly cited), recall %.3f (%d missed)", file, len(all), precision, wrong, recall, missed)
		if precision < floor || recall < 0.85 {
			t.Errorf("%s: want a precision of at least %.2f and a recall of at least 0.85", file, floor)
		}
	}
}

// TestCrossPassages asks each supported sentence of all other passages together: none of them says it.
func TestCrossPassages(t *testing.T) {
	t.Parallel()
	all := append(readPairs(t, "testdata/pairs.txt"), readPairs(t, "testdata/pairs_hard.txt")...)
	asked, cited := 0, 0
	for _, p := range all {
		if !p.supported {
			continue
		}
		others := attribution.New()
		seen := map[string]bool{p.passage: true}
		for _, o := range all {
			if !seen[o.passage] {
				seen[o.passage] = true
				others.Add(o.passage)
			}
		}
		asked++
		if q, ok := others.Support(p.sentence); ok {
			cited++
			t.Logf("%s rests on %q", p.sentence, others.Text(q.Source)[q.Start:q.End])
		}
	}
	t.Logf("%d of %d sentences were cited from passages that do not say them", cited, asked)
	if cited*50 > asked {
		t.Error("more than 2 % of the sentences were cited from passages that do not say them")
	}
}

// BenchmarkSupport attributes a sentence to a dozen passages of the usual length.
func BenchmarkSupport(b *testing.B) {
	passage := strings.Repeat("Die Wartung der Heizungsanlage erfolgt jährlich im September. Sie kostet 389,90 EUR netto.\nDer Eigentümer trägt die Kosten; die Rechnung Nr. RE-77 vom 3. März 2026 liegt bei. ", 10)
	for b.Loop() {
		s := attribution.New()
		for range 12 {
			s.Add(passage)
		}
		for range 5 {
			s.Support("Die Wartung kostet 489,90 EUR und steht in der Rechnung RE-77 vom 03.03.2026.")
		}
	}
}
