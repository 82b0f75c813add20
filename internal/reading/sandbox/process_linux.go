package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

const addressSpaceLimited = true

// selfPath names the running executable even after an upgrade has replaced the file.
func selfPath() (string, error) { return "/proc/self/exe", nil }

func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

// starter is the one thread that starts processes. The kernel sends the death signal when the starting thread ends,
// not the process; so that thread must never end.
var starter = sync.OnceValue(func() chan<- func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		// Both are the thread's own on Linux, and its children inherit them. Neither is worth failing for.
		_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
		_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), niceness)
		for f := range work {
			f()
		}
	}()
	return work
})

// niceness keeps the API responsive while documents are read on the same cores.
const niceness = 5

func start(cmd *exec.Cmd) error {
	done := make(chan error)
	starter() <- func() { done <- cmd.Start() }
	return <-done
}

// resident is the memory that a process and its children hold, in bytes; 0 when it has ended.
func resident(pid int) int64 {
	total := statm(pid)
	kids, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return total
	}
	for _, f := range bytes.Fields(kids) {
		if kid, err := strconv.Atoi(string(f)); err == nil {
			total += resident(kid)
		}
	}
	return total
}

func statm(pid int) int64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	f := bytes.Fields(b)
	if len(f) < 2 {
		return 0
	}
	n, err := strconv.ParseInt(string(f[1]), 10, 64)
	if err != nil {
		return 0
	}
	return n * int64(os.Getpagesize())
}

// machineMemory is what this process may use, in bytes: the machine's memory, or less by its control group.
func machineMemory() int64 {
	total := int64(2 << 30)
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err == nil {
		total = int64(info.Totalram) * int64(info.Unit) // 32 bits on some platforms
	}
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		b, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseInt(string(bytes.TrimSpace(b)), 10, 64); err == nil && n > 0 {
			total = min(total, n)
		}
	}
	return total
}
