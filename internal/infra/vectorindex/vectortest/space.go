package vectortest

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/vector"
)

// Space makes vectors that lie as those of texts do: around some hundred topics, not evenly. The same seed gives the same.
type Space struct {
	rand   *rand.Rand
	topics [][]float32
}

// NewSpace makes a space of so many dimensions.
func NewSpace(seed uint64, dimensions int) *Space {
	s := &Space{rand: rand.New(rand.NewPCG(seed, 0))}
	shared := s.direction(dimensions) // texts of one model are all somewhat alike
	for range 200 {
		s.topics = append(s.topics, mix(shared, s.direction(dimensions), 0.8))
	}
	return s
}

// Vector is a text's vector: near one topic, with something of another.
func (s *Space) Vector() []float32 {
	a, b := s.topics[s.rand.IntN(len(s.topics))], s.topics[s.rand.IntN(len(s.topics))]
	return mix(mix(a, b, 0.5*s.rand.Float64()), s.direction(len(a)), 0.5)
}

// Near is a vector close to another, as a question's to its passage.
func (s *Space) Near(v []float32) []float32 { return mix(v, s.direction(len(v)), 0.35) }

// Item is a chunk with everything random, in the given document.
func (s *Space) Item(document uuid.UUID) vector.Item {
	return vector.Item{
		ChunkID: s.id(), DocumentID: document, Vector: s.Vector(), Language: []string{"de", "en", "fr", ""}[s.rand.IntN(4)],
		MediaType: []string{"application/pdf", "text/plain"}[s.rand.IntN(2)],
		CreatedAt: time.Date(2026, 1, 1+s.rand.IntN(100), 12, 0, 0, 0, time.UTC),
	}
}

// Items are so many chunks of documents of ten chunks each, which share what is the document's.
func (s *Space) Items(n int) []vector.Item {
	out := make([]vector.Item, n)
	for i := range out {
		if i%10 == 0 {
			out[i] = s.Item(s.id())
			continue
		}
		first := out[i-i%10]
		out[i] = s.Item(first.DocumentID)
		out[i].MediaType, out[i].CreatedAt = first.MediaType, first.CreatedAt
	}
	return out
}

// id is a random UUID that the seed decides.
func (s *Space) id() (id uuid.UUID) {
	for i := range id {
		id[i] = byte(s.rand.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // version 4
	return id
}

func (s *Space) direction(dimensions int) []float32 {
	v := make([]float32, dimensions)
	for i := range v {
		v[i] = float32(s.rand.NormFloat64())
	}
	return unit(v)
}

// mix turns a towards b by the given share, 0 to 1.
func mix(a, b []float32, share float64) []float32 {
	v := make([]float32, len(a))
	for i := range v {
		v[i] = float32((1-share)*float64(a[i]) + share*float64(b[i]))
	}
	return unit(v)
}

func unit(v []float32) []float32 {
	scale := float32(1 / math.Sqrt(Cosine(v, v)))
	for i := range v {
		v[i] *= scale
	}
	return v
}

// Cosine is the similarity of two vectors of unit length.
func Cosine(a, b []float32) float64 {
	var sum float64
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
