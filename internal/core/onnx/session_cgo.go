//go:build cgo

package onnx

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync"

	ort "github.com/yalue/onnxruntime_go"

	"github.com/docketapi/docket/internal/core/fault"
)

const available = true

var loading sync.Mutex

// load opens the runtime's library, once a process: it cannot be changed afterwards.
func load(dir string) error {
	loading.Lock()
	defer loading.Unlock()
	if ort.IsInitialized() {
		return nil
	}
	lib, ok := Runtime()
	if !ok {
		return fault.New(fault.CodeReaderMissing, "ONNX runtime is not available in this build (%s)", thisPlatform())
	}
	ort.SetSharedLibraryPath(filepath.Join(dir, string(lib)))
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return fault.Wrap(err, fault.CodeReaderMissing, "%s in %s cannot be loaded: run %q", lib, dir, InstallCommand)
	}
	return nil
}

// Session is a model ready to run on one thread. It is for one goroutine at a time.
type Session struct {
	session *ort.DynamicAdvancedSession
	Inputs  []string // names, in the order Run takes
	Outputs []string
}

// NewSession loads a model of dir, without checking its checksum: see Check.
func NewSession(dir string, model File, o Options) (*Session, error) {
	if err := load(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, string(model))
	opts, err := sessionOptions(o)
	if err != nil {
		return nil, fmt.Errorf("set session options: %w", err)
	}
	defer opts.Destroy()
	in, out, err := ort.GetInputOutputInfo(path)
	if err != nil {
		return nil, fmt.Errorf("read model %s: %w", model, err)
	}
	s := &Session{Inputs: names(in), Outputs: names(out)}
	if s.session, err = ort.NewDynamicAdvancedSession(path, s.Inputs, s.Outputs, opts); err != nil {
		return nil, fmt.Errorf("load model %s: %w", model, err)
	}
	return s, nil
}

func sessionOptions(o Options) (*ort.SessionOptions, error) {
	opts, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	for _, set := range []func() error{
		func() error { return opts.SetIntraOpNumThreads(1) },
		func() error { return opts.SetInterOpNumThreads(1) },
		func() error { return opts.SetGraphOptimizationLevel(ort.GraphOptimizationLevelEnableAll) },
		func() error { return opts.SetCpuMemArena(o.Arena) },
		// A pattern is kept for every shape that was ever run; pages and lines rarely repeat one.
		func() error { return opts.SetMemPattern(false) },
	} {
		if err := set(); err != nil {
			opts.Destroy()
			return nil, err
		}
	}
	return opts, nil
}

func names(info []ort.InputOutputInfo) []string {
	out := make([]string, len(info))
	for i := range info {
		out[i] = info[i].Name
	}
	return out
}

// Metadata is a custom entry of the model; false without one.
func (s *Session) Metadata(key string) (string, bool, error) {
	m, err := s.session.GetModelMetadata()
	if err != nil {
		return "", false, fmt.Errorf("read model metadata: %w", err)
	}
	defer m.Destroy()
	v, ok, err := m.LookupCustomMetadataMap(key)
	if err != nil {
		return "", false, fmt.Errorf("read model metadata %s: %w", key, err)
	}
	return v, ok, nil
}

// Run fills outputs from inputs. An output with a shape is written in place; one without gets a buffer of its own.
func (s *Session) Run(inputs, outputs []Tensor) error {
	var pin runtime.Pinner // the runtime keeps the buffers' addresses between the calls below
	defer pin.Unpin()
	in, err := values(inputs, &pin)
	defer destroy(in)
	if err != nil {
		return err
	}
	out, err := values(outputs, &pin)
	defer func() { destroy(out) }()
	if err != nil {
		return err
	}
	if err := s.session.Run(in, out); err != nil {
		return fmt.Errorf("run model: %w", err)
	}
	for i := range outputs {
		if len(outputs[i].Shape) == 0 {
			outputs[i] = adopt(out[i])
		}
	}
	return nil
}

// Close frees the model.
func (s *Session) Close() error { return s.session.Destroy() }

func values(ts []Tensor, pin *runtime.Pinner) ([]ort.Value, error) {
	out := make([]ort.Value, len(ts))
	for i, t := range ts {
		var err error
		switch {
		case len(t.Shape) == 0:
		case t.I64 != nil:
			out[i], err = newValue(t.Shape, t.I64, pin)
		default:
			out[i], err = newValue(t.Shape, t.F32, pin)
		}
		if err != nil {
			return out, fmt.Errorf("make tensor %d: %w", i, err)
		}
	}
	return out, nil
}

// newValue keeps a failed tensor out of the interface, where it would no longer equal nil.
func newValue[T ort.TensorData](shape []int64, data []T, pin *runtime.Pinner) (ort.Value, error) {
	if len(data) > 0 {
		pin.Pin(&data[0])
	}
	t, err := ort.NewTensor(ort.Shape(shape), data)
	if err != nil {
		return nil, err
	}
	return t, nil
}

func adopt(v ort.Value) Tensor {
	t := Tensor{Shape: append([]int64(nil), v.GetShape()...)}
	switch x := v.(type) {
	case *ort.Tensor[float32]:
		t.F32 = x.GetData()
	case *ort.Tensor[int64]:
		t.I64 = x.GetData()
	}
	return t
}

func destroy(vs []ort.Value) {
	for _, v := range vs {
		if v != nil {
			v.Destroy()
		}
	}
}
