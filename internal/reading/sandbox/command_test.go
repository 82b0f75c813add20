//go:build unix

package sandbox_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

func shell(script string, l sandbox.Limits) sandbox.Command {
	return sandbox.Command{Program: "sh", Args: []string{"-c", script}, Limits: l}
}

func TestRunTellsHowAProgramEnded(t *testing.T) {
	t.Parallel()
	res, err := sandbox.Run(t.Context(), sandbox.Command{Program: "sh", Args: []string{"-c", "cat; echo bad >&2; exit 7"},
		Stdin: strings.NewReader("hello")})
	if err != nil {
		t.Fatal(err)
	}
	if string(res.Stdout) != "hello" || res.ExitCode != 7 || strings.TrimSpace(res.Stderr) != "bad" || res.Crashed {
		t.Fatalf("got %+v", res)
	}
	res, err = sandbox.Run(t.Context(), shell("kill -SEGV $$", sandbox.Limits{}))
	if err != nil || !res.Crashed {
		t.Fatalf("a crash: %+v, %v", res, err)
	}
	var out bytes.Buffer
	c := shell("echo streamed", sandbox.Limits{})
	c.Stdout = &out
	if _, err = sandbox.Run(t.Context(), c); err != nil || out.String() != "streamed\n" {
		t.Fatalf("streamed %q, %v", out.String(), err)
	}
}

func TestRunNamesAMissingProgram(t *testing.T) {
	t.Parallel()
	_, err := sandbox.Run(t.Context(), sandbox.Command{Program: "no-such-reader"})
	wantCode(t, err, fault.CodeReaderMissing)
	if e, _ := fault.As(err); !strings.Contains(e.Message, "no-such-reader") || !strings.Contains(e.Message, "make setup") {
		t.Fatalf("message %q names neither program nor cure", e.Message)
	}
}

func TestRunSetsLimitsAndCleansTheEnvironment(t *testing.T) {
	t.Setenv("SANDBOX_TEST_SECRET", "42")
	res, err := sandbox.Run(t.Context(), shell(
		`ulimit -t; ulimit -n; ulimit -c; env | grep -c SECRET; echo $OMP_THREAD_LIMIT; pwd; echo $HOME`,
		sandbox.Limits{CPU: 3 * time.Second, OpenFiles: 31}))
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(res.Stdout))
	if len(f) != 7 || f[0] != "3" || f[1] != "31" || f[2] != "0" || f[3] != "0" || f[4] != "1" {
		t.Fatalf("limits and environment: %q", f)
	}
	if _, err := os.Stat(f[5]); !os.IsNotExist(err) {
		t.Fatalf("working directory %s is still there", f[5])
	}
	if filepath.Base(f[5]) != filepath.Base(f[6]) {
		t.Fatalf("HOME %s is not the working directory %s", f[6], f[5])
	}
}

func TestRunEndsTheWholeGroup(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	note := filepath.Join(dir, "pid")
	begin := time.Now()
	_, err := sandbox.Run(t.Context(), shell("sleep 600 & echo $! > "+note+"; wait", sandbox.Limits{Wall: 300 * time.Millisecond}))
	wantCode(t, err, fault.CodeReadTimeout)
	if time.Since(begin) > 30*time.Second {
		t.Fatal("waited for the grandchild")
	}
	b, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "grandchild ended", func() bool { return !alive(pid) || zombie(pid) })
}

// zombie: in a container without an init nobody reaps an orphan; it has ended all the same.
func zombie(pid int) bool {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(b), ") Z ")
}

func TestRunLimitsOutputAndTime(t *testing.T) {
	t.Parallel()
	_, err := sandbox.Run(t.Context(), shell("yes", sandbox.Limits{Output: 1 << 20}))
	wantCode(t, err, fault.CodeReadOutput)
	_, err = sandbox.Run(t.Context(), shell("while :; do :; done", sandbox.Limits{CPU: time.Second, Wall: time.Minute}))
	wantCode(t, err, fault.CodeReadTimeout)
	_, err = sandbox.Run(t.Context(), shell("head -c 2000000 /dev/zero > big", sandbox.Limits{FileSize: 1 << 20}))
	if err == nil {
		t.Log("head reported the failed write itself")
	} else {
		wantCode(t, err, fault.CodeReadOutput)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err = sandbox.Run(ctx, shell("sleep 600", sandbox.Limits{})); err != context.DeadlineExceeded { //nolint:errorlint // the context's own error
		t.Fatalf("cancelled: %v", err)
	}
}

func TestRunLimitsMemory(t *testing.T) {
	t.Parallel()
	// tail keeps a line that never ends.
	_, err := sandbox.Run(t.Context(), shell("tail -n 1 /dev/zero", sandbox.Limits{Memory: 64 << 20}))
	wantCode(t, err, fault.CodeReadMemory)
	if runtime.GOOS == "linux" { // the watch on resident memory, below the address-space limit
		_, err = sandbox.Run(t.Context(), shell("tail -n 1 /dev/zero & wait", sandbox.Limits{Memory: 100 << 20}))
		wantCode(t, err, fault.CodeReadMemory)
	}
}

func TestDirIsRemoved(t *testing.T) {
	t.Parallel()
	d, err := sandbox.NewDir()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.Path("a"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(d.Path()); !os.IsNotExist(err) {
		t.Fatal("directory is still there")
	}
}
