//go:build unix

package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(
		sandbox.Helper{Name: "toy", Start: startToy},
		sandbox.Helper{Name: "refuses", Start: func(setup []byte) (sandbox.Handler, error) {
			return nil, fault.New(fault.CodeReaderMissing, "no model at %s", setup)
		}},
		sandbox.Helper{Name: "dies-first", Start: startDying},
	)
	if len(os.Args) == 2 && os.Args[1] == parentMode {
		actAsParent()
		return
	}
	os.Exit(m.Run())
}

// startToy answers commands that misbehave in every way a native library can.
func startToy(setup []byte) (sandbox.Handler, error) {
	calls := 0
	return func(_ context.Context, request []byte) ([]byte, error) {
		calls++
		verb, arg, _ := strings.Cut(string(request), " ")
		switch verb {
		case "echo":
			return []byte(string(setup) + arg), nil
		case "len":
			return []byte(strconv.Itoa(len(arg))), nil
		case "pid":
			return []byte(strconv.Itoa(os.Getpid())), nil
		case "fail":
			return nil, fault.New(fault.CodeImageDamaged, "bad picture")
		case "plain":
			return nil, errors.New("plain trouble")
		case "panic":
			panic("boom")
		case "crash":
			fmt.Fprintln(os.Stderr, "native fault")
			_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
			select {}
		case "sleep":
			time.Sleep(time.Hour)
		case "eat":
			var kept [][]byte
			for {
				b := make([]byte, 8<<20)
				for i := range b {
					b[i] = 1
				}
				kept = append(kept, b)
				_ = kept
			}
		}
		return nil, fmt.Errorf("unknown verb %q", verb)
	}, nil
}

// startDying dies at its first start: setup names a file that tells whether there was one before.
func startDying(setup []byte) (sandbox.Handler, error) {
	if _, err := os.Stat(string(setup)); err != nil {
		_ = os.WriteFile(string(setup), nil, 0o600)
		os.Exit(3)
	}
	return func(context.Context, []byte) ([]byte, error) { return []byte("alive"), nil }, nil
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Fatalf("error %v, want code %s", err, code)
	}
}

func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 400 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("not in time: %s", what)
}
