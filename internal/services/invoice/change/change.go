// Package change is what becomes of the data of an invoice: its values by pointer, the difference of two states, patches, and the
// evidence of what people changed.
//
// It owns the form in which data is stored and compared. It does not own who may change what, or when (package invoice).
package change

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading/evidence"
)

// The bounds of what the history keeps of one reading or correction.
const (
	maxChangeText = 1000     // characters of one value
	maxChangeSize = 64 << 10 // bytes of them all
)

// Most is how many changes of one reading or correction are kept.
const Most = 500

// Source says who gave a value.
type Source string

// The givers of values.
const (
	ByHuman  Source = "human"
	ByModel  Source = "model"
	ByReader Source = "reader"
)

// Change is one value that became another; nil is absent. Long values are cut.
type Change struct {
	Pointer  string             `json:"pointer"` // RFC 6901, into data
	From     *string            `json:"from,omitempty"`
	To       *string            `json:"to,omitempty"`
	Source   Source             `json:"source"`
	Replaced *evidence.Evidence `json:"replaced,omitempty"` // of what it was
}

// Canonical is the one form of an invoice's data: what the model marshals to.
func Canonical(d *en16931.Invoice) ([]byte, error) {
	if d == nil {
		return []byte("{}"), nil
	}
	return Stored(d)
}

// Leaves are the values in JSON by their pointers.
func Leaves(data []byte) (map[string]string, error) {
	v, err := Decoded(data)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	addLeaves(out, "", v)
	return out, nil
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

func addLeaves(out map[string]string, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			addLeaves(out, at+"/"+pointerEscaper.Replace(name), member)
		}
	case []any:
		for i, item := range v {
			addLeaves(out, at+"/"+strconv.Itoa(i), item)
		}
	case nil:
	default:
		out[at] = fmt.Sprint(v)
	}
}

// Between are the values in which two forms of an invoice's data differ, by pointer. proof is the evidence of the first.
func Between(from, to []byte, proof []evidence.Evidence, source func(pointer string) Source) ([]Change, error) {
	a, err := Leaves(from)
	if err != nil {
		return nil, err
	}
	b, err := Leaves(to)
	if err != nil {
		return nil, err
	}
	was := ByPointer(proof)
	pointers := slices.Collect(maps.Keys(a))
	for p := range b {
		if _, both := a[p]; !both {
			pointers = append(pointers, p)
		}
	}
	slices.SortFunc(pointers, ComparePointers)
	var out []Change
	for _, p := range pointers {
		x, inA := a[p]
		y, inB := b[p]
		if inA && inB && x == y {
			continue
		}
		c := Change{Pointer: p, Source: source(p)}
		if inA {
			c.From = &x
			if e, ok := was[p]; ok {
				c.Replaced = &e
			}
		}
		if inB {
			c.To = &y
		}
		out = append(out, c)
	}
	return out, nil
}

// ComparePointers orders the items of arrays by their numbers.
func ComparePointers(a, b string) int {
	for {
		x, restA, moreA := strings.Cut(a, "/")
		y, restB, moreB := strings.Cut(b, "/")
		if x != y {
			return comparePlaces(x, y)
		}
		if !moreA || !moreB {
			return strings.Compare(a, b)
		}
		a, b = restA, restB
	}
}

// comparePlaces orders members by name, and items by number: names are not even tried as numbers.
func comparePlaces(x, y string) int {
	if isNumber(x) && isNumber(y) {
		n, errA := strconv.Atoi(x)
		m, errB := strconv.Atoi(y)
		if errA == nil && errB == nil && n != m {
			return n - m
		}
	}
	return strings.Compare(x, y)
}

func isNumber(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// ByPointer gives the evidence of each value, the last of several.
func ByPointer(proof []evidence.Evidence) map[string]evidence.Evidence {
	out := make(map[string]evidence.Evidence, len(proof))
	for _, e := range proof {
		out[e.Pointer] = e
	}
	return out
}

// Bounded is what the history keeps of changes.
func Bounded(changes []Change) []Change {
	out, size := make([]Change, 0, min(len(changes), Most)), 0
	for _, c := range changes[:min(len(changes), Most)] {
		c.From, c.To = clipped(c.From), clipped(c.To)
		if c.Replaced != nil {
			e := *c.Replaced
			e.Text, e.RepairedFrom = clip(e.Text, maxChangeText), clip(e.RepairedFrom, maxChangeText)
			c.Replaced = &e
			size += len(e.Text)
		}
		if size += len(c.Pointer) + len(postgres.Deref(c.From)) + len(postgres.Deref(c.To)); size > maxChangeSize {
			break
		}
		out = append(out, c)
	}
	return out
}

func clipped(s *string) *string {
	if s == nil {
		return nil
	}
	out := clip(*s, maxChangeText)
	return &out
}

// clip is the first n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

// Corrected is the evidence of data that a person has changed at the pointers: what stands there is the person's word.
func Corrected(proof []evidence.Evidence, pointers map[string]bool, data []byte) ([]evidence.Evidence, error) {
	there, err := Leaves(data)
	if err != nil {
		return nil, err
	}
	out := make([]evidence.Evidence, 0, len(proof))
	for _, e := range proof {
		if !pointers[e.Pointer] {
			out = append(out, e)
		}
	}
	for p := range pointers {
		if _, ok := there[p]; ok {
			out = append(out, evidence.Evidence{Pointer: p, Source: evidence.FromHuman, Confidence: 1})
		}
	}
	slices.SortStableFunc(out, func(a, b evidence.Evidence) int { return ComparePointers(a.Pointer, b.Pointer) })
	return out, nil
}

// Pointers are the places that changed.
func Pointers(changes []Change) map[string]bool {
	out := make(map[string]bool, len(changes))
	for _, c := range changes {
		out[c.Pointer] = true
	}
	return out
}
