package chunking_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// BenchmarkCut cuts a megabyte of prose, of signs, and of nothing but ends of sentences.
func BenchmarkCut(b *testing.B) {
	for name, text := range map[string]string{
		"prose":  strings.Repeat("Der Filter wird nach zehn Tagen getauscht, und zwar vollständig. ", 16_000),
		"points": strings.Repeat("中.", 250_000),
		"signs":  strings.Repeat("!? ", 330_000),
		"spaces": strings.Repeat(". ", 500_000),
		"rows":   strings.Repeat("|x", 500_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			var blocks []content.Block
			for part := range strings.SplitSeq(text, "|") {
				blocks = append(blocks, content.Block{Kind: content.Paragraph, Text: part})
			}
			for b.Loop() {
				chunking.Cut(blocks, nil)
			}
		})
	}
}
