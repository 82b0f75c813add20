// Package postings packs which chunks have a term into bytes: blocks of a term's chunks, and tails, which list the terms of
// the newest chunks one chunk after the other.
//
// It owns the bytes. It does not own where they are kept, nor the ranking.
//
//	block: for each chunk, in the order of numbers: gap to the number before, times the term occurs, words of the chunk
//	tail:  for each chunk: words, count of terms, and for each term its length, its bytes and the times it occurs
//
// All numbers are unsigned varints, so that the usual posting takes three bytes.
package postings

import (
	"encoding/binary"
	"errors"
)

// BlockSize is how many postings a block has at most: a block is a row, read as a whole.
const BlockSize = 8192

// ErrCorrupt says that bytes are not what this package has packed.
var ErrCorrupt = errors.New("postings are corrupt")

// Posting is a chunk that has the term.
type Posting struct {
	Number uint32 // of the chunk
	Times  uint32 // the term occurs in it; at least 1
	Words  uint32 // it has
}

// AppendBlock packs postings in ascending order of numbers.
func AppendBlock(to []byte, list []Posting) []byte {
	last := uint32(0)
	for _, p := range list {
		to = binary.AppendUvarint(to, uint64(p.Number-last))
		to = binary.AppendUvarint(to, uint64(p.Times))
		to = binary.AppendUvarint(to, uint64(p.Words))
		last = p.Number
	}
	return to
}

// ReadBlock adds the postings of a block to a list. What it takes is bounded by the bytes, not by what they say.
func ReadBlock(to []Posting, data []byte) ([]Posting, error) {
	last, first := uint32(0), true
	for len(data) > 0 {
		var p Posting
		var gap uint32
		var ok bool
		if gap, data, ok = number(data); !ok {
			return to, ErrCorrupt
		}
		if p.Times, data, ok = number(data); !ok || p.Times == 0 {
			return to, ErrCorrupt
		}
		if p.Words, data, ok = number(data); !ok {
			return to, ErrCorrupt
		}
		p.Number = last + gap
		if p.Number < last || gap == 0 && !first {
			return to, ErrCorrupt
		}
		last, first = p.Number, false
		to = append(to, p)
	}
	return to, nil
}

func number(data []byte) (uint32, []byte, bool) {
	if len(data) > 0 && data[0] < 0x80 {
		return uint32(data[0]), data[1:], true
	}
	v, n := binary.Uvarint(data)
	if n <= 0 || v > 1<<32-1 {
		return 0, data, false
	}
	return uint32(v), data[n:], true
}
