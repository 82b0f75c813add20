package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/cluster"
	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
	"github.com/docketapi/docket/internal/infra/vectorindex/weaviate"
)

type doctorCmd struct{}

// condition is how a part is.
type condition string

const (
	fine   condition = "ok"
	absent condition = "none"   // Docket does without
	broken condition = "failed" // Docket needs it, or the settings name it
)

// finding is what doctor says of one part.
type finding struct {
	condition
	detail string
	remedy string // command or setting; "" where nothing needs one
}

// part is what doctor asks, and how long it waits for an answer.
type part struct {
	name     string
	examine  func(context.Context, *env) finding
	patience time.Duration
}

// parts are examined all at once: together they take no longer than the one with the most patience. What has a model to load, or a
// program to run, gets time for that on a machine that is busy.
var parts = []part{
	{"database", examineDatabase, 5 * time.Second}, {"storage", examineStorage, 5 * time.Second}, {"disk", examineDisk, 2 * time.Second},
	{"pages", examinePages, 30 * time.Second}, {"phone pictures", examinePhonePictures, 30 * time.Second}, {"recognition", examineRecognition, time.Minute},
	{"embeddings", examineEmbeddings, time.Minute}, {"vectors", examineVectors, 5 * time.Second},
	{"language model", examineModel, 15 * time.Second}, {"token keys", examineKeys, 5 * time.Second},
}

// Run says which parts are in use, and what mends those that are missing. Status 1 when one has failed.
func (doctorCmd) Run(ctx context.Context, e *env) error {
	var failed bool
	out := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	for i, f := range examineAll(ctx, e, parts) {
		failed = failed || f.condition == broken
		fmt.Fprintf(out, "%s\t%s\t%s\n", parts[i].name, f.condition, f.detail)
		if f.remedy != "" {
			fmt.Fprintf(out, "\t\t-> %s\n", f.remedy)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write findings: %w", err)
	}
	if failed {
		return errFailed
	}
	return nil
}

// examineAll asks the parts at the same time and gives what each says, in their order.
func examineAll(ctx context.Context, e *env, list []part) []finding {
	said := make([]finding, len(list))
	var all sync.WaitGroup
	for i, p := range list {
		all.Go(func() { said[i] = p.ask(ctx, e) })
	}
	all.Wait()
	return said
}

// ask waits for a part as long as its patience lasts, even where it does not listen to the context.
func (p part) ask(ctx context.Context, e *env) finding {
	patient, cancel := context.WithTimeout(ctx, p.patience)
	defer cancel()
	said := make(chan finding, 1)
	go func() { said <- p.examine(patient, e) }()
	grace := time.NewTimer(p.patience + time.Second) // what ends with the context says more than its silence
	defer grace.Stop()
	select {
	case f := <-said:
		if ctx.Err() == nil {
			return f
		}
	case <-ctx.Done():
	case <-grace.C:
	}
	if ctx.Err() != nil {
		return finding{broken, "not examined: interrupted", ""}
	}
	return finding{broken, fmt.Sprintf("no answer within %s", p.patience), ""}
}

// saying is an error for whoever runs the installation: the cause too, on one line.
func saying(err error) string {
	text := err.Error()
	if f, ok := fault.As(err); ok {
		text = f.Message
		if cause := f.Unwrap(); cause != nil {
			text += ": " + cause.Error()
		}
	}
	return strings.Join(strings.Fields(text), " ")
}

func examineDatabase(ctx context.Context, e *env) finding {
	if e.cli.DatabaseURL == "" {
		return examineServer()
	}
	pool, err := postgres.Open(ctx, e.cli.DatabaseURL)
	if err != nil {
		return finding{broken, saying(err), "start it, or correct DATABASE_URL"}
	}
	defer pool.Close()
	server, err := postgres.Describe(ctx, pool)
	if err != nil {
		return finding{broken, saying(err), ""}
	}
	if err := server.Check(pgvector.Serves, pgvector.LeastVersion); err != nil {
		return finding{broken, saying(err), ""}
	}
	detail := fmt.Sprintf("PostgreSQL %s of DATABASE_URL, pgvector %s", server.Version, server.Vector)
	switch err := postgres.CheckSchema(ctx, pool); {
	case errors.Is(err, postgres.ErrSchemaOld):
		return finding{broken, detail + ", its schema is not up to date", "docket migrate"}
	case err != nil:
		return finding{broken, detail + ": " + saying(err), ""}
	}
	return finding{fine, detail, ""}
}

// examineServer looks at the binaries that docket dev starts its private server from.
func examineServer() finding {
	servers := cluster.Find()
	if len(servers) == 0 {
		return finding{broken, "DATABASE_URL is not set, and no PostgreSQL server is installed", "make setup, or set DATABASE_URL"}
	}
	detail := fmt.Sprintf("a private PostgreSQL %d for docket dev", servers[0].Major)
	out, err := exec.Command(filepath.Join(servers[0].Dir, "pg_config"), "--sharedir").Output() //nolint:noctx // a short program of the machine's
	if err != nil {
		return finding{fine, detail, ""} // not every package has it
	}
	if _, err := os.Stat(filepath.Join(strings.TrimSpace(string(out)), "extension", "vector.control")); err != nil {
		return finding{broken, detail + ", without pgvector", "make setup"}
	}
	return finding{fine, detail + ", with pgvector", ""}
}

func examineEmbeddings(ctx context.Context, e *env) finding {
	m, err := newEmbedding(e)
	if err != nil {
		return finding{broken, saying(err), ""}
	}
	defer m.Close()
	if m.Embedder == nil {
		return finding{absent, "search goes by words alone", m.Missing}
	}
	if _, err := m.Question(ctx, "Is anybody there?"); err != nil {
		return finding{broken, m.ID() + ": " + saying(err), "start the server of DOCKET_EMBEDDINGS_BASE_URL, or correct it; make models for the local one"}
	}
	return finding{fine, fmt.Sprintf("%s, %d dimensions", m.ID(), m.Dimensions()), ""}
}

func examineVectors(ctx context.Context, e *env) finding {
	s := e.cli.Vectors
	if s.URL == "" {
		return examinePgvector(ctx, e)
	}
	engine, err := weaviate.New(s.URL, s.APIKey)
	if err == nil {
		err = engine.Ready(ctx)
	}
	if err != nil {
		return finding{broken, "weaviate: " + saying(err), "start it, or correct DOCKET_VECTOR_URL"}
	}
	return finding{fine, "weaviate of DOCKET_VECTOR_URL", ""}
}

// examinePgvector asks the database that holds the vectors; the private one of docket dev need not run now.
func examinePgvector(ctx context.Context, e *env) finding {
	if e.cli.DatabaseURL != "" {
		pool, err := postgres.Open(ctx, e.cli.DatabaseURL)
		if err != nil {
			return finding{broken, "pgvector in the database: " + saying(err), "start it, or correct DATABASE_URL"}
		}
		defer pool.Close()
		server, err := postgres.Describe(ctx, pool)
		if err == nil {
			err = server.Check(pgvector.Serves, pgvector.LeastVersion)
		}
		if err != nil {
			return finding{broken, "pgvector in the database: " + saying(err), ""}
		}
	}
	return finding{fine, "pgvector in the database", ""}
}
