package llm

import (
	"sync"

	"github.com/docketapi/docket/internal/core/llm"
)

// Bounds of what a server's counts may teach.
const (
	minScale   = 0.8
	maxScale   = 8
	scaleSlack = 1.05 // prompts differ
	smallest   = 64   // estimates of shorter prompts are mostly about the template
	minContext = 256
)

// learned is what the server has told of its tokens.
type learned struct {
	mu      sync.Mutex
	context int
	scale   float64
}

func (l *learned) contextTokens() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.context
}

func (l *learned) tokenScale() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.scale
}

// counted notes how many tokens the server found in a prompt. What was too low is believed at once, what was too high a
// little at a time.
func (l *learned) counted(estimate, actual int) {
	if estimate < smallest || actual < smallest {
		return
	}
	now := min(max(float64(actual)/float64(estimate)*scaleSlack, minScale), maxScale)
	l.mu.Lock()
	defer l.mu.Unlock()
	if now > l.scale {
		l.scale = now
		return
	}
	l.scale += (now - l.scale) / 8
}

// overflowed notes what a refusal for length has told. It tells whether that is news, so that trying again may help.
func (l *learned) overflowed(r *refusal, estimate int) bool {
	before, scale := l.contextTokens(), l.tokenScale()
	if r.prompt > 0 {
		l.counted(estimate, r.prompt)
	}
	if r.context >= minContext {
		l.mu.Lock()
		l.context = min(l.context, r.context)
		l.mu.Unlock()
	}
	return l.contextTokens() < before || l.tokenScale() > scale
}

// usage completes what the server said of an answer's cost.
func usage(u *wireUsage, r llm.Request, answer string) llm.Usage {
	if u != nil && u.Prompt+u.Completion > 0 {
		return llm.Usage{PromptTokens: u.Prompt, CompletionTokens: u.Completion}
	}
	return llm.Usage{PromptTokens: llm.EstimatePrompt(r), CompletionTokens: llm.EstimateTokens(answer), Estimated: true}
}
