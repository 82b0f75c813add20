package pagination_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/pagination"
)

type filter struct{ Name string }

func cut(t *testing.T, rows []int, limit int) pagination.Page[string] {
	t.Helper()
	p, err := pagination.Cut(rows, limit, filter{"a"}, func(n int) string { return strings.Repeat("x", n) }, func(n int) int { return n })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCut(t *testing.T) {
	t.Parallel()
	if p := cut(t, []int{1, 2, 3}, 3); len(p.Items) != 3 || p.NextCursor != "" {
		t.Errorf("last page: %+v", p)
	}
	if p := cut(t, nil, 3); p.Items == nil || len(p.Items) != 0 {
		t.Errorf("empty list: %#v", p)
	}
	p := cut(t, []int{1, 2, 3}, 2)
	if len(p.Items) != 2 || p.NextCursor == "" {
		t.Fatalf("first page: %+v", p)
	}
	at, err := pagination.Decode[int](p.NextCursor, filter{"a"})
	if err != nil || at != 2 {
		t.Errorf("position %d, %v", at, err)
	}
	if _, err := pagination.Decode[int](p.NextCursor, filter{"b"}); fault.CodeOf(err) != fault.CodeInvalidCursor {
		t.Errorf("another list's cursor: %v", err)
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{-1: pagination.DefaultLimit, 0: pagination.DefaultLimit, 7: 7, 1 << 30: pagination.MaxLimit} {
		if got := pagination.Limit(n); got != want {
			t.Errorf("%d: got %d", n, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	good, err := pagination.Encode(5, filter{"a"})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{good, "", "e30", "%%%", good[:len(good)-1]} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := pagination.Decode[int](s, filter{"a"}); err != nil && fault.CodeOf(err) != fault.CodeInvalidCursor {
			t.Errorf("%q: %v", s, err)
		}
	})
}
