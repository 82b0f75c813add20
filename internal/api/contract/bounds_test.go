package contract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/core/fault"
)

func schemaOf(t *testing.T, name string) *openapi3.Schema {
	t.Helper()
	spec, err := openapi3.NewLoader().LoadFromData(openapi.V1)
	if err != nil {
		t.Fatal(err)
	}
	return spec.Components.Schemas[name].Value
}

// TestBodiesEndAtTheirBounds holds what a body may make of memory and time, with the place that is wrong.
func TestBodiesEndAtTheirBounds(t *testing.T) {
	t.Parallel()
	s := schemaOf(t, "InvoiceData")
	list := func(item string, n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + "]"
	}
	for name, tc := range map[string]struct {
		body    string
		code    fault.Code
		pointer string
	}{
		"most lines":        {`{"lines":` + list(`{"id":"n"}`, 20_000) + `}`, "", ""},
		"a line more":       {`{"lines":` + list(`{"id":"n"}`, 20_001) + `}`, fault.CodeTooManyLines, "/lines"},
		"lines of a line":   {`{"lines":[{"allowances":` + list(`{}`, 1001) + `}]}`, fault.CodeTooManyItems, "/lines/0/allowances"},
		"notes":             {`{"notes":` + list(`{}`, 1001) + `}`, fault.CodeTooManyItems, "/notes"},
		"values":            {`{"lines":` + list(`{"allowances":`+list(`{}`, 60)+`}`, 20_000) + `}`, fault.CodeBodyTooLarge, ""},
		"an unknown list":   {`{"a/~b":` + list(`{}`, 30_000) + `}`, fault.CodeValidation, "/a~1~0b"},
		"a day of no month": {`{"lines":[{},{"period":{"start":"2026-02-30"}}]}`, fault.CodeValidation, "/lines/1/period/start"},
		"a name twice":      {`{"lines":[{},{"id":"1","id":"2"}]}`, fault.CodeMalformed, "/lines/1/id"},
	} {
		value, err := decode([]byte(tc.body), s)
		if err == nil {
			_, err = check(s, value, false)
		}
		if fault.CodeOf(err) != tc.code && (tc.code != "" || err != nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if e, ok := fault.As(err); ok && tc.pointer != "" && (len(e.Details) == 0 || e.Details[0].Pointer != tc.pointer) {
			t.Errorf("%s: %+v, want %s", name, e.Details, tc.pointer)
		}
	}
}

// TestFaultsAreCapped: a body that is wrong everywhere is told about fifty of its faults, the same each time, and no more are looked for.
func TestFaultsAreCapped(t *testing.T) {
	t.Parallel()
	s := schemaOf(t, "InvoiceData")
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `"x%d":%d,`, i, i)
	}
	body := `{"number":7,` + b.String() + `"lines":[{"net":"x"}]}`
	var first string
	for range 3 {
		value, err := decode([]byte(body), s)
		if err != nil {
			t.Fatal(err)
		}
		_, err = check(s, value, false)
		e, ok := fault.As(err)
		if !ok || len(e.Details) != maxDetails {
			t.Fatalf("%v", err)
		}
		if told := fmt.Sprint(e.Details); first != "" && told != first {
			t.Errorf("told %s, then %s", first, told)
		} else {
			first = told
		}
	}
	if !strings.Contains(first, "/lines/0/net") || !strings.Contains(first, "/number") || !strings.Contains(first, "/x0") {
		t.Errorf("told %s", first)
	}
}

// TestListsOfTheContractAreBounded: a list in what callers send that has no end is memory without end.
func TestListsOfTheContractAreBounded(t *testing.T) {
	t.Parallel()
	for _, yaml := range [][]byte{openapi.V1, openapi.V2} {
		spec, err := openapi3.NewLoader().LoadFromData(yaml)
		if err != nil {
			t.Fatal(err)
		}
		for path, item := range spec.Paths.Map() {
			for method, op := range item.Operations() {
				if op.RequestBody == nil {
					continue
				}
				for _, media := range op.RequestBody.Value.Content {
					unbounded(t, method+" "+path, media.Schema.Value, map[*openapi3.Schema]bool{})
				}
			}
		}
	}
}

func unbounded(t *testing.T, at string, s *openapi3.Schema, seen map[*openapi3.Schema]bool) {
	t.Helper()
	if seen[s] {
		return
	}
	seen[s] = true
	if s.Type.Is(openapi3.TypeArray) && s.MaxItems == nil {
		t.Errorf("%s has no maxItems", at)
	}
	if s.Items != nil {
		unbounded(t, at+"/items", s.Items.Value, seen)
	}
	for name, p := range s.Properties {
		unbounded(t, at+"/"+name, p.Value, seen)
	}
	for _, refs := range []openapi3.SchemaRefs{s.AllOf, s.OneOf, s.AnyOf} {
		for _, ref := range refs {
			unbounded(t, at, ref.Value, seen)
		}
	}
}
