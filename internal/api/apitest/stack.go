package apitest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/app"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/config"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/identity"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
	"github.com/docketapi/docket/internal/tasks"

	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	secret   = "a secret of tests, long enough for HS256"
	issuer   = "https://issuer.example"
	audience = "docket-tests"
)

// Stack is the real router over the real services on a database of the test's own. Only reading is the test's.
type Stack struct {
	URL      string
	Passages *search.Service // by words alone
	Dir      string          // of files
	writer   *search.Writer
	tb       testing.TB
	pool     *pgxpool.Pool
	workers  *tasks.Workers
}

// Start serves a stack until the test ends. read stands for reading: it gets a file's bytes and gives its invoices. No
// job runs before Work.
func Start(tb testing.TB, read func(content string) (invoice.Reading, error)) *Stack {
	tb.Helper()
	return StartWith(tb, read, nil)
}

// StartWith is Start with a language model that answers.
func StartWith(tb testing.TB, read func(content string) (invoice.Reading, error), model llm.Model) *Stack {
	tb.Helper()
	return start(tb, read, model, nil)
}

// StartFederated is Start with a provider of sign-ins, whose groups accounting and it give the roles reviewer and admin.
func StartFederated(tb testing.TB, read func(content string) (invoice.Reading, error), provider identity.Provider) *Stack {
	tb.Helper()
	return start(tb, read, nil, provider)
}

func start(tb testing.TB, read func(content string) (invoice.Reading, error), model llm.Model, provider identity.Provider) *Stack {
	tb.Helper()
	s := &Stack{tb: tb, pool: pgtest.Pool(tb), Dir: tb.TempDir()}
	spool := filepath.Join(s.Dir, "spool")
	blobs, err := blob.Open(tb.Context(), "", s.Dir, spool)
	s.must(err)
	tb.Cleanup(func() { _ = blobs.Close() })
	services, err := app.New(tb.Context(), app.Config{Pool: s.pool, Blobs: blobs, SpoolDir: spool, Pager: pager{}, Reader: reader(read), Extractor: noXML{},
		Log: slog.New(slog.DiscardHandler), Model: model, Provider: provider, GroupRoles: map[string]string{"accounting": "reviewer", "it": "admin"}})
	s.must(err)
	tb.Cleanup(services.Close)
	s.Passages, s.writer = services.Search, services.Writer
	s.workers, err = services.Workers(tb.Context(), 2, false)
	s.must(err)
	handler, err := services.Handler(tb.Context(), config.Auth{JWTSecret: secret, JWTIssuer: issuer, JWTAudience: audience,
		JWTWorkspaceClaim: "workspace_id", JWTRoleClaim: "role", SignInLimit: 10},
		config.HTTP{CORSOrigins: "https://app.example", TrustedProxies: "127.0.0.1"})
	s.must(err)
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// noXML holds every file for one without an e-invoice.
type noXML struct{}

// InvoiceXML implements validation.Extractor.
func (noXML) InvoiceXML(context.Context, string) (*xmltree.Node, error) {
	return nil, fault.New(fault.CodeNotAnInvoice, "the test reads no XML")
}

// pager reads any file as one page with its bytes as words.
type pager struct{}

// Pages implements document.Pager.
func (pager) Pages(_ context.Context, path string) ([]pages.Page, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := pages.Page{Number: 1, Width: 595, Height: 842, Source: pages.FromText}
	for i, line := range strings.Split(string(data), "\n") {
		y := 0.1 + 0.02*float64(i)
		l := pages.Line{Box: pages.Box{X0: 0.1, Y0: y, X1: 0.9, Y1: y + 0.012}}
		for _, w := range strings.Fields(line) {
			l.Words = append(l.Words, pages.Word{Text: w, Box: l.Box, Confidence: 1})
		}
		p.Lines = append(p.Lines, l)
	}
	return []pages.Page{p}, nil
}

// PagePNG implements document.Pager.
func (pager) PagePNG(context.Context, string, int, int, int) ([]byte, error) {
	return nil, fault.New(fault.CodeNotFound, "the test has no pictures")
}

// Work runs jobs until the test ends.
func (s *Stack) Work() {
	s.tb.Helper()
	s.must(s.workers.Start(s.tb.Context()))
	s.tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(s.tb.Context()), 20*time.Second)
		defer cancel()
		if err := s.workers.Stop(ctx); err != nil {
			s.tb.Errorf("stop workers: %v", err)
		}
	})
}

// Workspace makes a workspace.
func (s *Stack) Workspace() uuid.UUID {
	s.tb.Helper()
	id := uuid.Must(uuid.NewV7())
	_, err := db.New().InsertWorkspace(s.tb.Context(), s.pool, db.InsertWorkspaceParams{WorkspaceID: id, Name: "test"})
	s.must(err)
	return id
}

// Caller is somebody of the workspace, checked against version 1 of the contract.
func (s *Stack) Caller(workspace uuid.UUID, role auth.Role) *Doer {
	s.tb.Helper()
	return s.CallerOf("v1", workspace, role)
}

// CallerOf is Caller, checked against the version named.
func (s *Stack) CallerOf(version string, workspace uuid.UUID, role auth.Role) *Doer {
	s.tb.Helper()
	token, err := jwt.NewBuilder().Issuer(issuer).Audience([]string{audience}).Subject("somebody").
		Expiration(time.Now().Add(time.Hour)).Claim("workspace_id", workspace.String()).Claim("role", string(role)).Build()
	s.must(err)
	signed, err := jwt.Sign(token, jwt.WithKey(jwa.HS256(), []byte(secret)))
	s.must(err)
	return New(s.tb, version, string(signed))
}

// Installation is the holder of the installation's own key, checked against version 1 of the contract.
func (s *Stack) Installation() *Doer {
	s.tb.Helper()
	const key = "installation_key_of_tests_0123456789"
	s.must(identity.New(s.pool).EnsureDefault(s.tb.Context(), key))
	return New(s.tb, "v1", key)
}

// Index makes passages of a document found.
func (s *Stack) Index(workspace, document uuid.UUID, passages ...string) {
	s.tb.Helper()
	d := search.Document{WorkspaceID: workspace, ID: document, MediaType: "text/plain", CreatedAt: time.Now(),
		Commit: func(ctx context.Context, fn func(tx pgx.Tx) error) error { return postgres.Exec(ctx, s.pool, fn) }}
	for i, text := range passages {
		d.Chunks = append(d.Chunks, chunking.Chunk{Ordinal: i, Text: text, Language: "en", Page: 1, Pieces: len(strings.Fields(text)),
			Spans: []chunking.Span{{End: len(text), Box: chunking.Box{Page: 1, X0: 0.1, Y0: 0.1 * float64(i), X1: 0.9, Y1: 0.1*float64(i) + 0.05}}}})
	}
	s.must(s.writer.Index(s.tb.Context(), d))
}

// Send sends a request of the caller and gives the answer with its body.
func (s *Stack) Send(caller *Doer, method, path, body string, header ...string) (*http.Response, string) {
	s.tb.Helper()
	r, err := http.NewRequestWithContext(s.tb.Context(), method, s.URL+path, strings.NewReader(body))
	s.must(err)
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	res, err := caller.Do(r)
	s.must(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	s.must(err)
	return res, string(b)
}

func (s *Stack) must(err error) {
	s.tb.Helper()
	if err != nil {
		s.tb.Fatal(err)
	}
}

// reader reads files by a function of their content.
type reader func(content string) (invoice.Reading, error)

// Read reads the file.
func (r reader) Read(_ context.Context, src invoice.Source) (invoice.Reading, error) {
	b, err := os.ReadFile(src.Path)
	if err != nil {
		return invoice.Reading{}, fault.Wrap(err, fault.CodeUnavailable, "the file is not there")
	}
	return r(string(b))
}

// Count is the number that a query of the database gives.
func (s *Stack) Count(query string, args ...any) (n int) {
	s.tb.Helper()
	s.must(s.pool.QueryRow(s.tb.Context(), query, args...).Scan(&n))
	return n
}

// Exec changes the database behind the services' back.
func (s *Stack) Exec(statement string, args ...any) {
	s.tb.Helper()
	_, err := s.pool.Exec(s.tb.Context(), statement, args...)
	s.must(err)
}
