package postings

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Term is a term of a chunk.
type Term struct {
	Text  string
	Times uint32
}

// AppendChunk packs the terms of one more chunk to the end of a tail.
func AppendChunk(to []byte, words uint32, list []Term) []byte {
	to = binary.AppendUvarint(to, uint64(words))
	to = binary.AppendUvarint(to, uint64(len(list)))
	for _, t := range list {
		to = binary.AppendUvarint(to, uint64(len(t.Text)))
		to = append(to, t.Text...)
		to = binary.AppendUvarint(to, uint64(t.Times))
	}
	return to
}

// ReadTail calls fn with every term of every chunk of a tail. The first chunk has the number given. text is valid during the
// call only.
func ReadTail(data []byte, first uint32, fn func(text []byte, p Posting)) error {
	for n := first; len(data) > 0; n++ {
		var words, count uint32
		var ok bool
		if words, data, ok = number(data); !ok {
			return ErrCorrupt
		}
		if count, data, ok = number(data); !ok {
			return ErrCorrupt
		}
		for range count {
			var size, times uint32
			if size, data, ok = number(data); !ok || uint64(size) > uint64(len(data)) {
				return ErrCorrupt
			}
			text := data[:size]
			if times, data, ok = number(data[size:]); !ok || times == 0 {
				return ErrCorrupt
			}
			fn(text, Posting{Number: n, Times: times, Words: words})
		}
	}
	return nil
}

// Tail is packed chunks with the number of the first.
type Tail struct {
	First uint32
	Data  []byte
}

// Invert gives the postings of tails by their terms, each in ascending order of numbers. The tails may come in any order, but
// must not overlap.
func Invert(tails []Tail) (map[string][]Posting, error) {
	tails = slices.Clone(tails)
	slices.SortFunc(tails, func(a, b Tail) int { return cmp.Compare(a.First, b.First) })
	out := map[string][]Posting{}
	for _, t := range tails {
		if err := ReadTail(t.Data, t.First, func(text []byte, p Posting) { out[string(text)] = append(out[string(text)], p) }); err != nil {
			return nil, err
		}
	}
	return out, nil
}
