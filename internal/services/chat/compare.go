package chat

import (
	"context"
	"sync"
)

// maxCompared bounds the texts that one answer may embed to compare meanings: each costs some milliseconds.
const maxCompared = 60

// comparer compares texts by meaning for one answer, each embedded once.
type comparer struct {
	e Embedder

	mu      sync.Mutex
	vectors map[string][]float32
}

func newComparer(e Embedder) *comparer {
	return &comparer{e: e, vectors: map[string][]float32{}}
}

// cosine of a sentence and a quote; false when it cannot be told.
func (c *comparer) cosine(ctx context.Context, sentence, quote string) (float64, bool) {
	a, ok := c.vector(ctx, sentence)
	if !ok {
		return 0, false
	}
	b, ok := c.vector(ctx, quote)
	return cosine(a, b), ok
}

func (c *comparer) vector(ctx context.Context, text string) ([]float32, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v, ok := c.vectors[text]; ok {
		return v, v != nil
	}
	if len(c.vectors) >= maxCompared {
		return nil, false
	}
	got, err := c.e.Passages(ctx, []string{text})
	if err != nil || len(got) != 1 {
		c.vectors[text] = nil
		return nil, false
	}
	c.vectors[text] = got[0]
	return got[0], true
}
