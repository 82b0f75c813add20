//go:build external

package weaviate

import (
	"os"
	"testing"

	"github.com/docketapi/docket/internal/infra/vectorindex/vectortest"
)

// TestConformance runs on the server that tools/external/weaviate.sh starts.
func TestConformance(t *testing.T) {
	url := os.Getenv("DOCKET_TEST_WEAVIATE_URL")
	if url == "" {
		t.Fatal("DOCKET_TEST_WEAVIATE_URL is not set: run tools/external/weaviate.sh")
	}
	e, err := New(url, os.Getenv("DOCKET_TEST_WEAVIATE_KEY"))
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	vectortest.Run(t, 3000, func(*testing.T) vectortest.Engine { return e })
}
