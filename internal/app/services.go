package app

import (
	"context"
	"errors"
	"time"

	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/allowance"
	"github.com/docketapi/docket/internal/services/audit"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/identity"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/export"
	"github.com/docketapi/docket/internal/services/invoice/response"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/query"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
	"github.com/docketapi/docket/internal/services/validation"
	"github.com/docketapi/docket/internal/tasks"
)

// connect makes the services, each after those that it is given: jobs to order, the index, documents, what fills the index from
// them, invoices, jobs to run, chat.
func (a *App) connect(ctx context.Context) error {
	c := &a.config
	queue, err := tasks.NewQueue(c.Pool, c.Log)
	if err != nil {
		return err
	}
	if err := a.addIdentity(ctx); err != nil {
		return err
	}
	a.Idempotency = idempotency.New(c.Pool)
	a.validation = validation.New(c.Extractor, c.SpoolDir, a.heavy.Gate)
	orders := job.NewOrders(c.Pool, queue)
	intake := invoice.NewIntake(orders)
	if err := a.addDocuments(orders, intake); err != nil {
		return err
	}
	if err := a.addInvoices(ctx, orders, intake); err != nil {
		return err
	}
	a.Jobs, err = job.New(orders, map[string]job.Subject{job.KindProcessInvoice: a.Invoices.Processor, job.KindProcessDocument: a.Invoices.Processor})
	if err != nil {
		return err
	}
	return a.addChat(ctx)
}

// addIdentity makes who callers are and what they may use.
func (a *App) addIdentity(ctx context.Context) error {
	people, err := NewPeople(a.config.Pool)
	if err != nil {
		return err
	}
	a.People = *people
	a.audit, a.allowances = audit.New(a.config.Pool), allowance.New(a.config.Pool)
	a.listening.Go(func() { a.Identity.KeepUsage(ctx, a.config.Log) })
	roles := map[string]auth.Role{}
	for group, role := range a.config.GroupRoles {
		roles[group] = auth.Role(role)
	}
	a.federation, err = identity.NewFederation(a.SignIns, a.Users, a.config.Provider, roles)
	return err
}

// addDocuments makes the index and the documents in it.
func (a *App) addDocuments(orders *job.Orders, intake *invoice.Intake) error {
	c := &a.config
	a.Catalog = search.NewCatalog(search.Config{DB: c.Pool, Embedder: c.Embedder, Missing: c.Missing, Vectors: c.Vectors, Cut: chunking.Version, Log: c.Log})
	a.Search, a.Writer = search.New(a.Catalog), search.NewWriter(a.Catalog)
	indexing, err := search.NewIndexing(orders, a.Writer)
	if err != nil {
		return err
	}
	documents := document.Config{DB: c.Pool, Blobs: c.Blobs, Pager: c.Pager, Jobs: orders, Processor: intake, Index: indexing,
		SpoolDir: c.SpoolDir, Log: c.Log}
	if a.sweeper, err = document.NewSweeper(documents); err != nil {
		return err
	}
	a.Documents, err = document.New(documents)
	if err != nil {
		return err
	}
	a.ingest, err = search.NewIngest(search.IngestConfig{Writer: a.Writer, Documents: a.Documents, Count: c.Count, Log: c.Log})
	if err != nil {
		return err
	}
	a.rebuilder, err = search.NewRebuilder(a.Catalog, a.Writer, orders, a.ingest)
	return err
}

func (a *App) addInvoices(ctx context.Context, orders *job.Orders, intake *invoice.Intake) error {
	c := &a.config
	data, err := schemaOf("InvoiceData")
	if err != nil {
		return err
	}
	a.Invoices, err = invoice.New(invoice.Config{DB: c.Pool, Documents: a.Documents, Jobs: orders, Intake: intake, Reader: c.Reader,
		Notices: a.listen(ctx, invoice.Channel), Log: c.Log, Model: c.Model, DataSchema: data, ReadyPrecision: c.ReadyPrecision})
	if err != nil {
		return err
	}
	if a.exports, err = export.New(a.Documents, c.SpoolDir); err != nil {
		return err
	}
	a.responses, err = response.New(a.Invoices.Invoices, time.Now)
	return err
}

func (a *App) addChat(ctx context.Context) error {
	c := &a.config
	a.queries = query.New(c.Pool)
	tools, err := v2.ChatTools()
	if err != nil {
		return err
	}
	deps := chat.Config{DB: c.Pool, Search: a.Search, Queries: a.queries, Model: c.Model, Tools: tools,
		Notices: a.listen(ctx, chat.Channel), Log: c.Log}
	if c.Embedder != nil { // an interface that holds nothing is not nil
		deps.Embedder = c.Embedder
	}
	a.chat, err = chat.New(deps)
	return err
}

// listen hears the notices of a channel until ctx ends.
func (a *App) listen(ctx context.Context, channel string) *postgres.Listener {
	l := postgres.NewListener(a.config.Pool, channel, a.config.Log)
	a.listening.Go(func() { l.Run(ctx) })
	return l
}

// Workers are workers of the queues. readers is how many documents they read at once, 0 for one a core. alone: no other process
// can have any.
func (a *App) Workers(ctx context.Context, readers int, alone bool) (*tasks.Workers, error) {
	return tasks.NewWorkers(ctx, tasks.Config{Pool: a.config.Pool, Jobs: a.Jobs, Sweeper: a.sweeper, Processor: a.Invoices.Processor,
		Idempotency: a.Idempotency, Rebuilder: a.rebuilder, Maintainer: search.NewMaintainer(a.Catalog), Chat: a.chat, Ingest: a.ingest, Tidy: a.tidy, Log: a.config.Log, Readers: readers, Alone: alone})
}

// tidy forgets what nobody needs any more of who called.
func (a *App) tidy(ctx context.Context) error {
	return errors.Join(a.Identity.Tidy(ctx), a.audit.Tidy(ctx), a.allowances.Tidy(ctx))
}
