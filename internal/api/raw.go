package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/internal/core/fault"
)

// Listener gives connections on which also those errors are problem+json that the server of the standard library answers itself: a
// request that is none, headers that are too large, an expectation that it does not know. It tells them by their first bytes, which no
// answer of ours has.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &rawConn{Conn: c}, nil
}

type rawConn struct{ net.Conn }

// plainHead is what the server writes behind the status of an error of its own.
const plainHead = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"

// rawErrors are the beginnings of the server's own answers, and their codes.
var rawErrors = []struct {
	begins string
	code   fault.Code
	status int
	why    string
}{
	{"HTTP/1.1 400 Bad Request" + plainHead, fault.CodeMalformed, http.StatusBadRequest, "this is no request of HTTP"},
	{"HTTP/1.1 400 Bad Request: ", fault.CodeMalformed, http.StatusBadRequest, "this is no request of HTTP"},
	{"HTTP/1.1 431 Request Header Fields Too Large" + plainHead, fault.CodeHeadersTooLarge, http.StatusRequestHeaderFieldsTooLarge, "the headers are too large"},
	{"HTTP/1.1 417 Expectation Failed\r\n", fault.CodeExpectation, http.StatusExpectationFailed, "the header Expect may be 100-continue alone"},
}

// Write implements net.Conn.
func (c *rawConn) Write(b []byte) (int, error) {
	for _, e := range rawErrors {
		if !bytes.HasPrefix(b, []byte(e.begins)) {
			continue
		}
		answer, err := rawProblem(e.code, e.status, e.why)
		if err != nil {
			return 0, err
		}
		if _, err := c.Conn.Write(answer); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	return c.Conn.Write(b)
}

// ReadFrom lets the system move bytes of a file by itself.
func (c *rawConn) ReadFrom(r io.Reader) (int64, error) {
	if to, ok := c.Conn.(io.ReaderFrom); ok {
		return to.ReadFrom(r)
	}
	return io.Copy(struct{ io.Writer }{c.Conn}, r)
}

// CloseWrite ends what is sent; the server calls it before it closes.
func (c *rawConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

func rawProblem(code fault.Code, status int, why string) ([]byte, error) {
	id := uuid.NewString()
	body, err := json.Marshal(common.Problem{Type: problemType + string(code), Title: code.Title(), Status: status, Code: string(code), RequestID: id, Detail: &why})
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\nContent-Length: %s\r\nX-Request-Id: %s\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n%s",
		status, http.StatusText(status), strconv.Itoa(len(body)), id, body), nil
}
