package config_test

import (
	"math"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/config"
)

func TestSettingsOutOfRange(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		check interface{ Check() error }
		want  string // "": fine
	}{
		{"readers", &config.Work{Readers: 4}, ""},
		{"one a core", &config.Work{}, ""},
		{"usual precision", &config.Reading{ReadyPrecision: .97}, ""},
		{"no precision", &config.Reading{}, "DOCKET_READY_PRECISION"},
		{"certainty", &config.Reading{ReadyPrecision: 1}, "DOCKET_READY_PRECISION"},
		{"precision that is no number", &config.Reading{ReadyPrecision: math.NaN()}, "DOCKET_READY_PRECISION"},
		{"negative readers", &config.Work{Readers: -1}, "DOCKET_READERS"},
		{"a million readers", &config.Work{Readers: 1_000_000}, "DOCKET_READERS"},
		{"any port", &config.HTTP{Addr: ":0"}, ""},
		{"no port", &config.HTTP{Addr: "127.0.0.1"}, "DOCKET_ADDR"},
		{"no such port", &config.HTTP{Addr: "127.0.0.1:70000"}, "DOCKET_ADDR"},
		{"negative port", &config.HTTP{Addr: "127.0.0.1:-1"}, "DOCKET_ADDR"},
		{"folder", &config.Storage{StorageURL: "file:///srv/docket"}, ""},
		{"bucket", &config.Storage{StorageURL: "s3://bucket?region=eu-central-1"}, ""},
		{"bucket without a name", &config.Storage{StorageURL: "s3://"}, "DOCKET_STORAGE_URL"},
		{"folder without slashes", &config.Storage{StorageURL: "file://srv/docket"}, "DOCKET_STORAGE_URL"},
		{"no driver", &config.Storage{StorageURL: "ftp://x/y"}, "DOCKET_STORAGE_URL"},
		{"other database", &config.Storage{DatabaseURL: "mysql://x"}, "DATABASE_URL"},
		{"negative dimensions", &config.Embeddings{BaseURL: "http://x/v1", Model: "m", Dimensions: -1}, "DOCKET_EMBEDDINGS_DIMENSIONS"},
		{"engine", &config.Vectors{URL: "http://x"}, "DOCKET_VECTOR_URL"},
	} {
		err := tc.check.Check()
		if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

func TestStrays(t *testing.T) {
	t.Parallel()
	known := []string{"DOCKET_ADDR", "DOCKET_OCR", "DOCKET_READERS", "DOCKET_JWT_JWKS_URL", "DATABASE_URL", "DOCKET_LLM_BASE_URL", "DOCKET_LLM_MODEL", "DOCKET_STORAGE_URL"}
	got := config.Strays([]string{"DOCKET_READER=4", "DOCKET_OCR=auto", "HOME=/", "DOCKET_JWKS_URL=x", "DOCKET_TEST_X=1", "DOCKET_ORC=a=b", "DOCKETS=1", "DOCKET_LLM_URL=x"}, known)
	want := []config.Stray{{"DOCKET_JWKS_URL", "DOCKET_JWT_JWKS_URL"}, {"DOCKET_LLM_URL", "DOCKET_LLM_BASE_URL"}, {"DOCKET_ORC", "DOCKET_OCR"}, {"DOCKET_READER", "DOCKET_READERS"}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
}
