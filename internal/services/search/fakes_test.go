package search_test

import (
	"context"
	"hash/fnv"
	"math"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/services/job"
)

// bag embeds a text as the sum of its words' directions: texts that share words are near.
type bag struct {
	id     string
	before func(texts []string) error // nil lets everything through
	texts  atomic.Int64               // that were embedded
}

const bagDimensions = 16

func (b *bag) ID() string      { return b.id }
func (b *bag) Dimensions() int { return bagDimensions }

func (b *bag) Passages(_ context.Context, texts []string) ([][]float32, error) {
	if b.before != nil {
		if err := b.before(texts); err != nil {
			return nil, err
		}
	}
	b.texts.Add(int64(len(texts)))
	out := make([][]float32, len(texts))
	for i, t := range texts {
		out[i] = direction(b.id, t)
	}
	return out, nil
}

func (b *bag) Question(_ context.Context, text string) ([]float32, error) {
	if b.before != nil {
		if err := b.before([]string{text}); err != nil {
			return nil, err
		}
	}
	return direction(b.id, text), nil
}

func direction(salt, text string) []float32 {
	v := make([]float32, bagDimensions)
	for _, w := range strings.Fields(strings.ToLower(text)) {
		h := fnv.New64a()
		h.Write([]byte(salt + w))
		bits := h.Sum64()
		for i := range v {
			v[i] += float32(int8(bits>>(4*i)&15)) - 7.5
		}
	}
	sum := 1e-9
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v
}

// rows is a queue that only counts.
type rows struct {
	mu   sync.Mutex
	last int64
}

func (r *rows) Enqueue(_ context.Context, _ pgx.Tx, list []job.Order) ([]int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]int64, len(list))
	for i := range out {
		r.last++
		out[i] = r.last
	}
	return out, nil
}

func (r *rows) Cancel(context.Context, pgx.Tx, int64) error { return nil }

func (r *rows) number() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}
