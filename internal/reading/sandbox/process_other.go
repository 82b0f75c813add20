//go:build unix && !linux

package sandbox

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// addressSpaceLimited: macOS refuses most values of RLIMIT_AS; there the watch on resident memory stands alone.
const addressSpaceLimited = false

func selfPath() (string, error) { return os.Executable() }

// attributes: without a death signal a worker ends when its request pipe closes; a program at its CPU limit.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func start(cmd *exec.Cmd) error { return cmd.Start() }

// resident asks ps: there is no proc file system here.
func resident(pid int) int64 {
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(pid)).Output() //nolint:noctx // ends by itself at once
	if err != nil {
		return 0
	}
	kib, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	if err != nil {
		return 0
	}
	return kib << 10
}

func machineMemory() int64 {
	out, err := exec.Command("sysctl", "-n", "hw.memsize").Output() //nolint:noctx // ends by itself at once
	if err != nil {
		return 2 << 30
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	if err != nil {
		return 2 << 30
	}
	return n
}
