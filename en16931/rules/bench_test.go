package rules

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docketapi/docket/en16931/xmltree"
)

// linesOf is the valid UBL invoice with n lines of 95.00, and totals that fit.
func linesOf(tb testing.TB, n int) []byte {
	doc := base(tb, "ubl")
	start := strings.LastIndex(doc, "  <cac:InvoiceLine>")
	end := strings.Index(doc, "</ubl:Invoice>")
	first := strings.Index(doc, "  <cac:InvoiceLine>")
	var lines strings.Builder
	for i := range n {
		lines.WriteString(strings.Replace(doc[start:end], "<cbc:ID>2<", fmt.Sprintf("<cbc:ID>%d<", i+1), 1))
	}
	net := 95 * n
	base, tax := net-30, fmt.Sprintf("%.2f", float64(net-30)*0.19)
	gross := fmt.Sprintf("%.2f", float64(base)*1.19)
	due := fmt.Sprintf("%.2f", float64(base)*1.19-100.30)
	head := strings.NewReplacer(">500.00</cbc:LineE", fmt.Sprintf(">%d.00</cbc:LineE", net), ">470.00<", fmt.Sprintf(">%d.00<", base),
		">89.30<", ">"+tax+"<", ">559.30<", ">"+gross+"<", ">459.00<", ">"+due+"<").Replace(doc[:first])
	return []byte(head + lines.String() + doc[end:])
}

func TestManyLinesAreValid(t *testing.T) {
	t.Parallel()
	root, err := xmltree.Parse(linesOf(t, 300), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := findingsOf(root, EN16931); len(got) > 0 {
		t.Errorf("have %v", ids(got))
	}
}

func BenchmarkParseAndCheck(b *testing.B) {
	for _, n := range []int{20, 1000, 10_000} {
		doc := linesOf(b, n)
		for _, p := range []Profile{EN16931, Peppol} {
			b.Run(fmt.Sprintf("%d/%s", n, p), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(doc)))
				before := cpuTime(b)
				for b.Loop() {
					root, err := xmltree.Parse(doc, xmltree.Limits{})
					if err != nil {
						b.Fatal(err)
					}
					findingsOf(root, p)
				}
				b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

// cpuTime is what the process has had of all cores, the collector included: unlike the clock, it does not count what
// else runs on the machine.
func cpuTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
