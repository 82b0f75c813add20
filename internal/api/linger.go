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

// lingering takes in what a handler has left of the request's body, once the answer is on its way.
func lingering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == nil || r.Body == http.NoBody {
			next.ServeHTTP(w, r)
			return
		}
		body := &ending{ReadCloser: r.Body}
		r.Body = body
		next.ServeHTTP(w, r)
		if body.ended {
			return
		}
		conn := http.NewResponseController(w)
		if conn.Flush() != nil || conn.SetReadDeadline(time.Now().Add(lingerTime)) != nil {
			return // the connection is gone, or no longer HTTP
		}
		_, _ = io.CopyN(io.Discard, body.ReadCloser, lingerBytes)
	})
}

// ending is a body that knows whether there may be more of it.
type ending struct {
	io.ReadCloser
	ended bool
}

// Read notes the end, or what keeps it from coming.
func (e *ending) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	if err == io.EOF {
		e.ended = true
	}
	return n, err
}
