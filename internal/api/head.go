package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// headKey marks a request that came as HEAD.
type headKey struct{}

// errNoBody ends the writing of a body that nobody gets, once its headers are known.
var errNoBody = errors.New("a HEAD request has no body")

// headAsGet routes HEAD as the GET it asks about (RFC 9110, 9.3.2). The server keeps the request as it came, so that no body leaves.
func headAsGet(router http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(context.WithValue(r.Context(), headKey{}, true))
			r.Method = http.MethodGet
			r.Header.Del("Upgrade") // a connection cannot become another one by HEAD
		}
		router.ServeHTTP(w, r)
	})
}

// withoutBody answers HEAD with the headers of the GET and the length of the body that it would have.
func withoutBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(ec echo.Context) error {
		if ec.Request().Context().Value(headKey{}) == nil {
			return next(ec)
		}
		res := ec.Response()
		conn := res.Writer
		counted := &counter{ResponseWriter: conn}
		res.Writer = counted
		defer func() { res.Writer = conn }()
		if err := next(ec); err != nil && !errors.Is(err, errNoBody) {
			res.Committed = false // nothing was sent: the error can be
			return err
		}
		if counted.status == 0 {
			return nil
		}
		h := conn.Header()
		if h.Get(echo.HeaderContentLength) == "" && counted.status >= http.StatusOK && counted.status != http.StatusNoContent &&
			counted.status != http.StatusNotModified && !counted.endless() {
			h.Set(echo.HeaderContentLength, strconv.FormatInt(counted.size, 10))
		}
		conn.WriteHeader(counted.status)
		return nil
	}
}

// counter counts a body instead of sending it.
type counter struct {
	http.ResponseWriter
	status int
	size   int64
}

// WriteHeader remembers the status.
func (c *counter) WriteHeader(status int) {
	if c.status == 0 {
		c.status = status
	}
}

// Write counts, and refuses where there is nothing left to find out.
func (c *counter) Write(b []byte) (int, error) {
	c.WriteHeader(http.StatusOK)
	c.size += int64(len(b))
	if c.endless() || c.Header().Get(echo.HeaderContentLength) != "" {
		return len(b), errNoBody
	}
	return len(b), nil
}

// endless tells a body whose length is not known before its end.
func (c *counter) endless() bool {
	return strings.HasPrefix(c.Header().Get(echo.HeaderContentType), "text/event-stream")
}

// FlushError does nothing: there is nothing to send yet.
func (c *counter) FlushError() error { return nil }

// Unwrap lets http.ResponseController reach the connection.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }
