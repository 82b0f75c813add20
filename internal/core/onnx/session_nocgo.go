//go:build !cgo

package onnx

import "github.com/docketapi/docket/internal/core/fault"

const available = false

// Session is a model ready to run; there is none in a build without cgo.
type Session struct {
	Inputs  []string
	Outputs []string
}

func unavailable() error {
	return fault.New(fault.CodeReaderMissing, "ONNX runtime is not available in this build: it was made without cgo")
}

// NewSession says that this build has no runtime.
func NewSession(string, File, Options) (*Session, error) { return nil, unavailable() }

// Metadata says that this build has no runtime.
func (s *Session) Metadata(string) (string, bool, error) { return "", false, unavailable() }

// Run says that this build has no runtime.
func (s *Session) Run([]Tensor, []Tensor) error { return unavailable() }

// Close does nothing.
func (s *Session) Close() error { return nil }
