package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/embed/endpoint"
	"github.com/docketapi/docket/internal/infra/embed/local"
	"github.com/docketapi/docket/internal/reading/sandbox"
	"github.com/docketapi/docket/internal/services/search"
)

var (
	_ search.Embedder = (*local.Embedder)(nil)
	_ search.Embedder = (*endpoint.Embedder)(nil)
)

// embedHelper is the work of the embedding model's helper processes, for sandbox.Main.
func embedHelper() sandbox.Helper { return sandbox.Helper{Name: local.HelperName, Start: local.Start} }

// embedding is what makes vectors, or why nothing does.
type embedding struct {
	search.Embedder        // nil without a model
	Missing         string // why there is none, with the command or setting that mends it
	closer          io.Closer
}

// Close ends the helpers.
func (m embedding) Close() error {
	if m.closer == nil {
		return nil
	}
	return m.closer.Close()
}

// newEmbedding takes the endpoint of the settings, else the local model where it is installed, else none: that is no
// error, search then works by words. Helpers start at the first text.
func newEmbedding(e *env) (embedding, error) {
	s := e.cli.Embeddings
	if s.BaseURL != "" {
		remote, err := endpoint.New(endpoint.Options{BaseURL: s.BaseURL, APIKey: s.APIKey, Model: s.Model, Dimensions: s.Dimensions,
			QuestionPrefix: s.QuestionPrefix, PassagePrefix: s.PassagePrefix})
		if err != nil {
			return embedding{}, fmt.Errorf("make embedder: %w", err)
		}
		return embedding{Embedder: remote}, nil
	}
	models, err := e.cli.Reading.Dir()
	if err != nil {
		return embedding{}, err
	}
	workers := sandbox.DefaultSize()
	helpers := sandbox.NewPool(sandbox.PoolOptions{Helper: local.HelperName, Setup: local.Setup(models), Size: local.Helpers(workers),
		Memory: local.HelperMemory, Calls: local.HelperCalls})
	small, err := local.New(models, helpers, workers)
	if err != nil {
		return embedding{Missing: missing(err)}, errors.Join(helpers.Close())
	}
	return embedding{Embedder: small, closer: helpers}, nil
}

// missing is what a caller of search may read about a model that is not there.
func missing(err error) string {
	if f, ok := fault.As(err); ok {
		return fmt.Sprintf("no embedding model: %s, or set DOCKET_EMBEDDINGS_BASE_URL", f.Message)
	}
	return "no embedding model: " + err.Error()
}
