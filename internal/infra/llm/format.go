package llm

import (
	"regexp"
	"sync"
	"time"

	"github.com/docketapi/docket/internal/core/llm"
)

// format is how a server is made to answer in JSON: the rungs of a ladder, the strictest first.
type format int

const (
	formatSchema format = iota // response_format json_schema
	formatObject               // response_format json_object with the schema beside it, and in the prompt
	formatPrompt               // the prompt alone
	formatText                 // no JSON is wanted
)

var notName = regexp.MustCompile(`[^a-zA-Z0-9_-]+`)

// wire is the member response_format; nil for none.
func (f format) wire(r llm.Request) any {
	switch f {
	case formatSchema:
		name := notName.ReplaceAllString(r.SchemaName, "_")
		if name == "" {
			name = "answer"
		}
		return map[string]any{"type": "json_schema", "json_schema": map[string]any{"name": name[:min(len(name), 64)], "schema": r.Schema}}
	case formatObject:
		return map[string]any{"type": "json_object", "schema": r.Schema}
	case formatPrompt, formatText:
	}
	return nil
}

// forgetAfter is how long a rung is remembered: a server may be brought up to date, or may have refused for another reason.
const forgetAfter = 15 * time.Minute

// rungs remembers how an endpoint answers in JSON.
type rungs struct {
	now func() time.Time

	mu    sync.Mutex
	first format
	since time.Time
}

func (s *rungs) start() format {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now().Sub(s.since) > forgetAfter {
		return formatSchema
	}
	return s.first
}

func (s *rungs) worked(f format) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f != s.first || s.since.IsZero() || s.now().Sub(s.since) > forgetAfter {
		s.first, s.since = f, s.now()
	}
}
