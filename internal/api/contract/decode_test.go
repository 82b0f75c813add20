package contract

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestAccepts(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]bool{
		"*/*": true, "application/*": true, "application/json": true, "APPLICATION/JSON": true, "application/json; charset=utf-8": true,
		"text/html, */*;q=0.1": true, "text/html": false, "*/*;q=0": false, "application/json;q=0, */*": false, ";;": false,
		"text/*, application/json;q=0.001": true, "*/*, application/*;q=0": false,
	} {
		if got := accepts(header, "application/json"); got != want {
			t.Errorf("%q accepts JSON: %t", header, got)
		}
	}
}

func TestDecodeKeepsNumbers(t *testing.T) {
	t.Parallel()
	v, err := decode([]byte(`{"a":[12345678901234567890.10,true,null,"é"]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"a": []any{json.Number("12345678901234567890.10"), true, nil, "é"}}
	if !reflect.DeepEqual(v, want) {
		t.Errorf("%#v", v)
	}
}

// FuzzDecode compares with encoding/json: what decode takes, it takes, and to the same value.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `null`, `1e5`, `{"a":1,"a":2}`, `{"a":{"b":[1,2,{"c":"\u0000"}]}}`, `{"a":1} x`, `[1,]`, `{"a"}`, "\"\xff\"", `"\ud800"`,
		strings.Repeat("[", 70) + strings.Repeat("]", 70), `{"":{"/":1,"~":2}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := decode(raw, nil)
		if err != nil {
			return
		}
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("taken, though it is no JSON: %v", err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%#v, want %#v", got, want)
		}
	})
}

// FuzzHeaders holds what is read from headers to its bounds, whatever they say.
func FuzzHeaders(f *testing.F) {
	for _, seed := range []string{"wait=5", "bytes=0-9", "bytes=-5", "bytes=5-", "bytes=9223372036854775807-", "bytes=-9223372036854775808", `W/"1", "2"`, "*/*;q=0.5", "text/*;q=x, ,;"} {
		f.Add(seed, int64(10))
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if wait := Wait(&header); wait < 0 || wait > MaxWait {
			t.Errorf("a wait of %s", wait)
		}
		accepts(header, "application/json")
		Matches(header, `"1"`, true)
		if size < 1 {
			return
		}
		span, partial, err := ParseRange(&header, size)
		if err == nil && (span.Offset < 0 || span.Length < 1 || span.Offset > size-span.Length || !partial && span.Length != size) {
			t.Errorf("the range %+v of %d bytes", span, size)
		}
	})
}
