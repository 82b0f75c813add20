package llm

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Bounds of what is read of one answer.
const (
	maxLine   = 1 << 20
	maxStream = 64 << 20
)

var errTooMuch = errors.New("the model's server sent more than an answer can be")

// event is one event of a stream.
type event struct {
	name string // "" or, of errors, "error"
	data []byte
}

// events reads a stream of server-sent events line by line, so that neither a character nor an event is ever seen in part.
type events struct {
	r    *bufio.Reader
	left int
}

func newEvents(r io.Reader) *events {
	e := &events{r: bufio.NewReaderSize(r, 16<<10), left: maxStream}
	if bom, err := e.r.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = e.r.Discard(3)
	}
	return e
}

// next gives the next event that has data. Errors: io.EOF at the end, errTooMuch, and the connection's.
func (e *events) next() (event, error) {
	var ev event
	has := false
	for {
		line, err := e.line()
		if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
			if has && errors.Is(err, io.EOF) { // the last blank line is missing
				return ev, nil
			}
			return ev, err
		}
		if len(line) == 0 {
			if has {
				return ev, nil
			}
			ev = event{}
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":")) // a comment's name is empty
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "data", "error": // llama.cpp once had a field of that name
			if has {
				ev.data = append(ev.data, '\n')
			}
			has, ev.data = true, append(ev.data, value...)
			if string(name) == "error" {
				ev.name = "error"
			}
		case "event":
			ev.name = string(value)
		}
	}
}

// line is the next line without its end. At the end of the stream it comes with io.EOF.
func (e *events) line() ([]byte, error) {
	var line []byte
	for {
		part, err := e.r.ReadSlice('\n')
		e.left -= len(part)
		if e.left < 0 || len(line)+len(part) > maxLine {
			return nil, errTooMuch
		}
		line = append(line, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}
