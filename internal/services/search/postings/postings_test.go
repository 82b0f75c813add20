package postings_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/docketapi/docket/internal/services/search/postings"
)

func TestBlocksComeBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var list []postings.Posting
		number := uint32(r.IntN(5))
		for range r.IntN(300) {
			list = append(list, postings.Posting{Number: number, Times: 1 + r.Uint32N(300), Words: r.Uint32N(1 << r.IntN(20))})
			number += 1 + r.Uint32N(1<<r.IntN(16))
		}
		got, err := postings.ReadBlock(nil, postings.AppendBlock(nil, list))
		if err != nil || !slices.Equal(got, list) {
			t.Fatalf("%v came back as %v, %v", list, got, err)
		}
	}
}

func TestTheUsualPostingTakesThreeBytes(t *testing.T) {
	t.Parallel()
	data := postings.AppendBlock(nil, []postings.Posting{{Number: 90, Times: 2, Words: 80}, {Number: 200, Times: 1, Words: 120}})
	if len(data) != 6 {
		t.Errorf("two postings take %d bytes", len(data))
	}
}

func TestInvert(t *testing.T) {
	t.Parallel()
	chunk := func(words uint32, list ...postings.Term) []byte { return postings.AppendChunk(nil, words, list) }
	late := chunk(3, postings.Term{Text: "de:b", Times: 3})
	early := append(chunk(2, postings.Term{Text: "de:a", Times: 1}, postings.Term{Text: "de:b", Times: 1}), chunk(0)...)
	early = append(early, chunk(1, postings.Term{Text: "de:a", Times: 1})...)
	got, err := postings.Invert([]postings.Tail{{First: 9, Data: late}, {First: 4, Data: early}})
	if err != nil {
		t.Fatal(err)
	}
	a, b := got["de:a"], got["de:b"]
	if !slices.Equal(a, []postings.Posting{{Number: 4, Times: 1, Words: 2}, {Number: 6, Times: 1, Words: 1}}) ||
		!slices.Equal(b, []postings.Posting{{Number: 4, Times: 1, Words: 2}, {Number: 9, Times: 3, Words: 3}}) || len(got) != 2 {
		t.Errorf("got %v", got)
	}
}

// FuzzReadBlock holds that bytes of any kind neither panic nor take more than they have, and that what is read is in order.
func FuzzReadBlock(f *testing.F) {
	f.Add(postings.AppendBlock(nil, []postings.Posting{{Number: 0, Times: 1, Words: 5}, {Number: 300, Times: 2, Words: 400}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Add([]byte{1, 1, 1, 0, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := postings.ReadBlock(nil, data)
		if err != nil && !errors.Is(err, postings.ErrCorrupt) {
			t.Fatal(err)
		}
		if len(list) > len(data)/3 {
			t.Fatalf("%d postings of %d bytes", len(list), len(data))
		}
		for i, p := range list {
			if p.Times == 0 || i > 0 && p.Number <= list[i-1].Number {
				t.Fatalf("postings out of order: %v", list)
			}
		}
		if err == nil {
			again, err := postings.ReadBlock(nil, postings.AppendBlock(nil, list))
			if err != nil || !slices.Equal(again, list) {
				t.Fatalf("%v became %v, %v", list, again, err)
			}
		}
	})
}

func FuzzReadTail(f *testing.F) {
	f.Add(postings.AppendChunk(nil, 4, []postings.Term{{Text: "de:rechnung", Times: 2}, {Text: "=4711", Times: 1}}))
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Add([]byte{1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 'a'})
	f.Fuzz(func(t *testing.T, data []byte) {
		size := 0
		err := postings.ReadTail(data, 0, func(text []byte, p postings.Posting) {
			if size += len(text) + 2; p.Times == 0 {
				t.Fatal("a term that does not occur")
			}
		})
		if size > len(data) || err != nil && !errors.Is(err, postings.ErrCorrupt) {
			t.Fatalf("%d bytes of terms in %d bytes, %v", size, len(data), err)
		}
	})
}
