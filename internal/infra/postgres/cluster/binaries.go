package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// MinMajor is the oldest PostgreSQL that is supported.
const MinMajor = 15

// Binaries is one installation of the server.
type Binaries struct {
	Dir   string
	Major int
}

// places are where packages put the server's binaries: Debian and Ubuntu, Red Hat, Homebrew on both kinds of Mac, and
// source installations.
var places = []string{
	"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	"/opt/homebrew/opt/postgresql/bin", "/usr/lib64/pgsql/bin", "/usr/libexec/postgresql*", "/usr/local/pgsql/bin",
}

var versionForm = regexp.MustCompile(`PostgreSQL\) (\d+)`)

// Find lists the installed servers that are new enough, newest first.
func Find() []Binaries {
	var dirs []string
	for _, p := range places {
		found, _ := filepath.Glob(p) // the patterns are ours and well-formed
		dirs = append(dirs, found...)
	}
	if cfg, err := exec.LookPath("pg_config"); err == nil {
		if out, err := exec.Command(cfg, "--bindir").Output(); err == nil { //nolint:noctx // a short program of the machine's
			dirs = append(dirs, strings.TrimSpace(string(out)))
		}
	}
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if target, err := filepath.EvalSymlinks(initdb); err == nil {
			dirs = append(dirs, filepath.Dir(target))
		}
	}
	slices.Sort(dirs)
	var out []Binaries
	for _, d := range slices.Compact(dirs) {
		if b, ok := inspect(d); ok {
			out = append(out, b)
		}
	}
	slices.SortStableFunc(out, func(a, b Binaries) int { return b.Major - a.Major })
	return out
}

// inspect tells the version of the server in a folder. The folder's own number is taken where it has one: it saves
// starting a program at each start.
func inspect(dir string) (Binaries, bool) {
	for _, name := range []string{"postgres", "initdb"} {
		if st, err := os.Stat(filepath.Join(dir, name)); err != nil || st.IsDir() {
			return Binaries{}, false
		}
	}
	major, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	if err != nil {
		out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output() //nolint:noctx // as above
		m := versionForm.FindSubmatch(out)
		if err != nil || m == nil {
			return Binaries{}, false
		}
		major, _ = strconv.Atoi(string(m[1]))
	}
	return Binaries{Dir: dir, Major: major}, major >= MinMajor
}

// binariesFor gives the server for a data directory: of its own major version, or the newest when there is none yet.
func binariesFor(data string) (Binaries, error) {
	installed := Find()
	if len(installed) == 0 {
		return Binaries{}, fmt.Errorf("no PostgreSQL server of version %d or later is installed (initdb and postgres were not found)", MinMajor)
	}
	b, err := os.ReadFile(filepath.Join(data, "PG_VERSION")) // our own directory
	if errors.Is(err, os.ErrNotExist) {
		return installed[0], nil
	}
	if err != nil {
		return Binaries{}, fmt.Errorf("read version of data directory: %w", err)
	}
	return pick(installed, strings.TrimSpace(string(b)), data)
}

func pick(installed []Binaries, version, data string) (Binaries, error) {
	var majors []string
	for _, i := range installed {
		if strconv.Itoa(i.Major) == version {
			return i, nil
		}
		majors = append(majors, strconv.Itoa(i.Major))
	}
	return Binaries{}, fmt.Errorf("the database in %s was made by PostgreSQL %s, but this machine has %s: install PostgreSQL %s, or move the data with pg_dump",
		data, version, strings.Join(majors, ", "), version)
}

func (b Binaries) path(name string) string { return filepath.Join(b.Dir, name) }

// localeArgs choose an order of texts that is the same on every machine, and letters beyond ASCII that have a lower case.
func (b Binaries) localeArgs() []string {
	switch {
	case b.Major >= 17:
		return []string{"--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"}
	case runtime.GOOS == "darwin":
		return []string{"--locale=en_US.UTF-8", "--lc-collate=C"}
	default:
		return []string{"--locale=C.UTF-8"}
	}
}
