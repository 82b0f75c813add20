package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is the user the server runs as: ourselves, or user postgres when we are root, which the server refuses to be.
type owner struct {
	uid, gid int
	other    bool // not ourselves
}

func findOwner() (*owner, error) {
	if os.Geteuid() != 0 {
		return &owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root and there is no user postgres: %w", err)
	}
	uid, uidErr := strconv.Atoi(u.Uid)
	gid, gidErr := strconv.Atoi(u.Gid)
	if uidErr != nil || gidErr != nil || uid == 0 {
		return nil, fmt.Errorf("user postgres has no usable ids: %s, %s", u.Uid, u.Gid)
	}
	return &owner{uid: uid, gid: gid, other: true}, nil
}

// run makes a command of the owner's, in a process group of its own: Ctrl-C on the terminal is ours to handle, and the
// server must outlive our last transaction.
func (o *owner) run(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if o.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)} // ids of the system
	}
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC", "HOME=/"}
}

// mkdir makes a folder of the owner's that nobody else may enter.
func (o *owner) mkdir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make folder of the database: %w", err)
	}
	return o.take(dir)
}

// take gives a folder to the owner. A folder of somebody else is refused: in a shared place it may be a trap.
func (o *owner) take(dir string) error {
	st, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("look at folder of the database: %w", err)
	}
	sys, ok := st.Sys().(*syscall.Stat_t)
	if !st.IsDir() || !ok || int(sys.Uid) != o.uid && int(sys.Uid) != os.Geteuid() {
		return fmt.Errorf("%s is not a folder of ours", dir)
	}
	if int(sys.Uid) != o.uid {
		if err := os.Lchown(dir, o.uid, o.gid); err != nil {
			return fmt.Errorf("give folder to user postgres: %w", err)
		}
	}
	if st.Mode().Perm() != 0o700 {
		return os.Chmod(dir, 0o700) // a folder needs x
	}
	return nil
}

// canReach tells whether the owner may pass through every folder down to dir. dir itself is opened for passing through
// (not for listing) when it is closed: it is ours. The folders above are not ours to change.
func (o *owner) canReach(dir string) error {
	if !o.other {
		return nil
	}
	abs, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return fmt.Errorf("find data directory: %w", err)
	}
	if st, err := os.Stat(abs); err == nil && st.Mode()&0o001 == 0 {
		if err := os.Chmod(abs, st.Mode().Perm()|0o001); err != nil {
			return fmt.Errorf("let user postgres pass through the data directory: %w", err)
		}
	}
	for d := abs; ; d = filepath.Dir(d) {
		st, err := os.Stat(d)
		if err != nil {
			return fmt.Errorf("look at %s: %w", d, err)
		}
		sys, ok := st.Sys().(*syscall.Stat_t)
		bit := os.FileMode(0o001)
		if ok && int(sys.Uid) == o.uid {
			bit = 0o100
		} else if ok && int(sys.Gid) == o.gid {
			bit = 0o010
		}
		if st.Mode()&bit == 0 {
			return fmt.Errorf("%s is closed to user postgres, as which the database runs: choose another DOCKET_DATA_DIR", d)
		}
		if d == filepath.Dir(d) {
			return nil
		}
	}
}
