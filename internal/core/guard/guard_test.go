package guard_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
)

func breaks(rows []int) int { return rows[3] }

func TestPanicIsFinalAndLoggedOnceWithItsStack(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	err := guard.Run(t.Context(), log, func() error {
		return guard.Run(t.Context(), log, func() error {
			err := guard.Run(t.Context(), nil, func() error { breaks(nil); return nil }) // as in a goroutine
			return fmt.Errorf("read page 3: %w", err)
		})
	})
	if fault.CodeOf(err) != fault.CodeReadFailed || !fault.IsPermanent(err) {
		t.Errorf("got %v", err)
	}
	if s := err.Error(); !strings.Contains(s, "index out of range") || strings.Contains(s, "guard_test.breaks") {
		t.Errorf("whoever logs the error logs the stack again: %s", s)
	}
	if known, _ := fault.As(err); strings.Contains(known.Message, "index out of range") {
		t.Errorf("callers read %q", known.Message)
	}
	if s := out.String(); strings.Count(s, "reading a document panicked") != 1 || !strings.Contains(s, "index out of range") || !strings.Contains(s, "guard_test.breaks") {
		t.Errorf("logged: %s", s)
	}
}

func TestValuesAndErrorsPass(t *testing.T) {
	t.Parallel()
	torn := errors.New("torn")
	n, err := guard.Get(t.Context(), nil, func() (int, error) { return 3, torn })
	if n != 3 || !errors.Is(err, torn) {
		t.Errorf("got %d, %v", n, err)
	}
	n, err = guard.Get(t.Context(), nil, func() (int, error) { return 3, nil })
	if n != 3 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
	n, err = guard.Get(t.Context(), nil, func() (int, error) { return breaks([]int{1}), nil })
	if n != 0 || fault.CodeOf(err) != fault.CodeReadFailed {
		t.Errorf("got %d, %v", n, err)
	}
}
