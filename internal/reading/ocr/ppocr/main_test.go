package ppocr

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(Helper())
	os.Exit(m.Run())
}

// modelsDir is where make models put runtime and weights; without them the tests that read fail.
func modelsDir(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("DOCKET_MODELS_DIR")
	if dir == "" {
		wd, err := os.Getwd()
		if err != nil {
			tb.Fatal(err)
		}
		dir = filepath.Join(wd, "..", "..", "..", "..", "models")
	}
	if err := onnx.Check(dir, onnx.TextDetector, onnx.TextRecognizer, onnx.LineDirection); err != nil {
		tb.Fatal(err)
	}
	return dir
}
