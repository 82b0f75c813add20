package llmtest

import (
	"context"
	"time"

	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
)

// Model is a client of the server with a context of 8192 tokens, that waits for nothing between attempts. Options change
// its settings.
func (s *Server) Model(options ...func(*llm.Config)) corellm.Model {
	s.t.Helper()
	cfg := llm.Config{
		BaseURL: s.URL, Model: ModelName, Retries: 2,
		Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	for _, o := range options {
		o(&cfg)
	}
	m, err := llm.New(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}
