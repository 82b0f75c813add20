//go:build evaluation

package evaluation_test

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/infra/embed/wordpiece"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/services/search"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

// floors are the least nDCG@10 of each set.
var floors = map[search.Mode]map[string]float64{
	search.ModeText:   {"cranfield": 0.50, "xquad_en": 0.96, "xquad_de": 0.935, "xquad_es": 0.955},
	search.ModeHybrid: {"cranfield": 0.55, "xquad_en": 0.975, "xquad_de": 0.95, "xquad_es": 0.965},
}

// TestRetrieval measures nDCG@10 over the sets in DOCKET_RETRIEVAL through the service: gain is the judged score, the
// discount is log2(rank + 1), the mean is over all questions that have a judged document.
func TestRetrieval(t *testing.T) {
	folder := os.Getenv("DOCKET_RETRIEVAL")
	if _, err := os.Stat(filepath.Join(folder, "cranfield", "docs.jsonl")); err != nil {
		t.Fatalf("set DOCKET_RETRIEVAL to the folder of the retrieval sets: %v", err)
	}
	s := newStack(t, newModel(t))
	pieces, err := wordpiece.Load(filepath.Join(os.Getenv("DOCKET_MODELS_DIR"), string(onnx.EmbedderTokenizer)))
	must(t, err)
	for _, set := range []string{"cranfield", "xquad_en", "xquad_de", "xquad_es"} {
		c := load(t, filepath.Join(folder, set))
		p := s.newCaller(t)
		records := map[uuid.UUID]string{}
		for _, d := range c.docs {
			records[s.add(t, p, chunking.Cut(d.blocks(), pieces.Count))] = d.ID
		}
		for _, mode := range []search.Mode{search.ModeText, search.ModeVector, search.ModeHybrid} {
			got := 0.0
			for _, q := range c.questions {
				var ids []string
				r, err := s.Search(t.Context(), p, search.Query{Text: q.Text, Mode: mode, Limit: 20})
				must(t, err)
				if r.Degraded {
					t.Fatalf("%s %s: %s", set, mode, r.Detail)
				}
				for _, h := range r.Hits {
					if id := records[h.DocumentID]; !slices.Contains(ids, id) {
						ids = append(ids, id)
					}
				}
				got += ndcg(ids, c.judged[q.ID])
			}
			got /= float64(len(c.questions))
			fmt.Printf("%-10s %-7s nDCG@10 %.4f\n", set, mode, got)
			if floor := floors[mode][set]; got < floor {
				t.Errorf("%s %s: %.4f is below %.3f", set, mode, got, floor)
			}
		}
	}
}

type record struct {
	ID    string
	Title string
	Text  string
}

// blocks are the record as a reader of files gives it.
func (r record) blocks() []content.Block {
	var out []content.Block
	for _, text := range []string{r.Title, r.Text} {
		if text != "" {
			out = append(out, content.Block{Kind: content.Paragraph, Text: text})
		}
	}
	return out
}

type collection struct {
	docs, questions []record
	judged          map[string]map[string]float64
}

func load(t *testing.T, dir string) collection {
	t.Helper()
	c := collection{docs: lines(t, filepath.Join(dir, "docs.jsonl")), judged: map[string]map[string]float64{}}
	b, err := os.ReadFile(filepath.Join(dir, "qrels.tsv"))
	must(t, err)
	for _, l := range strings.Split(string(b), "\n")[1:] {
		f := strings.Split(strings.TrimSpace(l), "\t")
		if len(f) != 3 {
			continue
		}
		score, err := strconv.ParseFloat(f[2], 64)
		must(t, err)
		if c.judged[f[0]] == nil {
			c.judged[f[0]] = map[string]float64{}
		}
		c.judged[f[0]][f[1]] = score
	}
	for _, q := range lines(t, filepath.Join(dir, "queries.jsonl")) {
		if len(c.judged[q.ID]) > 0 {
			c.questions = append(c.questions, q)
		}
	}
	return c
}

func lines(t *testing.T, path string) []record {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer f.Close()
	var out []record
	for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
		var r record
		must(t, d.Decode(&r))
		out = append(out, r)
	}
	return out
}

func ndcg(ranked []string, judged map[string]float64) float64 {
	gain := func(i int, score float64) float64 { return score / math.Log2(float64(i+2)) }
	got, ideal := 0.0, 0.0
	for i, id := range ranked[:min(10, len(ranked))] {
		got += gain(i, judged[id])
	}
	var scores []float64
	for _, s := range judged {
		scores = append(scores, s)
	}
	slices.SortFunc(scores, func(a, b float64) int { return cmp.Compare(b, a) })
	for i, s := range scores[:min(10, len(scores))] {
		ideal += gain(i, s)
	}
	return got / ideal
}
