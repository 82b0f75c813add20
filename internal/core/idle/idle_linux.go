package idle

import (
	"bufio"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// releaseFile unmaps the pages of the program's file that were never written to. Memory of other kinds is not touched, nor
// is what the dynamic linker wrote before it made it read-only: the file does not hold it.
func releaseFile() {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	for _, p := range asInFile(f, self) {
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, p.from, p.length, unix.MADV_DONTNEED) // a hint
	}
}

type part struct{ from, length uintptr }

// asInFile reads proc_pid_smaps(5): the read-only parts of the file of which no page differs from it.
func asInFile(smaps io.Reader, file string) []part {
	var out []part
	var last part
	var readOnly bool
	for lines := bufio.NewScanner(smaps); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 3 && fields[0] == "Anonymous:":
			if readOnly && fields[1] == "0" {
				out = append(out, last)
			}
			readOnly = false
		case len(fields) > 1 && !strings.HasSuffix(fields[0], ":"): // a mapping begins
			last.from, last.length, readOnly = readOnlyPart(lines.Text(), file)
		}
	}
	return out
}

// usage is how much processor time the process has taken and how many bytes of memory it holds; zeros where that is not known.
func usage() (cpu time.Duration, resident int) {
	var r unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &r); err != nil {
		return 0, 0
	}
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, 0
	}
	if fields := strings.Fields(string(statm)); len(fields) > 1 {
		resident, _ = strconv.Atoi(fields[1])
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()), resident * os.Getpagesize()
}

// readOnlyPart reads a line of proc_pid_maps(5): where a part of the file is mapped that nobody may write to.
func readOnlyPart(line, file string) (from, length uintptr, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 6 || strings.Join(fields[5:], " ") != file || len(fields[1]) != 4 || fields[1][1] == 'w' {
		return 0, 0, false
	}
	begin, end, _ := strings.Cut(fields[0], "-")
	a, err := strconv.ParseUint(begin, 16, 64)
	b, endErr := strconv.ParseUint(end, 16, 64)
	return uintptr(a), uintptr(b - a), err == nil && endErr == nil && b > a
}
