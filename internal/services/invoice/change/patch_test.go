package change

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
)

// TestMergePatch takes the cases of RFC 7396, appendix A, whose patch is an object, and those whose patch replaces all.
func TestMergePatch(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		got, err := MergePatch([]byte(c[0]), []byte(c[1]))
		if err != nil || !same(t, got, []byte(c[2])) {
			t.Errorf("%s under %s: %s, %v", c[0], c[1], got, err)
		}
	}
}

func same(t *testing.T, a, b []byte) bool {
	t.Helper()
	var x, y any
	must(t, json.Unmarshal(a, &x))
	must(t, json.Unmarshal(b, &y))
	return reflect.DeepEqual(x, y)
}

// FuzzMergePatch holds that a patch made twice is the patch made once, and that what differs is exactly what the history lists.
func FuzzMergePatch(f *testing.F) {
	f.Add(`{"a":{"b":[1,{"c":"d"}]},"e~/f":"g"}`, `{"a":{"b":[2],"x":null},"e~/f":null}`)
	f.Add(`{}`, `{"a":{"bb":{"ccc":null}}}`)
	f.Add(`[1]`, `{"0":"\u0000\ud800"}`)
	f.Fuzz(func(t *testing.T, target, patch string) {
		if !json.Valid([]byte(target)) || !json.Valid([]byte(patch)) || strings.Count(target+patch, "[")+strings.Count(target+patch, "{") > 200 {
			return
		}
		once, err := MergePatch([]byte(target), []byte(patch))
		if err != nil || !json.Valid(once) {
			t.Fatalf("once: %q, %v", once, err)
		}
		twice, err := MergePatch(once, []byte(patch))
		if err != nil || !same(t, once, twice) {
			t.Fatalf("twice: %q, once %q, %v", twice, once, err)
		}
		changes, err := Between([]byte(target), once, nil, func(string) Source { return ByHuman })
		if err != nil {
			t.Fatal(err)
		}
		was, err := Leaves([]byte(target))
		must(t, err)
		for _, c := range changes {
			delete(was, c.Pointer)
			if c.To != nil {
				was[c.Pointer] = *c.To
			}
		}
		is, err := Leaves(once)
		must(t, err)
		if !reflect.DeepEqual(was, is) {
			t.Fatalf("the changes %+v make %v of %q, not %v", changes, was, target, is)
		}
	})
}

func TestOrderOfChanges(t *testing.T) {
	t.Parallel()
	changes, err := Between([]byte(`{"lines":[]}`), []byte(`{"lines":["0","1","2","3","4","5","6","7","8","9","10"],"a":"x","a/b":"y"}`), nil,
		func(string) Source { return ByReader })
	must(t, err)
	var got []string
	for _, c := range changes {
		got = append(got, c.Pointer)
	}
	if strings.Join(got, " ") != "/a /a~1b /lines/0 /lines/1 /lines/2 /lines/3 /lines/4 /lines/5 /lines/6 /lines/7 /lines/8 /lines/9 /lines/10" {
		t.Errorf("got %v", got)
	}
}

func TestWhatTheHistoryKeeps(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 2*maxChangeText)
	var changes []Change
	for i := range 3 * Most {
		changes = append(changes, Change{Pointer: fmt.Sprint("/lines/", i), To: &long, Replaced: &evidence.Evidence{Text: long}})
	}
	got := Bounded(changes)
	b, err := json.Marshal(got)
	must(t, err)
	if len(got) == 0 || len(b) > 2*maxChangeSize || len([]rune(*got[0].To)) != maxChangeText || len(*changes[0].To) != len(long) {
		t.Errorf("%d changes of %d bytes", len(got), len(b))
	}
	short := "s"
	for i := range changes {
		changes[i] = Change{Pointer: "/x", To: &short}
	}
	if got := Bounded(changes); len(got) != Most {
		t.Errorf("%d short changes", len(got))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
