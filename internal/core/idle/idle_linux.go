package idle

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// releaseFile unmaps the pages of the program's file that cannot have been written to. Memory of other kinds is not touched.
func releaseFile() {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if from, length, ok := readOnlyPart(lines.Text(), self); ok {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, length, unix.MADV_DONTNEED) // a hint
		}
	}
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
