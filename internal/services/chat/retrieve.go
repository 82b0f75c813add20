package chat

import (
	"context"
	"strings"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat/attribution"
	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/search"
)

// retrieved is how many passages are looked at for an answer.
const retrieved = 12

// fewTerms is how many meaningful words a question needs to stand alone.
const fewTerms = 2

// minQuestionSimilar is the cosine of question and passage above which the passage is about the question although they have
// no word in common.
const minQuestionSimilar = 0.72

// found is what was found for a question.
type found struct {
	query   string // what was searched for
	pending int    // documents that are still being read and could not be found
	hits    []search.Hit
	sources *attribution.Sources // the hits' texts, in their order; further ones may be added
}

// retrieve finds the passages for a turn that have to do with its question.
func (s *Service) retrieve(ctx context.Context, t turn) (*found, error) {
	out := &found{query: clip(queryOf(t.question, t.history), search.MaxQuestion), sources: attribution.New()}
	result, err := s.search.Search(ctx, t.caller, search.Query{Text: out.query, Filter: t.filter, Limit: retrieved})
	if err != nil {
		return nil, err
	}
	for _, h := range s.relevant(ctx, out.query, result.Hits) {
		out.add(h)
	}
	out.pending = result.Pending
	return out, nil
}

// add adds a passage that sentences may rest on, unless it is there.
func (f *found) add(h search.Hit) {
	for _, have := range f.hits {
		if have.ChunkID == h.ChunkID {
			return
		}
	}
	f.hits = append(f.hits, h)
	f.sources.Add(h.Text)
}

// relevant leaves out hits that share neither a word nor the meaning of the query: a search by meaning always finds
// something.
func (s *Service) relevant(ctx context.Context, query string, hits []search.Hit) []search.Hit {
	terms := wording.Terms(query)
	var out, others []search.Hit
	for _, h := range hits {
		if sharesTerm(terms, h) {
			out = append(out, h)
		} else {
			others = append(others, h)
		}
	}
	return append(out, s.similar(ctx, query, others)...)
}

func sharesTerm(terms []string, h search.Hit) bool {
	words := wording.Terms(h.Name + " " + h.Text)
	for _, t := range terms {
		for _, w := range words {
			if wording.Akin(t, w) {
				return true
			}
		}
	}
	return false
}

// similar is the hits whose meaning is near the query's. Without an embedder there are none.
func (s *Service) similar(ctx context.Context, query string, hits []search.Hit) []search.Hit {
	if s.embedder == nil || len(hits) == 0 {
		return nil
	}
	texts := make([]string, len(hits))
	for i, h := range hits {
		texts[i] = h.Text
	}
	question, err := s.embedder.Question(ctx, query)
	if err != nil {
		s.log.WarnContext(ctx, "the question's meaning could not be compared", "error", err)
		return nil
	}
	vectors, err := s.embedder.Passages(ctx, texts)
	if err != nil {
		s.log.WarnContext(ctx, "the passages' meaning could not be compared", "error", err)
		return nil
	}
	var out []search.Hit
	for i, v := range vectors {
		if cosine(question, v) >= minQuestionSimilar {
			out = append(out, hits[i])
		}
	}
	return out
}

// cosine of two vectors of unit length.
func cosine(a, b []float32) float64 {
	sum := 0.0
	for i := range min(len(a), len(b)) {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

// queryOf is what to search for: the question, and where that cannot stand alone also the one before.
func queryOf(question string, history []llm.Message) string {
	if !wording.Dependent(question) && len(wording.Terms(question)) >= fewTerms {
		return question
	}
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Role == llm.RoleUser {
			// Its words only: a second question mark says nothing to a search.
			return question + " " + strings.Join(wording.Terms(history[i].Content), " ")
		}
	}
	return question
}
