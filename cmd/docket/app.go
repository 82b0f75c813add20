package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/api"
	"github.com/docketapi/docket/internal/api/contract"
	v1 "github.com/docketapi/docket/internal/api/v1"
	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/gate"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/telemetry"
	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/identity"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/validation"
	"github.com/docketapi/docket/internal/tasks"
)

// app is the services over one database, and what must be closed after them.
type app struct {
	cli         *commandLine
	log         *slog.Logger
	pool        *pgxpool.Pool
	blobs       *blob.Store
	reader      *reading.Reader
	documents   *document.Service
	invoices    *invoice.Service
	jobs        *job.Service
	identity    *identity.Service
	idempotency *idempotency.Service
	validation  *validation.Service
	heavy       contract.Heavy
	search      *search.Service
	chat        *chat.Service
	ingest      *search.Ingest
	embedding   embedding
	vectors     search.Vectors
	model       llm.Model // nil: none is set
	closers     []io.Closer
}

// newApp connects everything over the database at url. The schema must be up to date.
func newApp(ctx context.Context, e *env, url string) (a *app, err error) {
	a = &app{cli: e.cli, log: e.log}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
			a = nil
		}
	}()
	if a.pool, err = postgres.Open(ctx, url); err != nil {
		return a, err
	}
	if err := postgres.CheckSchema(ctx, a.pool); err != nil {
		return a, err
	}
	if a.reader, err = newReader(e); err != nil {
		return a, err
	}
	a.closers = append(a.closers, a.reader)
	if a.embedding, err = newEmbedding(e); err != nil {
		return a, err
	}
	a.closers = append(a.closers, a.embedding)
	if a.vectors, err = newVectors(e, a.pool); err != nil {
		return a, err
	}
	if a.embedding.Embedder == nil {
		a.log.InfoContext(ctx, "search goes by words alone", "reason", a.embedding.Missing)
	}
	if a.model, err = newModel(e); err != nil {
		return a, err
	}
	return a, a.connect(ctx)
}

func (a *app) connect(ctx context.Context) error {
	dir, err := a.cli.Storage.Dir()
	if err != nil {
		return err
	}
	spool := filepath.Join(dir, "spool")
	blobs, err := blob.Open(ctx, a.cli.StorageURL, dir, spool)
	if err != nil {
		return err
	}
	a.blobs = blobs
	a.closers = append(a.closers, blobs)
	queue, err := tasks.NewQueue(a.pool, a.log)
	if err != nil {
		return err
	}
	a.jobs = job.New(a.pool, queue)
	a.search = search.New(search.Deps{DB: a.pool, Jobs: a.jobs, Embedder: a.embedding.Embedder, Missing: a.embedding.Missing,
		Vectors: a.vectors, Log: a.log})
	a.documents, err = document.New(document.Deps{DB: a.pool, Blobs: blobs, Pager: a.reader, Jobs: a.jobs, SpoolDir: spool, Log: a.log})
	if err != nil {
		return err
	}
	models, err := a.cli.Reading.Dir()
	if err != nil {
		return err
	}
	a.ingest = search.NewIngest(search.IngestDeps{Search: a.search, Documents: a.documents, Jobs: a.jobs, Count: newCounter(models), Log: a.log})
	notices := postgres.NewListener(a.pool, invoice.Channel, a.log)
	go notices.Run(ctx)
	data, err := schemaOf("InvoiceData")
	if err != nil {
		return err
	}
	a.invoices = invoice.New(invoice.Deps{DB: a.pool, Documents: a.documents, Jobs: a.jobs, Reader: invoiceReader{a.reader}, Notices: notices, Log: a.log,
		Model: a.model, DataSchema: data})
	a.identity = identity.New(a.pool)
	a.idempotency = idempotency.New(a.pool)
	a.heavy = contract.Heavy{Gate: gate.New(gate.Memory), Dir: spool}
	a.validation = validation.New(a.reader, spool, a.heavy.Gate)
	tools, err := v2.ChatTools()
	if err != nil {
		return err
	}
	answers := postgres.NewListener(a.pool, chat.Channel, a.log)
	go answers.Run(ctx)
	deps := chat.Deps{DB: a.pool, Search: a.search, Summary: a.invoices, Invoices: a.invoices, Model: a.model,
		Tools: tools, Notices: answers, Log: a.log}
	if a.embedding.Embedder != nil { // an interface that holds nothing is not nil
		deps.Embedder = a.embedding.Embedder
	}
	a.chat, err = chat.New(deps)
	return err
}

// workers are the queues' workers of this process. alone: no other process can have any.
func (a *app) workers(alone bool) (*tasks.Workers, error) {
	return tasks.NewWorkers(tasks.Config{Pool: a.pool, Jobs: a.jobs, Documents: a.documents, Invoices: a.invoices,
		Idempotency: a.idempotency, Search: a.search, Chat: a.chat, Ingest: a.ingest, Log: a.log, Readers: a.cli.Readers, Alone: alone})
}

// handler is the HTTP API over the services.
func (a *app) handler(ctx context.Context) (http.Handler, error) {
	tokens, err := auth.NewTokens(ctx, auth.TokenConfig{Secret: a.cli.JWTSecret, JWKSURL: a.cli.JWKSURL, Issuer: a.cli.JWTIssuer,
		Audience: a.cli.JWTAudience, WorkspaceClaim: a.cli.JWTWorkspaceClaim, RoleClaim: a.cli.JWTRoleClaim, Log: a.log})
	if err != nil {
		return nil, err
	}
	one, err := v1.New(v1.Services{Documents: a.documents, Invoices: a.invoices, Jobs: a.jobs, Identity: a.identity, Validation: a.validation,
		Passages: a.search, Chatbot: a.chat})
	if err != nil {
		return nil, err
	}
	two, err := v2.New(a.chat)
	if err != nil {
		return nil, err
	}
	figures := telemetry.NewMetrics(a.pool)
	return api.New(api.Deps{
		Log: a.log, Authenticator: callers{a.identity, tokens}, Idempotency: a.idempotency, V1: one, V2: two.Handlers(),
		Parts: a.parts(tokens), Metrics: figures, Observe: figures.Observe, Heavy: a.heavy,
	})
}

// parts are what requests need: none can do without database and storage, tokens alone need their issuer's keys.
func (a *app) parts(tokens *auth.Tokens) []api.Part {
	parts := []api.Part{{Name: "database", Needed: true, Check: a.pool.Ping}, {Name: "storage", Needed: true, Check: a.blobs.Check}}
	if tokens.UsesKeys() {
		parts = append(parts, api.Part{Name: "jwks", Check: tokens.CheckKeys})
	}
	return parts
}

// Close releases everything, the last opened first.
func (a *app) Close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i].Close())
	}
	if a.pool != nil {
		a.pool.Close()
	}
	return errors.Join(errs...)
}

// callers authenticates API keys by the database and tokens by their issuer's keys.
type callers struct {
	keys   *identity.Service
	tokens *auth.Tokens
}

// Authenticate gives the caller behind a bearer credential.
func (c callers) Authenticate(ctx context.Context, bearer string) (auth.Principal, error) {
	if !auth.LooksLikeToken(bearer) {
		return c.keys.Authenticate(ctx, bearer)
	}
	p, err := c.tokens.Authenticate(ctx, bearer)
	if err != nil {
		return p, err
	}
	return p, c.keys.WorkspaceExists(ctx, p.WorkspaceID)
}

// invoiceReader is the reader as the invoice service wants it.
type invoiceReader struct{ *reading.Reader }

// Read reads the invoices out of a file.
func (r invoiceReader) Read(ctx context.Context, src invoice.Source) (invoice.Reading, error) {
	got, err := r.Reader.Read(ctx, reading.Input{Path: src.Path, Name: src.Name, Progress: src.Progress})
	if err != nil {
		return invoice.Reading{}, err
	}
	return invoice.Reading{Invoices: got.Invoices, Pages: got.Pages}, nil
}

func newReader(e *env) (*reading.Reader, error) {
	models, err := e.cli.Reading.Dir()
	if err != nil {
		return nil, err
	}
	r, err := reading.New(reading.Options{OCR: e.cli.OCR, ModelsDir: models, Log: e.log})
	if err != nil {
		return nil, fmt.Errorf("make reader: %w", err)
	}
	return r, nil
}
