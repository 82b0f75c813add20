package wordpiece

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/onnx"
)

// model is the tokenizer that make models puts beside its model.
func model(tb testing.TB) *Tokenizer {
	tb.Helper()
	dir := os.Getenv("DOCKET_MODELS_DIR")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "models")
	}
	t, err := Load(filepath.Join(dir, string(onnx.EmbedderTokenizer)))
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// TestEncodeIsTheReferences compares with what the reference tokenizer (PyPI tokenizers 0.23, truncation at 512) made of
// the same strings.
func TestEncodeIsTheReferences(t *testing.T) {
	t.Parallel()
	tok := model(t)
	f, err := os.Open(filepath.Join("testdata", "golden.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var want struct {
			Text string
			IDs  []int64
		}
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		if got := tok.Encode(want.Text, 512); !slices.Equal(got, want.IDs) {
			t.Errorf("%.60q\n got %v\nwant %v", want.Text, got, want.IDs)
		}
		if got := tok.Count(want.Text) + 2; got != len(want.IDs) && len(want.IDs) < 512 {
			t.Errorf("%.60q counts %d pieces, has %d", want.Text, got, len(want.IDs))
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestSpecialTokensInTextAreText(t *testing.T) {
	t.Parallel()
	ids := model(t).Encode("end [SEP] [CLS] [UNK]", 512)
	if inner := ids[1 : len(ids)-1]; slices.Contains(inner, ids[0]) || slices.Contains(inner, ids[len(ids)-1]) {
		t.Errorf("a text speaks for the tokenizer: %v", ids)
	}
}

func TestLimitKeepsTheEnds(t *testing.T) {
	t.Parallel()
	tok := model(t)
	all := tok.Encode("one two three four five six", 512)
	for limit := range len(all) + 3 {
		got := tok.Encode("one two three four five six", limit)
		if want := min(max(limit, 2), len(all)); len(got) != want || got[0] != all[0] || got[len(got)-1] != all[len(all)-1] {
			t.Errorf("limit %d: %v", limit, got)
		}
	}
}

func TestReadRefusesOtherTokenizers(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"nothing":     "",
		"no JSON":     "{",
		"another":     `{"normalizer":{"type":"BertNormalizer","lowercase":true},"model":{"type":"BPE"}}`,
		"cased":       `{"normalizer":{"type":"BertNormalizer"},"model":{"type":"WordPiece","continuing_subword_prefix":"##"}}`,
		"no specials": `{"normalizer":{"type":"BertNormalizer","lowercase":true},"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","vocab":{"[UNK]":1}}}`,
	} {
		if _, err := Read(strings.NewReader(in)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzEncode(f *testing.F) {
	tok := model(f)
	f.Add("Übergröße 1.488,88 €", 16)
	f.Add("\xff\xfe中\u0301[SEP]", 512)
	f.Add(strings.Repeat("a", 300), 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = max(2, limit%1024)
		all := tok.Encode(text, len(text)+2)
		if tok.Count(text)+2 != len(all) {
			t.Fatalf("%d pieces counted, %d encoded", tok.Count(text), len(all))
		}
		if got := tok.Encode(text, limit); len(got) > limit || !slices.Equal(got[:len(got)-1], all[:len(got)-1]) {
			t.Fatalf("cut at %d: %v of %v", limit, got, all)
		}
	})
}

func BenchmarkCount(b *testing.B) {
	tok := model(b)
	text := strings.Repeat("The delivered drill bits, Größe 10 mm, were invoiced at 38.90 EUR each; payment is due in 30 days. ", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		tok.Count(text)
	}
}
