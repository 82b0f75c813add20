package api_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/reading/evidence"
)

// TestBoundTypesAreTheirSchemas compares the Go types that the generated server is bound to with the contract's schemas,
// field by field, both ways.
func TestBoundTypesAreTheirSchemas(t *testing.T) {
	t.Parallel()
	spec, err := openapi3.NewLoader().LoadFromData(openapi.V1)
	if err != nil {
		t.Fatal(err)
	}
	for name, typ := range map[string]reflect.Type{
		"InvoiceData": reflect.TypeFor[en16931.Invoice](),
		"Finding":     reflect.TypeFor[en16931.Finding](),
		"Evidence":    reflect.TypeFor[evidence.Evidence](),
	} {
		compare(t, name, spec.Components.Schemas[name].Value, typ)
	}
}

func compare(t *testing.T, at string, s *openapi3.Schema, typ reflect.Type) {
	t.Helper()
	for len(s.AllOf) == 1 && s.Type == nil {
		s = s.AllOf[0].Value
	}
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch {
	case typ == reflect.TypeFor[en16931.Decimal](), typ == reflect.TypeFor[en16931.Date](), typ == reflect.TypeFor[time.Time]():
		want(t, at, s, openapi3.TypeString)
		if date := typ == reflect.TypeFor[en16931.Date](); date != (s.Format == "date") {
			t.Errorf("%s: format %q", at, s.Format)
		}
		if number := typ == reflect.TypeFor[en16931.Decimal](); number != (s.Pattern != "") {
			t.Errorf("%s: pattern %q", at, s.Pattern)
		}
	case typ == reflect.TypeFor[[]byte]():
		want(t, at, s, openapi3.TypeString)
		if s.Format != "byte" {
			t.Errorf("%s: bytes are base64", at)
		}
	case typ.Kind() == reflect.Struct:
		compareFields(t, at, s, typ)
	case typ.Kind() == reflect.Slice, typ.Kind() == reflect.Array:
		if want(t, at, s, openapi3.TypeArray) {
			compare(t, at+"[]", s.Items.Value, typ.Elem())
		}
	case typ.Kind() == reflect.String:
		want(t, at, s, openapi3.TypeString)
	case typ.Kind() == reflect.Int:
		want(t, at, s, openapi3.TypeInteger)
	case typ.Kind() == reflect.Float64:
		want(t, at, s, openapi3.TypeNumber)
	default:
		t.Errorf("%s: nobody knows the schema of a %s", at, typ)
	}
}

func want(t *testing.T, at string, s *openapi3.Schema, typ string) bool {
	t.Helper()
	if !s.Type.Is(typ) {
		t.Errorf("%s is %v in the contract and %s in Go", at, s.Type, typ)
		return false
	}
	return true
}

func compareFields(t *testing.T, at string, s *openapi3.Schema, typ reflect.Type) {
	t.Helper()
	if !want(t, at, s, openapi3.TypeObject) {
		return
	}
	seen := map[string]bool{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		seen[name] = true
		p := s.Properties[name]
		if p == nil {
			t.Errorf("%s/%s is in Go and not in the contract", at, name)
			continue
		}
		required := false
		for _, r := range s.Required {
			required = required || r == name
		}
		if optional := strings.Contains(options, "omit"); optional == required {
			t.Errorf("%s/%s: required %t in the contract, left out when absent %t in Go", at, name, required, optional)
		}
		compare(t, at+"/"+name, p.Value, f.Type)
	}
	for name := range s.Properties {
		if !seen[name] {
			t.Errorf("%s/%s is in the contract and not in Go", at, name)
		}
	}
}
