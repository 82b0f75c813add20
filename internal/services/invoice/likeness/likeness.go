// Package likeness tells whether the pages of two invoices say nearly the same: the same paper scanned twice, or sent as a scan and
// as a file.
//
// It owns how texts are measured and by which keys they are found. It does not own where texts are kept or what follows from a
// likeness (package invoice).
//
// The measure is MinHash (Broder 1997): of every word and pair of neighbours the smallest value under each of 128 hash functions; the
// share of equal values estimates the Jaccard similarity of the two sets, with a deviation of about 0.04. Texts are looked up by
// locality-sensitive bands of that signature, joined with what was read of the invoice. A text costs 128 operations a word, a
// comparison 128 and its numbers.
package likeness

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/pages"
)

// The measures of texts.
const (
	hashes     = 128 // of a signature: the similarity is known to about 0.04
	maxNumbers = 256 // of a text: the smallest by hash, which are a fair sample
	maxTerms   = 5000
	fewWords   = 12 // a page with less says nothing of its own
	// Numbers tell one invoice of a template from the next, so that they weigh more than words.
	numberWeight = 3
)

// What counts as nearly the same: the texts, and their numbers apart.
const (
	sameText    = 0.6
	sameNumbers = 0.75
	// Where too little is known of an invoice, its numbers alone must tell it from others of its template.
	sameNumbersAlone = 0.85
)

// Text is what the pages of an invoice say: a MinHash signature of words and pairs of neighbours, and a sample of its numbers.
type Text struct {
	signature [hashes]uint32
	numbers   []uint32 // ascending
}

// Of measures the pages from first to last; false when they say too little.
func Of(list []pages.Page, first, last int) (Text, bool) {
	t := Text{}
	for i := range t.signature {
		t.signature[i] = math.MaxUint32
	}
	words := 0
	for _, p := range list {
		if p.Number < first || p.Number > last {
			continue
		}
		for _, l := range p.Lines {
			before := ""
			for _, w := range l.Words {
				term, isNumber := termOf(w.Text)
				if term == "" || words == maxTerms {
					continue
				}
				words++
				t.add(term, before, isNumber)
				before = term
			}
		}
	}
	slices.Sort(t.numbers)
	t.numbers = slices.Compact(t.numbers)
	t.numbers = t.numbers[:min(len(t.numbers), maxNumbers)]
	return t, words >= fewWords
}

func (t *Text) add(term, before string, isNumber bool) {
	t.mix(hash(term))
	if before != "" {
		t.mix(hash(before, term))
	}
	if !isNumber {
		return
	}
	for i := range numberWeight {
		t.mix(hash(term, "#", strconv.Itoa(i)))
	}
	if len(term) > 1 {
		t.numbers = append(t.numbers, uint32(hash(term))) // the low half is as good as the whole
	}
}

// mix lowers each row to the element's hash under the row's own function.
func (t *Text) mix(element uint64) {
	for i := range t.signature {
		// The finalizer of SplitMix64 over another seed each row.
		z := element + uint64(i+1)*0x9e3779b97f4a7c15
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		t.signature[i] = min(t.signature[i], uint32((z^z>>31)>>32))
	}
}

// termOf is a word as it is compared: letters and digits in lower case, or the digits alone where it has any, because
// recognition sets the signs around them in many ways.
func termOf(word string) (term string, isNumber bool) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, word)
	if digits != "" {
		return digits, true
	}
	return lang.LettersAndDigits(word), false
}

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p))
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// like is how much two texts have in common, and how many of their numbers.
func (t Text) like(o Text) (words, numbers float64) {
	same := 0
	for i, v := range t.signature {
		if v == o.signature[i] {
			same++
		}
	}
	return float64(same) / hashes, jaccard(t.numbers, o.numbers)
}

// Same tells whether another text, found by the look-up of this one, says nearly the same, and how much of it.
func (t Text) Same(o Text, look Lookup) (share float64, same bool) {
	words, numbers := t.like(o)
	return words, words >= sameText && numbers >= look.numbers
}

// jaccard is the share of what is in either list that is in both, by the smallest maxNumbers. Two empty lists are alike.
func jaccard(a, b []uint32) float64 {
	both, all := 0, 0
	for (len(a) > 0 || len(b) > 0) && all < maxNumbers {
		all++
		switch {
		case len(a) == 0 || len(b) > 0 && b[0] < a[0]:
			b = b[1:]
		case len(b) == 0 || a[0] < b[0]:
			a = a[1:]
		default:
			both++
			a, b = a[1:], b[1:]
		}
	}
	if all == 0 {
		return 1
	}
	return float64(both) / float64(all)
}

// Lookup is under which keys a text is found, and how much the numbers of another must be the same.
type Lookup struct {
	Keys    []int64
	numbers float64
}

// LookUp joins bands of the signature with what was read. Invoices of one template share most of their text, so what they are
// found by is two of number, date and total as well: of the same invoice, read twice, at most one was read wrongly. That leaves
// so few that single rows do for bands, other ones for each two. Where fewer than two are known the bands stand alone, and
// are narrow.
func (t Text) LookUp(workspace uuid.UUID, d *en16931.Invoice) Lookup {
	num, day, gross := lang.LettersAndDigits(d.Number), d.IssueDate.String(), ""
	if d.Totals.Gross.IsPresent() {
		gross = d.Totals.Gross.Value().Abs().String() + d.Currency
	}
	const each = 4
	var out []int64
	for i, pair := range [][2]string{{num, day}, {num, gross}, {day, gross}} {
		if pair[0] != "" && pair[1] != "" {
			out = append(out, bands(t.signature[i*each:(i+1)*each], 1, workspace.String(), strconv.Itoa(i), pair[0], pair[1])...)
		}
	}
	if len(out) > 0 {
		return Lookup{out, sameNumbers}
	}
	return Lookup{bands(t.signature[:120], 6, workspace.String()), sameNumbersAlone}
}

// bands are keys for the rows of a signature, so many rows a key, apart for each salt.
func bands(signature []uint32, height int, salt ...string) []int64 {
	seed := hash(salt...)
	out := make([]int64, 0, len(signature)/height)
	for i := 0; i+height <= len(signature); i += height {
		b := binary.BigEndian.AppendUint64(nil, seed)
		b = binary.BigEndian.AppendUint32(b, uint32(i)) // a row
		for _, v := range signature[i : i+height] {
			b = binary.BigEndian.AppendUint32(b, v)
		}
		h := fnv.New64a()
		_, _ = h.Write(b)
		out = append(out, int64(h.Sum64())) // the bits, as a column holds them
	}
	return out
}

// Stored is the text as it is kept; FromStored reads it.
func (t Text) Stored() (signature, numbers []byte) {
	return packed(t.signature[:]), packed(t.numbers)
}

// FromStored reads a text that was kept; false for what is none.
func FromStored(signature, numbers []byte) (Text, bool) {
	if len(signature) != 4*hashes || len(numbers)%4 != 0 {
		return Text{}, false
	}
	t := Text{numbers: unpacked(numbers)}
	copy(t.signature[:], unpacked(signature))
	return t, true
}

func packed(list []uint32) []byte {
	out := make([]byte, 0, 4*len(list))
	for _, v := range list {
		out = binary.BigEndian.AppendUint32(out, v)
	}
	return out
}

func unpacked(b []byte) []uint32 {
	out := make([]uint32, 0, len(b)/4)
	for ; len(b) >= 4; b = b[4:] {
		out = append(out, binary.BigEndian.Uint32(b))
	}
	return out
}
