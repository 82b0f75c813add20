package local

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/infra/embed"
	"github.com/docketapi/docket/internal/infra/embed/wordpiece"
)

// HelperName is the name of the helper processes' work.
const HelperName = "embed"

// maxPieces is how long a text the model was made for; the rest is cut off.
const maxPieces = 512

// Start is the work of a helper process: setup is the models folder (see Setup), a request a text, an answer its vector.
func Start(setup []byte) (func(ctx context.Context, request []byte) ([]byte, error), error) {
	m, err := newModel(string(setup))
	if err != nil {
		return nil, err
	}
	return func(_ context.Context, request []byte) ([]byte, error) {
		v, err := m.vector(string(request))
		if err != nil {
			return nil, err
		}
		return encodeVector(v), nil
	}, nil
}

// Setup is what a helper must be told.
func Setup(modelsDir string) []byte { return []byte(modelsDir) }

// model holds native memory as long as the process lives.
type model struct {
	pieces  *wordpiece.Tokenizer
	session *onnx.Session
	inputs  map[string][]int64 // by name; as long as the longest text
	out     []float32
}

func newModel(dir string) (*model, error) {
	pieces, err := wordpiece.Load(filepath.Join(dir, string(onnx.EmbedderTokenizer)))
	if err != nil {
		return nil, err
	}
	session, err := onnx.NewSession(dir, onnx.Embedder, onnx.Options{})
	if err != nil {
		return nil, err
	}
	m := &model{pieces: pieces, session: session, out: make([]float32, maxPieces*Dimensions), inputs: map[string][]int64{
		"input_ids":      make([]int64, maxPieces),
		"attention_mask": slices.Repeat([]int64{1}, maxPieces),
		"token_type_ids": make([]int64, maxPieces),
	}}
	for _, name := range session.Inputs {
		if m.inputs[name] == nil {
			return nil, fmt.Errorf("the model wants an input %q", name)
		}
	}
	return m, nil
}

// vector is the first piece's state in the model's last layer.
func (m *model) vector(text string) ([]float32, error) {
	n := copy(m.inputs["input_ids"], m.pieces.Encode(text, maxPieces))
	in := make([]onnx.Tensor, len(m.session.Inputs))
	for i, name := range m.session.Inputs {
		in[i] = onnx.Tensor{Shape: []int64{1, int64(n)}, I64: m.inputs[name]}
	}
	out := []onnx.Tensor{{Shape: []int64{1, int64(n), Dimensions}, F32: m.out}}
	if err := m.session.Run(in, out); err != nil {
		return nil, fmt.Errorf("run the embedding model: %w", err)
	}
	v := slices.Clone(m.out[:Dimensions])
	return v, embed.Unit(v)
}
