package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/core/idle"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/identity"
)

// drain is how long a process that stops waits for requests and jobs in progress.
const drain = 15 * time.Second

var errNoDatabase = errors.New("set DATABASE_URL; only docket dev starts a Postgres of its own")

type apiCmd struct{}

// Run serves the API until the context ends.
func (apiCmd) Run(ctx context.Context, e *env) error {
	l, err := prepare(ctx, e, needs{listen: true, storage: true, database: true})
	if err != nil {
		return err
	}
	defer l.Close() // the server closes it first, where it comes to serve
	a, err := open(ctx, e, e.cli.DatabaseURL)
	if err != nil {
		return err
	}
	return errors.Join(serve(ctx, a, l, func(string) {}), a.Close())
}

type workerCmd struct{}

// Run works the queues until the context ends.
func (workerCmd) Run(ctx context.Context, e *env) error {
	if _, err := prepare(ctx, e, needs{storage: true, database: true}); err != nil {
		return err
	}
	a, err := open(ctx, e, e.cli.DatabaseURL)
	if err != nil {
		return err
	}
	return errors.Join(work(ctx, a, false), a.Close())
}

type migrateCmd struct{}

// Run brings the schema up to date.
func (migrateCmd) Run(ctx context.Context, e *env) error {
	if _, err := prepare(ctx, e, needs{database: true}); err != nil {
		return err
	}
	return migrate(ctx, e.cli.DatabaseURL, e.cli.Auth.APIKey)
}

// migrate brings the schema up to date and makes the default workspace with its admin key.
func migrate(ctx context.Context, url, key string) error {
	pool, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := checkServer(ctx, pool); err != nil { // the private one has not been seen before
		return err
	}
	if err := postgres.Migrate(ctx, pool); err != nil {
		return err
	}
	return identity.New(pool).EnsureDefault(ctx, key)
}

// serve answers HTTP on l until ctx ends; then it finishes the requests in progress. Streams end at once: their clients know
// how to go on. listening is told the address once requests are answered.
func serve(ctx context.Context, a *backend, l net.Listener, listening func(addr string)) (err error) {
	handler, err := a.Handler(ctx, a.env.cli.Auth, a.env.cli.HTTP)
	if err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	ended, err := a.Idempotency.Live(ctx, host, a.env.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ended()) }()
	streams, endStreams := context.WithCancel(context.WithoutCancel(ctx))
	defer endStreams()
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return streams },
	}
	server.RegisterOnShutdown(func() { time.AfterFunc(drain/2, endStreams) })
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		a.env.log.InfoContext(ctx, "listening", "addr", l.Addr().String())
		listening(l.Addr().String())
		go idle.Watch(ctx)
		if err := server.Serve(api.Listener(l)); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
		return nil
	})
	group.Go(func() error { return serveFigures(ctx, a) })
	group.Go(func() error {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		return server.Shutdown(last)
	})
	return group.Wait()
}

// serveFigures answers GET /metrics on an address of its own until ctx ends, where one is set.
func serveFigures(ctx context.Context, a *backend) error {
	addr := a.env.cli.MetricsAddr
	if addr == "" {
		return nil
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("DOCKET_METRICS_ADDR: cannot listen on %s: %w", addr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", a.Figures())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}
	a.env.log.InfoContext(ctx, "figures", "addr", l.Addr().String())
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve figures: %w", err)
	}
	return nil
}

// headroom is what the collector counts to a worker's heap, which is so small that it would be collected all the time. It is never
// touched, and so takes no memory.
const headroom = 64 << 20

// work runs jobs until ctx ends; those in progress get a little time, the rest go back into the queue.
func work(ctx context.Context, a *backend, alone bool) error {
	spare := make([]byte, headroom)
	defer runtime.KeepAlive(spare)
	workers, err := a.Workers(ctx, a.env.cli.Readers, alone)
	if err != nil {
		return err
	}
	if err := workers.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	a.env.log.InfoContext(ctx, "working", "pid", os.Getpid())
	<-ctx.Done()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	return workers.Stop(last)
}
