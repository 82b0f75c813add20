package weaviate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
)

// Schemes of DOCKET_VECTOR_URL.
const (
	schemePlain = "weaviate"
	schemeTLS   = "weaviates"
)

// defaultPort is Weaviate's own.
const defaultPort = "8080"

const (
	requestTimeout = 60 * time.Second
	attempts       = 4
	firstPause     = 200 * time.Millisecond
	maxAnswer      = 256 << 20 // a page of an exact search: 1,000 vectors of 4,000 numbers and some room
)

// Engine is safe for use by several goroutines.
type Engine struct {
	base   string
	key    string
	client *http.Client
}

// New makes an engine over the server at weaviate://host:port, or weaviates:// for TLS. Nothing is asked yet.
func New(address, apiKey string) (*Engine, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != schemePlain && u.Scheme != schemeTLS || u.Hostname() == "" {
		return nil, errors.New("vector URL: want weaviate://host:port or weaviates://host:port")
	}
	target := url.URL{Scheme: "http", Host: u.Host, Path: u.Path}
	if u.Scheme == schemeTLS {
		target.Scheme = "https"
	} else if u.Port() == "" {
		target.Host += ":" + defaultPort
	}
	return &Engine{base: target.JoinPath("v1").String(), key: apiKey, client: &http.Client{Timeout: requestTimeout}}, nil
}

// Ready asks whether the server can work. Errors: unavailable.
func (e *Engine) Ready(ctx context.Context) error {
	return e.do(ctx, http.MethodGet, "/.well-known/ready", nil, nil)
}

// refusal is an answer outside 200 to 299.
type refusal struct {
	status int
	body   string // its beginning, for the log
}

// Error is for the log.
func (r *refusal) Error() string { return fmt.Sprintf("status %d: %s", r.status, r.body) }

func (r *refusal) passes() bool { return r.status == http.StatusTooManyRequests || r.status >= 502 }

func isStatus(err error, status int) bool {
	var r *refusal
	return errors.As(err, &r) && r.status == status
}

// do sends a request, again when its failure may pass: every request of this package can be made twice. in and out are
// JSON; nil for none. Errors: unavailable, or the context's; the cause is a *refusal where the server answered.
func (e *Engine) do(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("write request to weaviate: %w", err)
		}
	}
	pause := firstPause
	for n := 1; ; n++ {
		err := e.once(ctx, method, path, body, out)
		if err == nil {
			return nil
		}
		var r *refusal
		answered := errors.As(err, &r)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("ask weaviate: %w", ctx.Err())
		case answered && !r.passes():
			return fault.Wrap(err, fault.CodeUnavailable, "the vector engine refuses with status %d", r.status)
		case n == attempts:
			return fault.Wrap(err, fault.CodeUnavailable, "the vector engine does not answer")
		}
		select {
		case <-time.After(pause/2 + rand.N(pause)):
		case <-ctx.Done():
		}
		pause *= 2
	}
}

func (e *Engine) once(ctx context.Context, method, path string, body []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, e.base+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("make request: %w", err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if e.key != "" {
		req.Header.Set("Authorization", "Bearer "+e.key)
	}
	res, err := e.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode < 200 || res.StatusCode > 299 {
		head, err := io.ReadAll(io.LimitReader(res.Body, 1000))
		return errors.Join(&refusal{status: res.StatusCode, body: string(head)}, err)
	}
	if out == nil {
		_, err := io.Copy(io.Discard, io.LimitReader(res.Body, maxAnswer)) // the connection is used again
		return err
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(out); err != nil {
		return fmt.Errorf("read answer: %w", err)
	}
	return nil
}

// ask runs a GraphQL query. Its errors come with status 200.
func (e *Engine) ask(ctx context.Context, query string, out any) error {
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors []struct {
			Message string `json:"message"`
		} `json:"errors"`
	}
	if err := e.do(ctx, http.MethodPost, "/graphql", map[string]string{"query": query}, &answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		var all []string
		for _, one := range answer.Errors {
			all = append(all, one.Message)
		}
		return fault.Wrap(errors.New(strings.Join(all, "; ")), fault.CodeUnavailable, "the vector engine cannot search")
	}
	if err := json.Unmarshal(answer.Data, out); err != nil {
		return fmt.Errorf("read answer of weaviate: %w", err)
	}
	return nil
}
