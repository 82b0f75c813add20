//go:build unix

package sandbox

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/docketapi/docket/internal/core/fault"
)

// A frame is a kind, eight bytes of length, big endian, and so many bytes.
type frameKind byte

const (
	frameSetup   frameKind = 's' // parent to worker, once
	frameRequest frameKind = 'q'
	frameReady   frameKind = 'r' // worker to parent, once
	frameAnswer  frameKind = 'a'
	frameError   frameKind = 'e' // failure as JSON
)

// maxFrame bounds both directions: the largest page raster, in colour, and some room.
const maxFrame = 512 << 20

var errFrame = errors.New("malformed frame")

func writeFrame(w io.Writer, kind frameKind, body []byte) error {
	if len(body) > maxFrame {
		return fmt.Errorf("write frame of %d bytes: %w", len(body), errFrame)
	}
	var head [9]byte
	head[0] = byte(kind)
	binary.BigEndian.PutUint64(head[1:], uint64(len(body)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(body)
	return err
}

// readFrame reads into buf when that is large enough. It allocates as the bytes come: a length alone is no reason to.
func readFrame(r io.Reader, buf []byte) (frameKind, []byte, error) {
	var head [9]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint64(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("read frame of %d bytes: %w", n, errFrame)
	}
	buf = buf[:0]
	const step = 16 << 20
	for left := int(n); left > 0; {
		now := min(left, step)
		from := len(buf)
		if cap(buf)-from < now {
			grown := make([]byte, from, max(from+now, min(2*cap(buf), int(n))))
			copy(grown, buf)
			buf = grown
		}
		buf = buf[:from+now]
		if _, err := io.ReadFull(r, buf[from:]); err != nil {
			return 0, nil, err
		}
		left -= now
	}
	return frameKind(head[0]), buf, nil
}

// failure is an error on its way between processes.
type failure struct {
	Code    fault.Code `json:"code,omitempty"`
	Message string     `json:"message"`
}

func encodeFailure(err error) []byte {
	f := failure{Message: err.Error()}
	if e, ok := fault.As(err); ok {
		f.Code, f.Message = e.Code, e.Message
	}
	b, _ := json.Marshal(f) // two strings always marshal
	return b
}

func decodeFailure(body []byte) error {
	var f failure
	if err := json.Unmarshal(body, &f); err != nil {
		return fmt.Errorf("read helper's error: %w", errFrame)
	}
	if f.Code != "" {
		return fault.New(f.Code, "%s", f.Message)
	}
	return errors.New(f.Message)
}
