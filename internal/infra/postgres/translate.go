package postgres

import (
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/docketapi/docket/internal/core/fault"
)

// SQLSTATE classes and codes that have a meaning for callers (PostgreSQL, appendix A).
const (
	foreignKeyViolation  = "23503"
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	classConnection      = "08"
	classData            = "22" // a value that no column can hold: a NUL character, a number out of range
	classResources       = "53"
	classOperator        = "57" // shutdown, crash, cancelled by the server
)

// conflicts says what a violated constraint means, by its name.
var conflicts = map[string]string{
	"users_email_key":   "a user with this e-mail address exists",
	"api_keys_hash_key": "this key is in use",
}

// Translate gives a database error its public face. what is the resource asked for, as in "document": no rows becomes its
// not_found, which also stands for another workspace's. Errors that say nothing to a caller keep their cause only.
func Translate(err error, what string) error {
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pgx.ErrNoRows):
		return NotFound(what)
	case !errors.As(err, &pg):
		return unreachable(err, what)
	case pg.Code == uniqueViolation && conflicts[pg.ConstraintName] != "":
		return fault.Wrap(err, fault.CodeConflict, "%s", conflicts[pg.ConstraintName])
	case pg.Code == foreignKeyViolation:
		return NotFound(what)
	case pg.Code[:2] == classData:
		return fault.Wrap(err, fault.CodeValidation, "a value is outside what can be stored or compared")
	case pg.Code[:2] == classConnection || pg.Code[:2] == classResources || pg.Code[:2] == classOperator:
		return fault.Wrap(err, fault.CodeUnavailable, "the database cannot answer now")
	}
	return fmt.Errorf("query %s: %w", what, err)
}

// NotFound is the one answer for what is missing and for what is another workspace's.
func NotFound(what string) error { return fault.New(fault.CodeNotFound, "no such %s", what) }

func unreachable(err error, what string) error {
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || pgconn.SafeToRetry(err) {
		return fault.Wrap(err, fault.CodeUnavailable, "the database does not answer")
	}
	if lost(err) {
		return fault.Wrap(err, fault.CodeUnavailable, "the connection to the database was lost")
	}
	return fmt.Errorf("query %s: %w", what, err)
}

// lost tells a connection that ended in the middle of a query, as when the server is stopped; time that is up is something else.
func lost(err error) bool {
	var broken *net.OpError
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.As(err, &broken) && !broken.Timeout()
}
