package chunking

import (
	"slices"
	"strings"
	"testing"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, want := range [][]string{
		{"Die Ware, z.B. Schrauben, kommt am 3. März.", "Nr. 12 fehlt."},
		{"Acme Inc. Paris pays.", "Mr. Smith signs."},
		{"Herr J. Weber kommt.", "Er bringt ca. 5 Stück mit."},
		{"Voir art. 12 du contrat.", "M. Dupont signe."},
		{"Il costo è 1.250,50 EUR.", "Dott. Rossi paga."},
		{"Is it due?", "Yes!", "Pay now."},
		{"Eine Zeile\ngeht weiter.", "Ende"},
	} {
		text := strings.Join(want, " ")
		var got []string
		from := 0
		for _, end := range sentenceEnds(text) {
			got = append(got, strings.TrimSpace(text[from:end]))
			from = end
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
