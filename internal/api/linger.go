package api

import (
	"io"
	"net/http"
	"time"
)

// An answer that goes out while its body still comes in is lost to many clients when the connection ends at once: they write on, and
// find it broken before they have read. So what is left of the body is thrown away, for as long and as much as this.
const (
	lingerTime  = 10 * time.Second
	lingerBytes = 1 << 30
)

// lingering sends an answer as soon as there is one, and takes in what a handler has left of the request's body after it. Without
// full duplex the server would wait for the body first, which a caller without credentials need never send. One who waits for
// "100 Continue" (RFC 9110, 10.1.1) has the final answer instead and sends nothing more.
func lingering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		conn := http.NewResponseController(w)
		_ = conn.EnableFullDuplex() // what cannot do it, such as a recorder, has no connection to wait on
		body := &ending{ReadCloser: r.Body}
		r.Body = body
		next.ServeHTTP(w, r)
		if body.ended {
			return
		}
		patience := lingerTime
		if !body.begun && r.Header.Get("Expect") != "" {
			patience = 0
		}
		if conn.Flush() != nil || conn.SetReadDeadline(time.Now().Add(patience)) != nil || patience == 0 {
			return // the connection is gone or no longer HTTP, or nothing more comes over it
		}
		_, _ = io.CopyN(io.Discard, body.ReadCloser, lingerBytes)
	})
}

// ending is a body that knows whether it was asked for, and whether there may be more of it.
type ending struct {
	io.ReadCloser
	begun, ended bool
}

// Read notes the end, or what keeps it from coming.
func (e *ending) Read(p []byte) (int, error) {
	e.begun = true
	n, err := e.ReadCloser.Read(p)
	if err == io.EOF {
		e.ended = true
	}
	return n, err
}
