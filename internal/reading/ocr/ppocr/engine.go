package ppocr

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// Name is the engine's name in DOCKET_OCR.
const Name = "ppocr"

// defaultMemory is above the 900 MB that the largest page takes.
const defaultMemory = 1 << 30

// Options of an engine. A zero means the default beside it.
type Options struct {
	ModelsDir string        // where the runtime and the models are; required
	Workers   int           // helper processes at the same time; one a core and GiB of memory
	Memory    int64         // bytes a helper may hold, 1 GiB
	Timeout   time.Duration // for one picture, 60 s
	Settings  *Settings     // of reading; DefaultSettings
}

// Engine reads pictures in helper processes. Safe for use by several goroutines.
type Engine struct {
	pool     *sandbox.Pool
	settings Settings
}

var _ ocr.Engine = (*Engine)(nil)

// setup is what a helper is told when it starts.
type setup struct {
	ModelsDir string
	Settings  Settings
}

// Helper is the work of the helper processes: give it to sandbox.Main.
func Helper() sandbox.Helper {
	return sandbox.Helper{Name: Name, Start: startHelper}
}

func startHelper(order []byte) (sandbox.Handler, error) {
	var s setup
	if err := json.Unmarshal(order, &s); err != nil {
		return nil, fmt.Errorf("read setup: %w", err)
	}
	r, err := NewReader(s.ModelsDir, s.Settings)
	if err != nil {
		return nil, err
	}
	return func(_ context.Context, request []byte) ([]byte, error) {
		img, err := decodeRequest(request)
		if err != nil {
			return nil, err
		}
		text, err := r.Read(img)
		if err != nil {
			return nil, err
		}
		return encodeAnswer(text)
	}, nil
}

// New makes an engine; helpers start at first use. When runtime or models are missing the error has the code
// reader_missing and says what to run. Close it at the end.
func New(o Options) (*Engine, error) {
	if err := onnx.Check(o.ModelsDir, onnx.TextDetector, onnx.TextRecognizer, onnx.LineDirection); err != nil {
		return nil, err
	}
	s := DefaultSettings
	if o.Settings != nil {
		s = *o.Settings
	}
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	order, err := json.Marshal(setup{ModelsDir: o.ModelsDir, Settings: s})
	if err != nil {
		return nil, fmt.Errorf("write setup: %w", err)
	}
	// The arena keeps what the largest page needed: a helper is replaced only when it comes near the limit.
	pool := sandbox.NewPool(sandbox.PoolOptions{Helper: Name, Setup: order, Size: o.Workers, Memory: o.Memory,
		SoftMemory: o.Memory / 16 * 15, Call: o.Timeout})
	return &Engine{pool: pool, settings: s}, nil
}

// Name is ppocr.
func (e *Engine) Name() string { return Name }

// Recognize reads a picture in a helper. The picture is made smaller here: less to send, less for the helper to hold.
func (e *Engine) Recognize(ctx context.Context, img pages.Raster) (ocr.Text, error) {
	img, err := prepare(img, e.settings.MaxSide)
	if err != nil {
		return ocr.Text{}, err
	}
	answer, err := e.pool.Call(ctx, encodeRequest(img))
	if err != nil {
		return ocr.Text{}, fmt.Errorf("recognise text: %w", err)
	}
	return decodeAnswer(answer)
}

// Close ends the helpers.
func (e *Engine) Close() error { return e.pool.Close() }
