// Package fault is the one way an error carries a public face: a kind, a stable code, a message that a caller may
// read, pointers into the input, and a cause that only the log sees.
//
// It owns the kinds and the registry of codes. It does not own HTTP: package api maps a kind to a status, once.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind is the class of a failure. The edge maps each to one status.
type Kind string

// The kinds there are.
const (
	Invalid       Kind = "invalid"      // the input breaks a rule
	Malformed     Kind = "malformed"    // the request cannot be understood
	Unauthorized  Kind = "unauthorized" // no or bad credentials
	Denied        Kind = "denied"       // known caller, not allowed
	NotFound      Kind = "not_found"    // missing, or another workspace's
	Conflict      Kind = "conflict"     // the state does not allow it
	Stale         Kind = "stale"        // If-Match does not match
	NoPrecond     Kind = "precondition" // If-Match is required
	TooLarge      Kind = "too_large"    // over a stated limit
	Unsupported   Kind = "unsupported"  // media type
	Unacceptable  Kind = "unacceptable" // no representation the caller accepts
	TooMany       Kind = "too_many"     // slow down
	Unavailable   Kind = "unavailable"  // a part is down, trying again may help
	Timeout       Kind = "timeout"      // a time limit of ours ended it
	Range         Kind = "range"        // the Range header cannot be satisfied
	MethodUnknown Kind = "method"       // the path does not know the method
	Upgrade       Kind = "upgrade"      // the path wants another protocol
	Internal      Kind = "internal"     // ours; opaque to the caller
)

// Detail points at one part of the input: a JSON pointer for bodies, "query/<name>", "header/<name>" or "path/<name>"
// for parameters.
type Detail struct {
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
	Rule    string `json:"rule,omitempty"` // the published rule that is broken, where one is
}

// Error is a failure with a public face. Make one with New or Wrap.
type Error struct {
	Code       Code
	Message    string // for this occurrence; safe to show
	Details    []Detail
	RetryAfter time.Duration
	cause      error
}

// New is a failure whose message is safe to show. The code decides its kind and title.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap is New with a cause for the log.
func Wrap(cause error, code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), cause: cause}
}

// At adds a pointer into the input.
func (e *Error) At(pointer, detail string) *Error {
	e.Details = append(e.Details, Detail{Pointer: pointer, Detail: detail})
	return e
}

// Breaks is At for a broken rule, by the id that its publisher gave it.
func (e *Error) Breaks(pointer, rule, detail string) *Error {
	e.Details = append(e.Details, Detail{Pointer: pointer, Rule: rule, Detail: detail})
	return e
}

// Kind is the class of the failure's code.
func (e *Error) Kind() Kind { return e.Code.Kind() }

// Error is for the log: code, message and cause.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Code, e.Message, e.cause)
	}
	return fmt.Sprintf("%s: %s", e.Code, e.Message)
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.cause }

// As finds the first Error in a chain.
func As(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// CodeOf is the code of the first Error in the chain, CodeInternal without one.
func CodeOf(err error) Code {
	if e, ok := As(err); ok {
		return e.Code
	}
	return CodeInternal
}

// IsPermanent tells whether trying the same thing again cannot help: the input or the state is at fault, not a part of
// the system that may come back.
func IsPermanent(err error) bool {
	e, ok := As(err)
	if !ok {
		return false
	}
	switch e.Kind() {
	case Internal, Unavailable, TooMany:
		return false
	default:
		return true
	}
}
