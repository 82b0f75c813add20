package main

import (
	"path/filepath"
	"sync"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/infra/embed/wordpiece"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// newCounter counts word pieces as the local model does, where its vocabulary is installed, and else estimates. The vocabulary is
// read at the first text: most commands cut none.
func newCounter(modelsDir string) chunking.Counter {
	load := sync.OnceValue(func() chunking.Counter {
		pieces, err := wordpiece.Load(filepath.Join(modelsDir, string(onnx.EmbedderTokenizer)))
		if err != nil {
			return chunking.Estimate
		}
		return pieces.Count
	})
	return func(text string) int { return load()(text) }
}
