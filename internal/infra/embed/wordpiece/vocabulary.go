package wordpiece

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxFile bounds tokenizer.json: a vocabulary of 30,000 pieces takes 700 kB.
const maxFile = 16 << 20

// Tokenizer cuts text. It never changes: safe for use by several goroutines.
type Tokenizer struct {
	starts    map[string]int32 // pieces that begin a word
	continues map[string]int32 // pieces within one, without their ##
	longest   int              // bytes of the longest piece
	maxWord   int              // a longer word, in characters, is unknown
	unknown   int32
	first     int32 // [CLS]
	last      int32 // [SEP]
}

// file is the part of tokenizer.json that decides how text is cut.
type file struct {
	Normalizer struct {
		Type      string `json:"type"`
		Lowercase bool   `json:"lowercase"`
	} `json:"normalizer"`
	Model struct {
		Type    string           `json:"type"`
		Unknown string           `json:"unk_token"`
		Prefix  string           `json:"continuing_subword_prefix"`
		MaxWord int              `json:"max_input_chars_per_word"`
		Vocab   map[string]int32 `json:"vocab"`
	} `json:"model"`
}

// Load reads the tokenizer.json at path.
func Load(path string) (*Tokenizer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open tokenizer: %w", err)
	}
	defer f.Close()
	return Read(f)
}

// Read reads a tokenizer.json. It must describe an uncased BERT tokenizer: another would be cut wrongly without a word.
func Read(r io.Reader) (*Tokenizer, error) {
	var in file
	if err := json.NewDecoder(io.LimitReader(r, maxFile)).Decode(&in); err != nil {
		return nil, fmt.Errorf("read tokenizer: %w", err)
	}
	if in.Model.Type != "WordPiece" || in.Normalizer.Type != "BertNormalizer" || !in.Normalizer.Lowercase || in.Model.Prefix == "" {
		return nil, errors.New("read tokenizer: not an uncased WordPiece tokenizer")
	}
	t := &Tokenizer{starts: map[string]int32{}, continues: map[string]int32{}, maxWord: in.Model.MaxWord}
	for _, special := range []struct {
		name string
		id   *int32
	}{{in.Model.Unknown, &t.unknown}, {"[CLS]", &t.first}, {"[SEP]", &t.last}} {
		id, ok := in.Model.Vocab[special.name]
		if !ok {
			return nil, fmt.Errorf("read tokenizer: no piece %q", special.name)
		}
		*special.id = id
	}
	t.index(in.Model.Prefix, in.Model.Vocab)
	return t, nil
}

func (t *Tokenizer) index(prefix string, vocab map[string]int32) {
	for piece, id := range vocab {
		if rest, ok := strings.CutPrefix(piece, prefix); ok && rest != "" {
			t.continues[rest] = id
			t.longest = max(t.longest, len(rest))
		}
		// A piece with the prefix could begin a word only if the prefix were no punctuation; the map stays exact anyway.
		t.starts[piece] = id
		t.longest = max(t.longest, len(piece))
	}
}
