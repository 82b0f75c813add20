package learned

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/docketapi/docket/internal/reading/pages"
)

// packed is the words of a page for keeping, their corners in ten-thousandths of the page.
type packed struct {
	Number int          `json:"n"`
	Words  []packedWord `json:"w"`
}

type packedWord struct {
	Text string `json:"t"`
	Box  [4]int `json:"b"`
}

const (
	scale      = 10_000
	mostLetter = 200 // characters of a word that are kept
)

// Pack writes the words of an invoice's pages, from first to last, as far as lessons look at them.
func Pack(list []pages.Page, first, last int) ([]byte, error) {
	out, left := []packed{}, mostWords
	for _, p := range list {
		if p.Number < first || p.Number > last {
			continue
		}
		page := packed{Number: p.Number}
		for _, w := range p.Words() {
			if left--; left < 0 {
				break
			}
			at := func(v float64) int { return int(math.Round(v * scale)) }
			text := []rune(w.Text)
			page.Words = append(page.Words, packedWord{string(text[:min(len(text), mostLetter)]), [4]int{at(w.Box.X0), at(w.Box.Y0), at(w.Box.X1), at(w.Box.Y1)}})
		}
		out = append(out, page)
	}
	b, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("write words of pages: %w", err)
	}
	return b, nil
}

// Unpack reads what Pack wrote: pages with a line of all their words.
func Unpack(data []byte) ([]pages.Page, error) {
	var in []packed
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("read words of pages: %w", err)
	}
	out := make([]pages.Page, len(in))
	for i, p := range in {
		var words []pages.Word
		for _, w := range p.Words {
			at := func(n int) float64 { return float64(w.Box[n]) / scale }
			words = append(words, pages.Word{Text: w.Text, Confidence: 1, Box: pages.Box{X0: at(0), Y0: at(1), X1: at(2), Y1: at(3)}})
		}
		out[i] = pages.Page{Number: p.Number, Lines: []pages.Line{pages.NewLine(words)}}
	}
	return out, nil
}
