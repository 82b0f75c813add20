package local

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/infra/embed"
)

// Model is the model's name.
const Model = "bge-small-en-v1.5"

// Dimensions is how many numbers a vector has.
const Dimensions = 384

// questionPrefix is what the model was trained to see before a question, and not before a passage.
const questionPrefix = "Represent this sentence for searching relevant passages: "

// maxText is far above what the model's 512 pieces can cover: the rest need not travel to the helper.
const maxText = 64 << 10

// HelperCalls is after how many texts a helper is replaced: its memory does not grow, so rarely.
const HelperCalls = 100_000

// HelperMemory bounds a helper's resident memory, in bytes: twice what the longest text takes.
const HelperMemory = 512 << 20

// Caller sends a request to a helper process, as a pool of them does (reading/sandbox).
type Caller interface {
	Call(ctx context.Context, request []byte) ([]byte, error)
}

// Embedder makes vectors in helper processes. Safe for use by several goroutines.
type Embedder struct {
	helpers Caller
	work    chan struct{} // one place for each passage under way
	id      string
	recent  embed.Recent
}

// Helpers is how many helper processes serve an embedder of so many workers: one more, which passages never take, so
// that a question does not wait for a document that is being indexed.
func Helpers(workers int) int { return workers + 1 }

// New makes an embedder that has workers passages in work at the same time. helpers should carry Helpers(workers) calls.
// When runtime or model are missing the error has the code reader_missing and says what to run.
func New(modelsDir string, helpers Caller, workers int) (*Embedder, error) {
	if err := onnx.Check(modelsDir, onnx.Embedder, onnx.EmbedderTokenizer); err != nil {
		return nil, err
	}
	return &Embedder{helpers: helpers, work: make(chan struct{}, max(1, workers)), id: modelID()}, nil
}

var versionInName = regexp.MustCompile(`\d+(\.\d+)+`)

// modelID names the weights and the runtime: int8 vectors differ between versions of it.
func modelID() string {
	lib, _ := onnx.Runtime() // there is one: onnx.Check has passed
	return fmt.Sprintf("%s sha256:%s onnxruntime:%s", Model, onnx.Sum(onnx.Embedder), versionInName.FindString(string(lib)))
}

// ID names model and runtime: vectors of different ids cannot be compared.
func (e *Embedder) ID() string { return e.id }

// Dimensions is 384.
func (e *Embedder) Dimensions() int { return Dimensions }

// Passages embeds texts to be found, as many at once as there are workers. An error is the first text's that failed,
// with the code unavailable, or the context's.
func (e *Embedder) Passages(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	group, running := errgroup.WithContext(ctx)
	group.SetLimit(cap(e.work))
	for i, text := range texts {
		if running.Err() != nil {
			break
		}
		group.Go(func() (err error) {
			select {
			case e.work <- struct{}{}:
				defer func() { <-e.work }()
			case <-running.Done():
				return running.Err()
			}
			out[i], err = e.vector(running, text)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

// Question embeds a text to find passages by. Errors: unavailable, or the context's.
func (e *Embedder) Question(ctx context.Context, text string) ([]float32, error) {
	if v, ok := e.recent.Get(text); ok {
		return v, nil
	}
	v, err := e.vector(ctx, questionPrefix+text)
	if err != nil {
		return nil, err
	}
	e.recent.Put(strings.Clone(text), v)
	return v, nil
}

func (e *Embedder) vector(ctx context.Context, text string) ([]float32, error) {
	answer, err := e.helpers.Call(ctx, []byte(text[:min(len(text), maxText)]))
	if err == nil {
		var v []float32
		if v, err = decodeVector(answer); err == nil {
			return v, nil
		}
	}
	if ctx.Err() != nil || errors.Is(err, context.Canceled) {
		return nil, fmt.Errorf("embed text: %w", err)
	}
	// Whatever the helper's fault was, time or memory: it is no fault of a document, and may pass.
	return nil, fault.Wrap(err, fault.CodeUnavailable, "the embedding model does not answer")
}
