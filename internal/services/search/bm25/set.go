package bm25

import "github.com/docketapi/docket/internal/services/search/postings"

// Set is chunks by their numbers, a bit each.
type Set struct {
	bits []uint64
}

// NewSet makes a Set of numbers; those below 0 are no chunk's.
func NewSet(numbers []int32) Set {
	top := int32(-1)
	for _, n := range numbers {
		top = max(top, n)
	}
	s := Set{make([]uint64, (int(top)+64)/64)}
	for _, n := range numbers {
		if n >= 0 {
			s.bits[n/64] |= 1 << (n % 64)
		}
	}
	return s
}

// Has tells whether a chunk is in the set.
func (s Set) Has(number uint32) bool {
	at := int(number / 64)
	return at < len(s.bits) && s.bits[at]&(1<<(number%64)) != 0
}

// Without gives the postings whose chunks are not in the set, in the place of the list. A number that is not below size is an
// error: it would be no chunk's.
func (s Set) Without(list []postings.Posting, size uint32) ([]postings.Posting, error) {
	out := list[:0]
	for _, p := range list {
		if p.Number >= size {
			return nil, postings.ErrCorrupt
		}
		if !s.Has(p.Number) {
			out = append(out, p)
		}
	}
	return out, nil
}
