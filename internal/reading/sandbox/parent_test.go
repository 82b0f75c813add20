//go:build unix

package sandbox_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/sandbox"
)

// parentMode makes the test binary a process that starts a program and a worker, tells their ids and waits.
const parentMode = "parent-for-a-test"

func actAsParent() {
	p := sandbox.NewPool(sandbox.PoolOptions{Helper: "toy", Size: 1})
	pid, err := p.Call(context.Background(), []byte("pid"))
	fmt.Println(string(pid), err)
	c := shell("echo $$; exec sleep 600", sandbox.Limits{})
	c.Stdout = os.Stdout
	_, err = sandbox.Run(context.Background(), c)
	fmt.Println("ended", err)
}

func TestHelpersEndWithAKilledParent(t *testing.T) {
	if runtime.GOOS != "linux" {
		return // no death signal there: a worker ends with its pipe, a program at its limits
	}
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), os.Args[0], parentMode)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []int
	for sc := bufio.NewScanner(out); len(pids) < 2 && sc.Scan(); {
		first, _, _ := strings.Cut(sc.Text(), " ")
		pid, err := strconv.Atoi(first)
		if err != nil {
			t.Fatalf("the parent says %q", sc.Text())
		}
		pids = append(pids, pid)
	}
	if len(pids) != 2 || !alive(pids[0]) || !alive(pids[1]) {
		t.Fatalf("worker and program are not running: %v", pids)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	for _, pid := range pids {
		eventually(t, "helper ended with its parent", func() bool { return !alive(pid) || zombie(pid) })
	}
}
