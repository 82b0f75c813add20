package embed

import (
	"container/list"
	"slices"
	"sync"
)

// recentQuestions is how many vectors are kept: 1.5 MB at 1,536 dimensions.
const recentQuestions = 256

// Recent keeps the vectors of the questions asked last: people page through results and refine filters with the same
// words. The zero value is ready; safe for use by several goroutines.
type Recent struct {
	mu    sync.Mutex
	byKey map[string]*list.Element
	order list.List // of remembered, the most recently used first
}

type remembered struct {
	question string
	vector   []float32
}

// Get is a copy of the question's vector; false when it is not kept.
func (r *Recent) Get(question string) ([]float32, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.byKey[question]
	if !ok {
		return nil, false
	}
	r.order.MoveToFront(e)
	return slices.Clone(kept(e).vector), true
}

// Put keeps a copy of the vector in the place of the one unused for longest.
func (r *Recent) Put(question string, vector []float32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.byKey[question]; ok {
		return
	}
	if r.byKey == nil {
		r.byKey = map[string]*list.Element{}
	}
	if r.order.Len() == recentQuestions {
		last := r.order.Back()
		delete(r.byKey, kept(last).question)
		r.order.Remove(last)
	}
	r.byKey[question] = r.order.PushFront(remembered{question, slices.Clone(vector)})
}

func kept(e *list.Element) remembered {
	m, _ := e.Value.(remembered) // the list holds nothing else
	return m
}
