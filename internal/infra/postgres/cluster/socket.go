package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// lockPatience is how long a lock may still be held by nobody: a program that was being started when its holder let go has
// a copy of the descriptor for a moment.
const lockPatience = 500 * time.Millisecond

// maxSocketPath is what sockaddr_un holds on every system we run on (macOS 103, Linux 107).
const maxSocketPath = 103

// socketDir is where the server's socket stands: in the server's folder, or, where that path is too long, in a folder of
// the system's temporary one that is named after it.
func (c *Cluster) socketDir() (string, error) {
	dir := filepath.Join(c.dir, "run")
	if len(filepath.Join(dir, ".s.PGSQL."+strconv.Itoa(port))) > maxSocketPath {
		sum := sha256.Sum256([]byte(c.dir))
		dir = filepath.Join("/tmp", "docket-"+strconv.Itoa(c.owner.uid)+"-"+hex.EncodeToString(sum[:6]))
	}
	return dir, c.owner.mkdir(dir)
}

// lockFile takes a lock that the system releases with the process, however that ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // below our own directory
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	for until := time.Now().Add(lockPatience); ; time.Sleep(pollEvery) {
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil { // descriptors are small
			return f, nil
		}
		if time.Now().After(until) {
			_ = f.Close()
			return nil, ErrInUse
		}
	}
}
