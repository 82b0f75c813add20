package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
)

// needs is what a command of the server asks of its surroundings.
type needs struct{ listen, storage, database bool }

// prepare finds out, before anything starts, everything that would keep a command from running, and gives the listener where
// it needs one. All that is wrong is one error.
func prepare(ctx context.Context, e *env, n needs) (net.Listener, error) {
	var errs []error
	var listener net.Listener
	if e.settings != nil {
		errs = append(errs, settingsError{e.settings})
	}
	if n.listen && e.cli.HTTP.Check() == nil {
		l, err := listen(ctx, e.cli.Addr)
		listener, errs = l, append(errs, err)
	}
	stored := e.cli.Storage.Check() == nil
	if n.storage && stored {
		errs = append(errs, blob.CheckURL(ctx, e.cli.StorageURL))
	}
	switch {
	case n.database && e.cli.DatabaseURL == "":
		errs = append(errs, errNoDatabase)
	case e.cli.DatabaseURL != "" && stored:
		errs = append(errs, checkDatabase(ctx, e.cli.DatabaseURL))
	}
	err := errors.Join(errs...)
	if err != nil && listener != nil {
		err = errors.Join(err, listener.Close())
		listener = nil
	}
	return listener, err
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("DOCKET_ADDR: %s is in use: stop what listens there, or set another address: %w", addr, err)
	case err != nil:
		return nil, fmt.Errorf("DOCKET_ADDR: cannot listen on %s: %w", addr, err)
	}
	return l, nil
}

// checkDatabase tells what the server at the URL lacks.
func checkDatabase(ctx context.Context, url string) error {
	pool, err := postgres.Open(ctx, url)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	defer pool.Close()
	return checkServer(ctx, pool)
}

func checkServer(ctx context.Context, pool *pgxpool.Pool) error {
	server, err := postgres.Describe(ctx, pool)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	return server.Check(pgvector.Serves, pgvector.LeastVersion)
}
