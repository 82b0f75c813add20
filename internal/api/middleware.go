package api

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
)

// saneID is what a caller's own request id may look like: it goes into headers and logs.
var saneID = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,128}$`)

// identify gives the request an id before anything can fail, and answers with it.
func identify(from addresses) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ec echo.Context) error {
			id := ec.Request().Header.Get(echo.HeaderXRequestID)
			if !saneID.MatchString(id) {
				made, err := uuid.NewV7()
				if err != nil {
					return fmt.Errorf("make request id: %w", err)
				}
				id = made.String()
			}
			ec.Response().Header().Set(echo.HeaderXRequestID, id)
			r := ec.Request()
			ec.SetRequest(r.WithContext(auth.WithOrigin(r.Context(), auth.Origin{Address: from.of(r), UserAgent: r.UserAgent(), RequestID: id})))
			return next(ec)
		}
	}
}

// logged writes a line for each request of an operation: who, from where, what, how it went; nothing of what was sent or answered.
func logged(rules *contract.Contract, log *slog.Logger) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ec echo.Context) error {
			began := time.Now()
			if err := next(ec); err != nil {
				ec.Error(err) // the status is known only when the error is written
			}
			op := rules.Find(ec.Request().Method, ec.Path())
			if op == nil || op.Public && !op.Changes() { // probes and pages of the system would fill the log
				return nil
			}
			ctx := ec.Request().Context()
			p, origin := auth.PrincipalFrom(ctx), auth.OriginFrom(ctx)
			attrs := []slog.Attr{slog.String("request_id", origin.RequestID), slog.String("operation", op.ID), slog.Int("status", ec.Response().Status),
				slog.Duration("took", time.Since(began)), slog.String("address", origin.Address)}
			for name, id := range map[string]uuid.UUID{"workspace_id": p.WorkspaceID, "key_id": p.KeyID, "user_id": p.UserID} {
				if id != uuid.Nil {
					attrs = append(attrs, slog.String(name, id.String()))
				}
			}
			log.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
			return nil
		}
	}
}

// addressOf is the address of whoever holds the connection, without the port.
func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func requestID(ec echo.Context) string { return ec.Response().Header().Get(echo.HeaderXRequestID) }

// recovered turns a panic into an error, so that it is answered and logged like any other.
func recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(ec echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if e, ok := p.(error); ok && errors.Is(e, http.ErrAbortHandler) {
				panic(p)
			}
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}()
		return next(ec)
	}
}

// secure sets headers that keep a browser from making more of an answer than it is.
func secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(ec echo.Context) error {
		h := ec.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		if !strings.HasPrefix(ec.Path(), "/docs") {
			h.Set("Cache-Control", "no-store")
		}
		return next(ec)
	}
}

// optionsOf answers OPTIONS with exactly the path's methods.
func optionsOf(allow func(routerPath string) string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(ec echo.Context) error {
			if ec.Request().Method != http.MethodOptions {
				return next(ec)
			}
			methods := allow(ec.Path())
			if methods == "" {
				return echo.ErrNotFound
			}
			ec.Response().Header().Set(echo.HeaderAllow, methods)
			return ec.NoContent(http.StatusNoContent)
		}
	}
}

// allowOf gives the header Allow of a router path, of the contract or beside it; "" for a path that nobody knows.
func allowOf(rules *contract.Contract) func(routerPath string) string {
	return func(routerPath string) string {
		if slices.Contains(unversioned, routerPath) {
			return http.MethodGet + ", " + http.MethodHead
		}
		return rules.Allow(routerPath)
	}
}
