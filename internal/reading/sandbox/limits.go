//go:build unix

package sandbox

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
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

// order is what the parent asks of a helper, on its command line.
type order struct {
	Parent    int   `json:"parent"` // its process id: a helper whose parent is gone must not start
	CPU       int64 `json:"cpu,omitempty"`
	Memory    int64 `json:"memory,omitempty"` // address space; 0 where the parent watches instead
	FileSize  int64 `json:"file,omitempty"`
	OpenFiles int   `json:"open,omitempty"`
	Nice      int   `json:"nice,omitempty"`
}

func (o order) String() string {
	b, err := json.Marshal(o)
	if err != nil {
		return "{}" // cannot happen: integers only
	}
	return string(b)
}

// becomeProgram sets the limits on this process and replaces it by the program: its path, then its arguments.
func becomeProgram(text string, argv []string) error {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil || len(argv) == 0 {
		return fmt.Errorf("read order %q: %w", text, err)
	}
	debug.SetGCPercent(-1) // no collector threads once the address space is cut
	env := os.Environ()
	if err := o.apply(); err != nil {
		return err
	}
	if err := syscall.Exec(argv[0], argv, env); err != nil {
		return fmt.Errorf("start %s: %w", argv[0], err)
	}
	return nil
}

// apply sets every limit, the address space last: after it this process can hardly allocate.
func (o order) apply() error {
	if os.Getppid() != o.Parent {
		return fmt.Errorf("parent %d is gone", o.Parent)
	}
	noNewPrivileges()
	if o.Nice > 0 {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, o.Nice) // best effort: less urgent, not less safe
	}
	set := []struct {
		resource int
		value    uint64
		grace    uint64 // of the hard limit above the soft one: the signal of the soft limit says why
	}{
		{syscall.RLIMIT_CORE, 0, 0},
		{syscall.RLIMIT_CPU, uint64(o.CPU), 2},
		{syscall.RLIMIT_FSIZE, uint64(o.FileSize), 0},
		{syscall.RLIMIT_NOFILE, uint64(o.OpenFiles), 0},
		{syscall.RLIMIT_AS, uint64(o.Memory), 0},
	}
	for _, s := range set {
		if s.value == 0 && s.resource != syscall.RLIMIT_CORE {
			continue
		}
		if err := lower(s.resource, s.value, s.grace); err != nil {
			return fmt.Errorf("set limit %d to %d: %w", s.resource, s.value, err)
		}
	}
	return nil
}

// lower sets the soft limit, and the hard one grace above it; neither above the hard limit that stands.
func lower(resource int, value, grace uint64) error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(resource, &now); err != nil {
		return err
	}
	hard := min(value+grace, now.Max)
	err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: min(value, hard), Max: hard})
	if err != nil && resource == syscall.RLIMIT_AS && !addressSpaceLimited {
		return nil
	}
	return err
}
