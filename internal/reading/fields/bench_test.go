package fields_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// BenchmarkExtract reads one page of each language; its figure is time per page.
func BenchmarkExtract(b *testing.B) {
	data, err := os.ReadFile("testdata/languages.json")
	if err != nil {
		b.Fatal(err)
	}
	var all []speech
	if err := json.Unmarshal(data, &all); err != nil {
		b.Fatal(err)
	}
	var in []pages.Page
	for _, s := range all {
		in = append(in, s.letter())
	}
	fields.Extract(in[:1], fields.Options{})
	i := 0
	for b.Loop() {
		fields.Extract(in[i%len(in):i%len(in)+1], fields.Options{})
		i++
	}
}
