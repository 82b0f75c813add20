package app_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/app"
)

func TestMissingPartsAreAllNamed(t *testing.T) {
	t.Parallel()
	_, err := app.New(t.Context(), app.Config{SpoolDir: "x"})
	if err == nil {
		t.Fatal("made of nothing")
	}
	for _, part := range []string{"Pool", "Blobs", "Pager", "Reader", "Extractor", "Log"} {
		if !strings.Contains(err.Error(), part+" is missing") {
			t.Errorf("%s is not named: %v", part, err)
		}
	}
	if strings.Contains(err.Error(), "SpoolDir") {
		t.Errorf("names what is there: %v", err)
	}
}
