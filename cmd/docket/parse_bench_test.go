package main_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docketapi/docket/examples"
)

// BenchmarkParse says how many pages `docket parse` reads in a second with all cores, what processor time a page takes, and
// how much memory: the program's peak and its largest helper's or tool's, apart. Text PDFs, and scans of the same page.
func BenchmarkParse(b *testing.B) {
	path, err := executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []struct {
		name  string
		files []string
	}{{"text_pdf", textFiles(b, 200)}, {"scan", scanFiles(b, 12)}} {
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				cmd := exec.Command(path, append([]string{"parse"}, kind.files...)...)
				cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
				began := time.Now()
				if err := cmd.Start(); err != nil {
					b.Fatal(err)
				}
				watched := watch(cmd.Process.Pid)
				err := cmd.Wait()
				took := time.Since(began)
				helpers := watched()
				if err != nil {
					b.Fatal(err)
				}
				pages := float64(len(kind.files))
				b.ReportMetric(pages/took.Seconds(), "pages/s")
				b.ReportMetric(float64((cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()+helpers.cpu).Milliseconds())/pages, "cpu-ms/page")
				b.ReportMetric(float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)/1024, "worker-MiB")
				b.ReportMetric(float64(helpers.peak)/1024, "helper-MiB")
			}
		})
	}
}

// spent is what the processes below another one took.
type spent struct {
	peak int64         // the most memory that one had, in KiB
	cpu  time.Duration // of those that were there to the end, which nobody waits for
}

// watch looks at the processes below a parent until the returned function is called.
func watch(parent int) func() spent {
	stop, result := make(chan struct{}), make(chan spent)
	go func() {
		var s spent
		var before []int
		for {
			select {
			case <-stop:
				result <- s
				return
			case <-time.After(5 * time.Millisecond):
			}
			now := below(parent)
			if len(now) > 0 {
				s.cpu = 0
			}
			for _, pid := range now {
				if slices.Contains(before, pid) { // one that was just forked still has its parent's memory
					s.peak = max(s.peak, peakOf(pid))
					s.cpu += cpuOf(pid)
				}
			}
			before = now
		}
	}()
	return func() spent { close(stop); return <-result }
}

// below are the processes that a process started, and those that they did.
func below(parent int) (out []int) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	for _, t := range tasks {
		list, _ := os.ReadFile(t)
		for child := range strings.FieldsSeq(string(list)) {
			pid, _ := strconv.Atoi(child)
			out = append(append(out, pid), below(pid)...)
		}
	}
	return out
}

// peakOf is the most memory that a process has had, in KiB; 0 when it is gone.
func peakOf(pid int) (kib int64) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			_, _ = fmt.Sscan(rest, &kib)
		}
	}
	return kib
}

// cpuOf is the processor time that a process has taken; 0 when it is gone.
func cpuOf(pid int) time.Duration {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // a hundred ticks a second, on every Linux
}

// textFiles are copies of the example, each with bytes of its own.
func textFiles(b *testing.B, n int) (out []string) {
	dir := b.TempDir()
	for i := range n {
		path := filepath.Join(dir, fmt.Sprintf("%d.pdf", i))
		if err := os.WriteFile(path, fmt.Appendf(slices.Clone(examples.InvoicePDF), "\n%% copy %d\n", i), 0o600); err != nil {
			b.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

// scanFiles are pictures of the example at 200 dpi.
func scanFiles(b *testing.B, n int) (out []string) {
	dir := b.TempDir()
	if err := exec.Command("pdftoppm", "-r", "200", "-png", "-singlefile", textFiles(b, 1)[0], filepath.Join(dir, "page")).Run(); err != nil {
		b.Fatal(err)
	}
	for range n {
		out = append(out, filepath.Join(dir, "page.png"))
	}
	return out
}
