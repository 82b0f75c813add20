package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/docketapi/docket/internal/infra/embed"
)

// attempts is how often a request is sent whose failure may pass. Embedding the same text twice harms nobody.
const attempts = 5

// longestPause bounds what a server may ask for in Retry-After.
const longestPause = 30 * time.Second

// refusal is an answer other than 200.
type refusal struct {
	status int
	after  time.Duration // the server's Retry-After; 0 for none
	body   string        // its beginning, for the log
}

// Error is for the log.
func (r *refusal) Error() string { return fmt.Sprintf("status %d: %s", r.status, r.body) }

func (r *refusal) tooMuch() bool {
	return r.status == http.StatusBadRequest || r.status == http.StatusRequestEntityTooLarge || r.status == http.StatusUnprocessableEntity
}

func (r *refusal) passes() bool {
	return r.status == http.StatusRequestTimeout || r.status == http.StatusTooManyRequests || r.status >= 500 && r.status != http.StatusNotImplemented
}

var errAnswer = errors.New("the answer is not as asked")

// attempt sends a batch until it is answered, refused for good, or the attempts are used up.
func (e *Embedder) attempt(ctx context.Context, batch []string) ([][]float32, error) {
	pause := e.opt.Backoff
	for n := 1; ; n++ {
		vectors, err := e.send(ctx, batch)
		if err == nil || n == attempts || ctx.Err() != nil || errors.Is(err, errAnswer) {
			return vectors, err
		}
		wait := pause/2 + rand.N(pause) // apart from the others that failed with it
		var refused *refusal
		if errors.As(err, &refused) {
			if !refused.passes() {
				return nil, err
			}
			wait = max(wait, refused.after)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, err
		}
		pause *= 2
	}
}

type request struct {
	Model      string   `json:"model"`
	Input      []string `json:"input"`
	Format     string   `json:"encoding_format"`
	Dimensions int      `json:"dimensions,omitempty"`
}

type answer struct {
	Data []struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	} `json:"data"`
}

// send asks once. Models that can shorten their vectors are told to only after they have sent longer ones: others refuse
// the very word.
func (e *Embedder) send(ctx context.Context, batch []string) ([][]float32, error) {
	ask := request{Model: e.opt.Model, Input: batch, Format: "float"}
	shorten := e.shorten.Load()
	if shorten {
		ask.Dimensions = e.opt.Dimensions
	}
	got, err := e.post(ctx, ask)
	if err != nil {
		return nil, err
	}
	if len(got.Data) != len(batch) {
		return nil, fmt.Errorf("%d vectors for %d texts: %w", len(got.Data), len(batch), errAnswer)
	}
	out := make([][]float32, len(batch))
	for _, d := range got.Data {
		switch {
		case d.Index < 0 || d.Index >= len(out) || out[d.Index] != nil:
			return nil, fmt.Errorf("index %d of %d: %w", d.Index, len(out), errAnswer)
		case len(d.Embedding) > e.opt.Dimensions && !shorten:
			e.shorten.Store(true)
			return e.send(ctx, batch)
		case len(d.Embedding) != e.opt.Dimensions:
			return nil, fmt.Errorf("a vector of %d dimensions, DOCKET_EMBEDDINGS_DIMENSIONS says %d: %w", len(d.Embedding), e.opt.Dimensions, errAnswer)
		}
		if err := embed.Unit(d.Embedding); err != nil {
			return nil, fmt.Errorf("%w: %w", err, errAnswer)
		}
		out[d.Index] = d.Embedding
	}
	return out, nil
}

// post bounds the answer by what was asked: a number takes at most some 25 bytes, and the longest vectors 4,096 of them.
func (e *Embedder) post(ctx context.Context, ask request) (answer, error) {
	var got answer
	body, err := json.Marshal(ask)
	if err != nil {
		return got, fmt.Errorf("write request: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, e.opt.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return got, fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if e.opt.APIKey != "" {
		req.Header.Set("Authorization", "Bearer "+e.opt.APIKey)
	}
	res, err := e.opt.Client.Do(req)
	if err != nil {
		return got, fmt.Errorf("ask embedding server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return got, refusalOf(res)
	}
	limit := int64(1<<20 + len(ask.Input)*4096*32)
	if err := json.NewDecoder(io.LimitReader(res.Body, limit)).Decode(&got); err != nil {
		return got, fmt.Errorf("read answer: %w", err)
	}
	return got, nil
}

func refusalOf(res *http.Response) error {
	head, err := io.ReadAll(io.LimitReader(res.Body, 500))
	if err != nil {
		head = []byte(err.Error())
	}
	out := &refusal{status: res.StatusCode, body: string(head)}
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil {
		out.after = min(time.Duration(max(0, seconds))*time.Second, longestPause)
	}
	return out
}
