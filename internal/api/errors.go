package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/gen/api/common"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
)

// statusOf is the one place where a failure's kind becomes an HTTP status.
var statusOf = map[fault.Kind]int{
	fault.Invalid:       http.StatusUnprocessableEntity,
	fault.Malformed:     http.StatusBadRequest,
	fault.Unauthorized:  http.StatusUnauthorized,
	fault.Denied:        http.StatusForbidden,
	fault.NotFound:      http.StatusNotFound,
	fault.Conflict:      http.StatusConflict,
	fault.Stale:         http.StatusPreconditionFailed,
	fault.NoPrecond:     http.StatusPreconditionRequired,
	fault.TooLarge:      http.StatusRequestEntityTooLarge,
	fault.Unsupported:   http.StatusUnsupportedMediaType,
	fault.Unacceptable:  http.StatusNotAcceptable,
	fault.TooMany:       http.StatusTooManyRequests,
	fault.Unavailable:   http.StatusServiceUnavailable,
	fault.Timeout:       http.StatusGatewayTimeout,
	fault.Range:         http.StatusRequestedRangeNotSatisfiable,
	fault.MethodUnknown: http.StatusMethodNotAllowed,
	fault.Upgrade:       http.StatusUpgradeRequired,
	fault.Internal:      http.StatusInternalServerError,
}

// problemType is where a code's meaning is described: a section of our own docs page.
const problemType = "/docs#problem-"

// errorHandler writes every error as problem+json (RFC 9457). What the caller cannot act on is opaque: the cause is in
// the log under the request's id.
func errorHandler(log *slog.Logger, allow func(routerPath string) string) echo.HTTPErrorHandler {
	return func(err error, ec echo.Context) {
		ctx := ec.Request().Context()
		known := toFault(err)
		status := statusOf[known.Kind()]
		level := slog.LevelInfo
		if status >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		if errors.Is(err, context.Canceled) {
			level = slog.LevelInfo // the caller hung up
		}
		log.Log(ctx, level, "request refused", "request_id", requestID(ec), "method", ec.Request().Method,
			"route", ec.Path(), "status", status, "code", known.Code, "error", err)
		if ec.Response().Committed {
			return
		}
		headers(ec, known, status, allow)
		challenge(ec, err, status)
		if beyond := (*contract.UnsatisfiableError)(nil); errors.As(err, &beyond) {
			ec.Response().Header().Set("Content-Range", fmt.Sprintf("bytes */%d", beyond.Size)) // RFC 9110, 14.4
		}
		if err := writeProblem(ec, known, status); err != nil {
			log.InfoContext(ctx, "answer not delivered", "request_id", requestID(ec), "error", err)
		}
	}
}

// challenge tells what is wrong with the credentials (RFC 6750, 3): nothing is, where there were none.
func challenge(ec echo.Context, err error, status int) {
	const realm = `Bearer realm="docket"`
	var lacks *contract.ScopeError
	h, r := ec.Response().Header(), ec.Request()
	switch {
	case errors.As(err, &lacks):
		h.Set("WWW-Authenticate", fmt.Sprintf(`%s, error="insufficient_scope", scope=%q`, realm, lacks.Scope))
	case status != http.StatusUnauthorized:
	case r.Header.Get("Authorization") == "" && contract.SessionFrom(r.Context()) == "":
		h.Set("WWW-Authenticate", realm)
	default:
		h.Set("WWW-Authenticate", realm+`, error="invalid_token"`)
	}
}

func headers(ec echo.Context, known *fault.Error, status int, allow func(string) string) {
	h := ec.Response().Header()
	for _, name := range []string{"Location", "ETag", "Content-Disposition", "Content-Encoding", "Preference-Applied"} {
		h.Del(name)
	}
	switch status {
	case http.StatusMethodNotAllowed:
		if methods := allow(ec.Path()); methods != "" {
			h.Set("Allow", methods)
		}
	case http.StatusUpgradeRequired:
		h.Set("Upgrade", "websocket")
		h.Set("Connection", "Upgrade")
	}
	if known.RetryAfter > 0 || status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(max(known.RetryAfter.Seconds(), 1)))))
	}
}

func writeProblem(ec echo.Context, known *fault.Error, status int) error {
	p := common.Problem{
		Type: problemType + string(known.Code), Title: known.Code.Title(), Status: status,
		Code: string(known.Code), RequestID: requestID(ec),
	}
	if status < http.StatusInternalServerError || known.Kind() != fault.Internal {
		if known.Message != "" {
			p.Detail = &known.Message
		}
		if len(known.Details) > 0 {
			list := make([]common.ProblemError, len(known.Details))
			for i, d := range known.Details {
				list[i] = common.ProblemError{Pointer: d.Pointer, Detail: d.Detail}
				if d.Rule != "" {
					list[i].Rule = &d.Rule
				}
			}
			p.Errors = &list
		}
	}
	if op := contract.OperationFrom(ec.Request().Context()); op != nil && op.OpenAIErrors {
		p.Error = openAIError(known)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	ec.Response().Header().Set(echo.HeaderContentType, "application/problem+json")
	ec.Response().Header().Set("Cache-Control", "no-store")
	ec.Response().Header().Set(echo.HeaderContentLength, strconv.Itoa(len(body))) // complete for callers that still send
	ec.Response().WriteHeader(status)
	_, err = ec.Response().Write(body)
	return err
}

// openAITypes are OpenAI's types of errors; what is not here is the server's fault.
var openAITypes = map[fault.Kind]string{
	fault.Invalid: "invalid_request_error", fault.Malformed: "invalid_request_error", fault.NotFound: "invalid_request_error",
	fault.TooLarge: "invalid_request_error", fault.Unsupported: "invalid_request_error", fault.Unacceptable: "invalid_request_error",
	fault.Unauthorized: "authentication_error", fault.Denied: "permission_error", fault.TooMany: "rate_limit_error",
}

// openAIError is an error as clients of OpenAI's API read it.
func openAIError(known *fault.Error) *common.OpenAIError {
	out := common.OpenAIError{Message: known.Message, Type: "server_error", Code: string(known.Code)}
	if out.Message == "" || known.Kind() == fault.Internal {
		out.Message = known.Code.Title()
	}
	if t, ok := openAITypes[known.Kind()]; ok {
		out.Type = t
	}
	if len(known.Details) > 0 {
		param := strings.TrimPrefix(known.Details[0].Pointer, "/")
		out.Param = &param
	}
	return &out
}

// toFault gives every error a code: ours keep theirs, those of the router and the binder get the one that fits.
func toFault(err error) *fault.Error {
	if known, ok := fault.As(err); ok {
		return known
	}
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return fault.New(fault.CodeBodyTooLarge, "the body may have %d bytes at most", over.Limit)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.Wrap(err, fault.CodeTimeout, "the operation took longer than it may")
	}
	if errors.Is(err, context.Canceled) { // the caller hung up, or the process stops
		return fault.Wrap(err, fault.CodeUnavailable, "the request was given up; send it again")
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.Wrap(err, fault.CodeUnavailable, "there is no space left on the server's disk")
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		return fromRouter(he)
	}
	if errors.Is(err, http.ErrNotMultipart) || errors.Is(err, http.ErrMissingBoundary) {
		return fault.New(fault.CodeMalformed, "the body is not multipart with a boundary")
	}
	return fault.Wrap(err, fault.CodeInternal, "internal error")
}

func fromRouter(he *echo.HTTPError) *fault.Error {
	switch he.Code {
	case http.StatusNotFound:
		return fault.New(fault.CodeNotFound, "there is no such path")
	case http.StatusMethodNotAllowed:
		return fault.New(fault.CodeMethodNotAllowed, "the path does not have this method")
	case http.StatusUnsupportedMediaType:
		return fault.New(fault.CodeUnsupportedMedia, "the media type is not supported")
	case http.StatusRequestEntityTooLarge:
		return fault.New(fault.CodeBodyTooLarge, "the body is too large")
	}
	if he.Code < http.StatusInternalServerError {
		return fault.Wrap(he, fault.CodeMalformed, "the request cannot be read")
	}
	return fault.Wrap(he, fault.CodeInternal, "internal error")
}
