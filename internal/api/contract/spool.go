package contract

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/gate"
)

// lightBody is how large a JSON body may be to be taken without waiting for a turn.
const lightBody = 64 << 10

// Heavy is how large bodies are taken: first to the disk, however slowly they come, and into memory when it is their turn. So callers
// that send many, or send slowly, hold neither memory nor the turn of others.
type Heavy struct {
	Gate *gate.Gate // nil: everybody's turn is at once
	Dir  string     // of bodies that wait; "" is the system's for temporary files
}

// admit waits for the turn of a large JSON body; leave ends it. The body of a light one is left as it is.
func (h Heavy) admit(ec echo.Context, o *Operation) (leave func(), err error) {
	r := ec.Request()
	if !o.takesJSON(r) || r.ContentLength >= 0 && r.ContentLength <= lightBody {
		return func() {}, nil
	}
	body, err := spool(h.Dir, r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = body
	end, err := h.enter(r.Context(), body, o.Held)
	if err != nil {
		body.remove()
		return nil, err
	}
	return func() { end(); body.remove() }, nil
}

func (h Heavy) enter(ctx context.Context, body *spooled, held int64) (func(), error) {
	if body.size <= lightBody {
		return func() {}, nil
	}
	_, weight, err := gate.WeighJSON(io.NewSectionReader(body, 0, body.size))
	if err != nil {
		return nil, fmt.Errorf("read spool file: %w", err)
	}
	return h.Gate.Enter(ctx, weight*held)
}

// spooled is a body in a file of its own.
type spooled struct {
	*os.File
	size int64
}

func spool(dir string, body io.Reader) (*spooled, error) {
	f, err := os.CreateTemp(dir, "body-*")
	if err != nil {
		return nil, fmt.Errorf("make spool file: %w", err)
	}
	out := &spooled{File: f}
	if out.size, err = io.Copy(f, body); err != nil {
		out.remove()
		return nil, bodyError(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		out.remove()
		return nil, fmt.Errorf("read spool file: %w", err)
	}
	return out, nil
}

// all is the whole body; reading begins anew after it.
func (s *spooled) all() ([]byte, error) {
	raw := make([]byte, s.size)
	if _, err := s.ReadAt(raw, 0); err != nil {
		return nil, fmt.Errorf("read spool file: %w", err)
	}
	return raw, nil
}

// Close does nothing: whoever let the body in removes it, when the request has ended.
func (s *spooled) Close() error { return nil }

func (s *spooled) remove() {
	_ = s.File.Close()
	_ = os.Remove(s.Name())
}
