package endpoint

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/embed"
)

// What goes into one request, and how many are under way: far below every known server's limit. Servers with a lower
// one refuse, and get half.
const (
	batchTexts = 32
	batchBytes = 256 << 10
	inFlight   = 4
)

// Options of an embedder. A zero means the default beside it.
type Options struct {
	BaseURL        string        // with its version, as in http://127.0.0.1:11434/v1; required
	APIKey         string        // sent as a bearer token; none
	Model          string        // required
	Dimensions     int           // required
	QuestionPrefix string        // put before each question; none
	PassagePrefix  string        // put before each passage; none
	Timeout        time.Duration // of one request, 60 s; a question has 10 s for all its attempts
	Backoff        time.Duration // before the second attempt, doubled each time, 500 ms
	Client         *http.Client  // one of its own
}

// Embedder asks a server. Safe for use by several goroutines.
type Embedder struct {
	opt     Options
	url     string
	id      string
	shorten atomic.Bool // the model's own vectors are longer: ask for fewer dimensions
	recent  embed.Recent
}

// New makes an embedder; nothing is asked yet.
func New(o Options) (*Embedder, error) {
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("embeddings URL %q: want http or https", o.BaseURL)
	}
	if o.Model == "" || o.Dimensions < 1 {
		return nil, errors.New("embeddings need a model and its dimensions")
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	if o.Backoff <= 0 {
		o.Backoff = 500 * time.Millisecond
	}
	if o.Client == nil {
		o.Client = &http.Client{}
	}
	e := &Embedder{opt: o, url: u.JoinPath("embeddings").String()}
	u.User, u.RawQuery = nil, "" // they may hold secrets, and the id is shown
	e.id = fmt.Sprintf("%s %s %d", strings.TrimSuffix(u.String(), "/"), o.Model, o.Dimensions)
	if o.QuestionPrefix != "" || o.PassagePrefix != "" {
		e.id += fmt.Sprintf(" %q %q", o.QuestionPrefix, o.PassagePrefix)
	}
	return e, nil
}

// ID names server, model, dimensions and prefixes: vectors of different ids cannot be compared.
func (e *Embedder) ID() string { return e.id }

// Dimensions is how many numbers a vector has.
func (e *Embedder) Dimensions() int { return e.opt.Dimensions }

// Passages embeds texts to be found. Errors: unavailable, or the context's.
func (e *Embedder) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(inFlight)
	for from, to := 0, 0; from < len(texts) && running.Err() == nil; from = to {
		to = batchEnd(texts, from)
		group.Go(func() error {
			batch := make([]string, to-from)
			for i, text := range texts[from:to] {
				batch[i] = e.opt.PassagePrefix + text
			}
			return e.fill(running, out[from:to], batch)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, public(ctx, err)
	}
	return out, ctx.Err()
}

// questionPatience bounds all attempts at one question: somebody waits.
const questionPatience = 10 * time.Second

// Question embeds a text to find passages by. Errors: unavailable, or the context's.
func (e *Embedder) Question(ctx context.Context, text string) ([]float32, error) {
	if v, ok := e.recent.Get(text); ok {
		return v, nil
	}
	out := make([][]float32, 1)
	hurried, cancel := context.WithTimeout(ctx, questionPatience)
	defer cancel()
	if err := e.fill(hurried, out, []string{e.opt.QuestionPrefix + text}); err != nil {
		return nil, public(ctx, err)
	}
	e.recent.Put(strings.Clone(text), out[0])
	return out[0], nil
}

// public gives an error its face; the end of the caller's own context stays what it is.
func public(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("embed texts: %w", ctx.Err())
	}
	var refused *refusal
	if errors.As(err, &refused) {
		return fault.Wrap(err, fault.CodeUnavailable, "the embedding server refuses with status %d", refused.status)
	}
	return fault.Wrap(err, fault.CodeUnavailable, "the embedding server does not answer as it should")
}

func batchEnd(texts []string, from int) int {
	to, bytes := from, 0
	for to < len(texts) && to-from < batchTexts {
		bytes += len(texts[to])
		if bytes > batchBytes && to > from {
			break
		}
		to++
	}
	return to
}

// leastText is the length below which a refused text is not made shorter once more, in bytes.
const leastText = 256

// fill embeds a batch into out. What the server finds too much is halved: first the batch, then a text, for servers
// refuse what is longer than their model can see.
func (e *Embedder) fill(ctx context.Context, out [][]float32, batch []string) error {
	vectors, err := e.attempt(ctx, batch)
	var refused *refusal
	switch {
	case err == nil:
		copy(out, vectors)
		return nil
	case !errors.As(err, &refused) || !refused.tooMuch():
		return err
	case len(batch) > 1:
		half := len(batch) / 2
		if err := e.fill(ctx, out[:half], batch[:half]); err != nil {
			return err
		}
		return e.fill(ctx, out[half:], batch[half:])
	case len(batch[0]) > leastText:
		return e.fill(ctx, out, []string{strings.ToValidUTF8(batch[0][:len(batch[0])/2], "")})
	}
	return err
}
