package rules

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/en16931/xmltree"
)

// BenchmarkPhive validates the same documents with Docket and with phive, both warm, and gives the fastest time of each
// and their ratio. DOCKET_PHIVE is the class path that tools/bench/phive/build.sh prints.
func BenchmarkPhive(b *testing.B) {
	classes := os.Getenv("DOCKET_PHIVE")
	if classes == "" {
		b.Skip("DOCKET_PHIVE is not set: this machine has no JVM to measure phive with")
	}
	for _, c := range []struct{ lines, times int }{{20, 300}, {1000, 8}, {4000, 2}} {
		for _, p := range []Profile{EN16931, Peppol} {
			b.Run(fmt.Sprintf("%d/%s", c.lines, p), func(b *testing.B) {
				doc := linesOf(b, c.lines)
				ours := fastest(b, doc, p, c.times)
				for b.Loop() {
					theirs := phive(b, classes, doc, p, c.times)
					b.ReportMetric(theirs, "phive-ms")
					b.ReportMetric(ours, "docket-ms")
					b.ReportMetric(theirs/ours, "times-faster")
				}
			})
		}
	}
}

// fastest is the milliseconds of the fastest of several runs.
func fastest(b *testing.B, doc []byte, p Profile, times int) float64 {
	b.Helper()
	best := time.Hour
	for range times + 3 {
		start := time.Now()
		root, err := xmltree.Parse(doc, xmltree.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		findingsOf(root, p)
		best = min(best, time.Since(start))
	}
	return float64(best.Microseconds()) / 1000
}

func phive(b *testing.B, classes string, doc []byte, p Profile, times int) float64 {
	b.Helper()
	path := filepath.Join(b.TempDir(), "invoice.xml")
	if err := os.WriteFile(path, doc, 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := exec.Command("java", "-cp", classes, "Phive", "time", string(p), path, strconv.Itoa(times)).Output()
	if err != nil {
		b.Fatalf("run phive: %v", err)
	}
	ms, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		b.Fatalf("read phive's time: %v", err)
	}
	return ms
}
