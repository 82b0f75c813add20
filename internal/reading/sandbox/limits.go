//go:build unix

package sandbox

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// Limits of one process. A zero means the default beside it.
type Limits struct {
	Wall      time.Duration // 60 s; then the group is killed: reading_timeout
	CPU       time.Duration // as Wall, in whole seconds
	Memory    int64         // bytes, 1 GiB; more is reading_out_of_memory
	Output    int64         // bytes of standard output, 64 MiB; more is reading_output_limit
	FileSize  int64         // bytes of any file it writes, 256 MiB
	OpenFiles int           // 64
}

func (l Limits) orDefaults() Limits {
	def := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	if l.Wall <= 0 {
		l.Wall = time.Minute
	}
	if l.CPU <= 0 {
		l.CPU = l.Wall
	}
	def(&l.Memory, 1<<30)
	def(&l.Output, 64<<20)
	def(&l.FileSize, 256<<20)
	if l.OpenFiles <= 0 {
		l.OpenFiles = 64
	}
	return l
}

// rlimit is one limit of the kernel's. Soft and hard are apart where the signal of the soft one says what happened.
type rlimit struct {
	resource int
	flag     string // of the shell's ulimit
	unit     int64  // that ulimit counts in
	value    int64  // 0 leaves the limit as it is, but for core dumps
	grace    int64
}

func (l Limits) rlimits() []rlimit {
	return []rlimit{
		{syscall.RLIMIT_CORE, "c", 512, 0, 0},
		{syscall.RLIMIT_CPU, "t", 1, int64((l.CPU + time.Second - 1) / time.Second), 2},
		{syscall.RLIMIT_FSIZE, "f", 512, l.FileSize, 0},
		{syscall.RLIMIT_NOFILE, "n", 1, int64(l.OpenFiles), 0},
		{syscall.RLIMIT_AS, "v", 1024, addressSpace(l.Memory), 0},
	}
}

// addressSpace leaves room above the resident limit for what a program maps and never touches: libraries, fonts. 0
// where the kernel does not keep to it.
func addressSpace(memory int64) int64 {
	if !addressSpaceLimited || memory == 0 {
		return 0
	}
	return memory + 512<<20
}

// script is a shell's: it sets the limits on itself and then becomes the program, so that they stand before the first
// foreign instruction. A shell starts in a millisecond; our own binary, the other way to do this, needs twenty.
func (l Limits) script() string {
	var b strings.Builder
	for _, r := range l.rlimits() {
		if soft, hard, ok := r.lowered(); ok {
			fmt.Fprintf(&b, "ulimit -S -%s %d && ulimit -H -%s %d && ", r.flag, soft/r.unit, r.flag, hard/r.unit)
		}
	}
	return b.String() + `exec "$@"; exit 125`
}

// set puts the limits on this process.
func (l Limits) set() error {
	for _, r := range l.rlimits() {
		soft, hard, ok := r.lowered()
		if !ok {
			continue
		}
		if err := syscall.Setrlimit(r.resource, &syscall.Rlimit{Cur: uint64(soft), Max: uint64(hard)}); err != nil {
			return fmt.Errorf("set limit %s to %d: %w", r.flag, soft, err)
		}
	}
	return nil
}

// lowered is the limit, never above the hard one that stands; false when there is nothing to set.
func (r rlimit) lowered() (soft, hard int64, ok bool) {
	var now syscall.Rlimit
	if r.value == 0 && r.resource != syscall.RLIMIT_CORE || syscall.Getrlimit(r.resource, &now) != nil {
		return 0, 0, false
	}
	hard = r.value + r.grace
	if now.Max < uint64(hard) {
		hard = int64(now.Max)
	}
	return min(r.value, hard), hard, true
}

// checkParent refuses to work for a parent that is gone.
func checkParent(pid int) error {
	if os.Getppid() != pid {
		return fmt.Errorf("parent %d is gone", pid)
	}
	return nil
}
