// Package app is the object graph: every service, made once from one Config, and over the services the workers and the HTTP API.
//
// It owns which part is given which other part. It does not own where the outermost ones come from: cmd/docket makes them after
// the settings, tests give their own.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/gate"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/telemetry"
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
)

// Blobs keep the bytes of documents, and tell whether they can.
type Blobs interface {
	document.Blobs
	Check(ctx context.Context) error
}

// Config is what the graph is made of. New closes none of it.
type Config struct {
	Pool      *pgxpool.Pool // its schema is up to date
	Blobs     Blobs
	SpoolDir  string // of bodies that wait and files that come; of the blobs' own disk, where those are files
	Pager     document.Pager
	Reader    invoice.Reader
	Extractor validation.Extractor
	Log       *slog.Logger
	// ReadyPrecision is the probability from which an invoice's decisive values are taken to be right; 0 asks for none.
	ReadyPrecision float64

	// Embedder and Vectors are search by meaning; without one of them search goes by words alone, and Missing says why.
	Embedder search.Embedder
	Missing  string
	Vectors  search.Vectors
	// Count counts the word pieces of a text as the embedding model does; nil estimates.
	Count chunking.Counter
	// Provider is where people sign in besides with a password; nil: there is none. GroupRoles is which of its groups gives which role;
	// without any, groups are named as roles.
	Provider   identity.Provider
	GroupRoles map[string]string
	// Model is the language model; nil: none is asked.
	Model llm.Model
}

func (c *Config) check() error {
	var errs []error
	for name, missing := range map[string]bool{
		"Pool": c.Pool == nil, "Blobs": c.Blobs == nil, "SpoolDir": c.SpoolDir == "", "Pager": c.Pager == nil, "Reader": c.Reader == nil,
		"Extractor": c.Extractor == nil, "Log": c.Log == nil,
	} {
		if missing {
			errs = append(errs, fmt.Errorf("make app: %s is missing", name))
		}
	}
	return errors.Join(errs...)
}

// App is the services over one database. Make one with New, and Close it.
type App struct {
	People
	Documents   *document.Service
	Invoices    invoice.Services
	Jobs        *job.Service
	Idempotency *idempotency.Service
	Search      *search.Service
	Catalog     *search.Catalog
	Writer      *search.Writer

	config     Config
	audit      *audit.Service
	federation *identity.Federation
	allowances *allowance.Service
	figures    *telemetry.Metrics
	sweeper    *document.Sweeper
	rebuilder  *search.Rebuilder
	ingest     *search.Ingest
	exports    *export.Service
	responses  *response.Service
	chat       *chat.Service
	queries    *query.Service
	validation *validation.Service
	heavy      contract.Heavy
	stop       context.CancelFunc
	listening  sync.WaitGroup
}

// New makes the services. ctx bounds none of their work.
func New(ctx context.Context, c Config) (*App, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	a := &App{config: c, figures: telemetry.NewMetrics(c.Pool), heavy: contract.Heavy{Gate: gate.New(gate.Memory), Dir: c.SpoolDir}}
	ctx, a.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := a.connect(ctx); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

// Close ends what runs beside the services. Workers and the HTTP server are stopped before.
func (a *App) Close() {
	a.stop()
	a.listening.Wait()
}
