package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// TestTranslateLostConnections: a server that goes away in the middle of a query is one to ask again, time that is up is not.
func TestTranslateLostConnections(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err  error
		want fault.Code
	}{
		"cut off":        {fmt.Errorf("receive: %w", io.ErrUnexpectedEOF), fault.CodeUnavailable},
		"closed":         {fmt.Errorf("receive: %w", io.EOF), fault.CodeUnavailable},
		"reset":          {fmt.Errorf("receive: %w", &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}), fault.CodeUnavailable},
		"broken pipe":    {&net.OpError{Op: "write", Err: syscall.EPIPE}, fault.CodeUnavailable},
		"closed by us":   {net.ErrClosed, fault.CodeUnavailable},
		"time is up":     {&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, fault.CodeInternal},
		"deadline":       {context.DeadlineExceeded, fault.CodeInternal},
		"something else": {errors.New("cannot scan"), fault.CodeInternal},
	} {
		if got := fault.CodeOf(postgres.Translate(tc.err, "invoice")); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}
