// Package llm asks language models over the OpenAI wire format, at any base URL.
//
// It owns what goes over the wire and what may go wrong there: retries, timers, the breaker, the reading of streams, the
// checking of structured answers. It does not own prompts, nor what an answer is used for. Every request is streamed, also
// one for JSON: some servers go on working for a client that has hung up unless they stream.
package llm

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/docketapi/docket/internal/core/llm"
)

// Config is an endpoint and how it is used. Zero values take the defaults below.
type Config struct {
	BaseURL        string // http or https; what stands before /chat/completions
	APIKey         string // "" sends none
	Model          string
	ContextTokens  int           // prompt and answer together; 8192
	MaxTokens      int           // of an answer that names no limit; 1024
	MaxTokensField string        // max_tokens or max_completion_tokens; the first
	FirstToken     time.Duration // until the answer begins, waiting for a turn included; 2 minutes
	Idle           time.Duration // between two pieces of an answer; 30 s
	Concurrent     int           // requests at the same time; 4
	Retries        int           // after the first attempt; 0 is none
	Log            *slog.Logger

	// HTTP, Now and Pause stand in for the network and the clock in tests.
	HTTP  *http.Client
	Now   func() time.Time
	Pause func(context.Context, time.Duration) error
}

// Names of the member that limits an answer.
const (
	FieldMaxTokens           = "max_tokens"
	FieldMaxCompletionTokens = "max_completion_tokens"
)

// Client asks one model of one endpoint. It implements core/llm.Model and Scale. Make one with New.
type Client struct {
	cfg     Config
	api     openai.Client
	turns   chan struct{}
	breaker *breaker
	learned learned
	rungs   rungs
}

var (
	_ llm.Model = (*Client)(nil)
	_ llm.Scale = (*Client)(nil)
)

// New makes a client; it does not connect.
func New(cfg Config) (*Client, error) {
	if cfg.BaseURL == "" || cfg.Model == "" {
		return nil, errors.New("a language model needs a base URL and a name")
	}
	cfg = cfg.withDefaults()
	if cfg.MaxTokensField != FieldMaxTokens && cfg.MaxTokensField != FieldMaxCompletionTokens {
		return nil, errors.New("the limit of an answer is max_tokens or max_completion_tokens")
	}
	opts := []option.RequestOption{
		option.WithBaseURL(cfg.BaseURL), option.WithHTTPClient(cfg.HTTP), option.WithMaxRetries(0), option.WithMiddleware(refusals),
		option.WithHeader("Accept", "text/event-stream"),
	}
	if cfg.APIKey != "" {
		opts = append(opts, option.WithAPIKey(cfg.APIKey))
	}
	return &Client{
		cfg: cfg,
		// Not NewClient: that would send the environment's own OpenAI key, organisation and headers to whatever server this is.
		api:     openai.Client{Options: opts},
		turns:   make(chan struct{}, cfg.Concurrent),
		breaker: &breaker{now: cfg.Now},
		learned: learned{context: cfg.ContextTokens, scale: 1},
		rungs:   rungs{now: cfg.Now},
	}, nil
}

func (c Config) withDefaults() Config {
	or := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	or(&c.ContextTokens, 8192)
	or(&c.MaxTokens, 1024)
	or(&c.Concurrent, 4)
	if c.MaxTokensField == "" {
		c.MaxTokensField = FieldMaxTokens
	}
	if c.FirstToken <= 0 {
		c.FirstToken = 2 * time.Minute
	}
	if c.Idle <= 0 {
		c.Idle = 30 * time.Second
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.HTTP == nil {
		c.HTTP = &http.Client{Transport: transport(c.Concurrent)}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Pause == nil {
		c.Pause = pause
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	return c
}

// transport keeps as many connections as there are turns; a connection is not made for longer than a server that is up needs.
func transport(n int) *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone() // net/http documents the type
	t.MaxIdleConnsPerHost = n
	return t
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Name is the model's name on its server.
func (c *Client) Name() string { return c.cfg.Model }

// ContextTokens is how many tokens prompt and answer may have together: what is set, or less where the server said so.
func (c *Client) ContextTokens() int { return c.learned.contextTokens() }

// TokenScale is by how much the server's counts of prompts exceed the estimate.
func (c *Client) TokenScale() float64 { return c.learned.tokenScale() }
