package ppocr

import (
	"testing"
)

var letters = []string{"", "a", "b", "O", "0", " "}

// peaks are rows of probabilities: each names classes and what they get, the rest goes to blank.
func peaks(rows ...map[int]float32) []float32 {
	out := make([]float32, len(rows)*len(letters))
	for t, row := range rows {
		rest := float32(1)
		for class, p := range row {
			out[t*len(letters)+class] = p
			rest -= p
		}
		out[t*len(letters)] += rest
	}
	return out
}

func textOf(symbols []symbol) (s string) {
	for _, c := range symbols {
		s += c.text
	}
	return s
}

func TestDecode(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rows []map[int]float32
		want string
		step int // of the first symbol
	}{
		"nothing":                  {nil, "", -1},
		"blanks":                   {[]map[int]float32{{}, {1: 0.3}}, "", -1},
		"repeats are one":          {[]map[int]float32{{1: 0.6}, {1: 0.9}, {1: 0.7}}, "a", 1},
		"a blank between is two":   {[]map[int]float32{{1: 0.9}, {}, {1: 0.9}}, "aa", 0},
		"neighbours need no blank": {[]map[int]float32{{}, {1: 0.9}, {2: 0.8}, {5: 0.9}, {1: 0.9}}, "ab a", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := decode(peaks(tt.rows...), len(tt.rows), letters, nil)
			if textOf(got) != tt.want {
				t.Fatalf("got %q, want %q", textOf(got), tt.want)
			}
			if tt.step >= 0 && got[0].step != tt.step {
				t.Errorf("first symbol at step %d, want %d", got[0].step, tt.step)
			}
		})
	}
}

func TestDecodeGivesWhatElseItMayBe(t *testing.T) {
	t.Parallel()
	got := decode(peaks(map[int]float32{3: 0.6, 4: 0.38}, map[int]float32{1: 0.99}), 2, letters, nil)
	if got[0].other != "0" || got[0].otherProb != 0.38 || got[1].other != "" {
		t.Errorf("got %+v", got)
	}
}

// symbolsOf places the characters of a text every so many steps.
func symbolsOf(text string, every int) []symbol {
	var out []symbol
	for i, r := range []rune(text) {
		out = append(out, symbol{text: string(r), prob: 0.99, step: 1 + i*every})
	}
	return out
}

func TestSpansSplitWords(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		plain  bool
		blanks [][2]int // columns without ink
		want   []string
	}{
		"spaces":             {"ab  c ", false, nil, []string{"ab", "c"}},
		"date glued to time": {"24-12-202418:30:05", false, nil, []string{"24-12-2024", "18:30:05"}},
		"left alone":         {"24-12-202418:30:05", true, nil, []string{"24-12-202418:30:05"}},
		"long number":        {"124-12-202418:30", false, nil, []string{"124-12-202418:30"}},
		"lost space":         {"abcd", false, [][2]int{{30, 43}}, []string{"ab", "cd"}},
		"narrow gap":         {"abcd", false, [][2]int{{32, 38}}, []string{"abcd"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := spelled{symbols: symbolsOf(tt.text, 2)}
			s.width = (len(s.symbols)*2 + 2) * stepWidth
			s.ink = make([]bool, s.width)
			for i := range s.ink {
				s.ink[i] = true
			}
			for _, b := range tt.blanks {
				clear(s.ink[b[0]:b[1]])
			}
			var got []string
			last := 0.0
			for _, p := range s.spans(!tt.plain) {
				got = append(got, textOf(s.symbols[p.from:p.to]))
				if p.x0 < last || p.x1 <= p.x0 || p.x1 > float64(s.width) {
					t.Errorf("word %q at %.0f to %.0f after %.0f", got[len(got)-1], p.x0, p.x1, last)
				}
				last = p.x1
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}
