package app

import (
	"context"

	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/identity"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/query"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/validation"
	"github.com/docketapi/docket/internal/tasks"
)

// connect makes the services, each after those that it is given.
func (a *App) connect(ctx context.Context) error {
	c := &a.config
	queue, err := tasks.NewQueue(c.Pool, c.Log)
	if err != nil {
		return err
	}
	a.Identity = identity.New(c.Pool)
	a.Idempotency = idempotency.New(c.Pool)
	a.validation = validation.New(c.Extractor, c.SpoolDir, a.heavy.Gate)
	orders := job.NewOrders(c.Pool, queue)
	a.Search = search.New(search.Deps{DB: c.Pool, Jobs: orders, Embedder: c.Embedder, Missing: c.Missing, Vectors: c.Vectors, Log: c.Log})
	a.Documents, err = document.New(document.Deps{DB: c.Pool, Blobs: c.Blobs, Pager: c.Pager, Jobs: orders, SpoolDir: c.SpoolDir, Log: c.Log})
	if err != nil {
		return err
	}
	a.ingest = search.NewIngest(search.IngestDeps{Search: a.Search, Documents: a.Documents, Jobs: orders, Count: c.Count, Log: c.Log})
	data, err := schemaOf("InvoiceData")
	if err != nil {
		return err
	}
	a.Invoices = invoice.New(invoice.Deps{DB: c.Pool, Documents: a.Documents, Jobs: orders, Reader: c.Reader, Notices: a.listen(ctx, invoice.Channel),
		Log: c.Log, Model: c.Model, DataSchema: data, ReadyPrecision: c.ReadyPrecision})
	a.Jobs, err = job.New(orders, map[string]job.Subject{job.KindProcessInvoice: a.Invoices, job.KindProcessDocument: a.Invoices})
	if err != nil {
		return err
	}
	a.queries = query.New(c.Pool)
	tools, err := v2.ChatTools()
	if err != nil {
		return err
	}
	deps := chat.Deps{DB: c.Pool, Search: a.Search, Queries: a.queries, Model: c.Model, Tools: tools,
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
func (a *App) Workers(readers int, alone bool) (*tasks.Workers, error) {
	return tasks.NewWorkers(tasks.Config{Pool: a.config.Pool, Jobs: a.Jobs, Documents: a.Documents, Invoices: a.Invoices,
		Idempotency: a.Idempotency, Search: a.Search, Chat: a.chat, Ingest: a.ingest, Log: a.config.Log, Readers: readers, Alone: alone})
}
