package document

import (
	"os"

	"golang.org/x/sys/unix"
)

// startWriting asks the system to write a part of the file, and does not wait for it.
func startWriting(f *os.File, from, length int64) {
	_ = unix.SyncFileRange(int(f.Fd()), from, length, unix.SYNC_FILE_RANGE_WRITE) // file descriptors are small
}
