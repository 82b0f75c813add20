package contract

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// integers writes the integers of a checked value as Go's decoder takes them: to a schema 5.0 and 5e0 are integers too.
func integers(s *openapi3.Schema, value any) any {
	for len(s.AllOf) == 1 && s.Type == nil {
		s = s.AllOf[0].Value
	}
	switch v := value.(type) {
	case json.Number:
		if s.Type.Is(openapi3.TypeInteger) {
			return whole(v)
		}
	case []any:
		for i, item := range v {
			if s.Items != nil {
				v[i] = integers(s.Items.Value, item)
			}
		}
	case map[string]any:
		for name, member := range v {
			if p := s.Properties[name]; p != nil {
				v[name] = integers(p.Value, member)
			}
		}
	}
	return value
}

// maxExact is the greatest integer below which a float64 holds every integer.
const maxExact = 1 << 53

// whole writes an integer as one: a schema takes 5.0 and 5e0 for integers, and Go's decoder does not.
func whole(n json.Number) json.Number {
	if !strings.ContainsAny(string(n), ".eE") {
		return n
	}
	f, err := n.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= maxExact {
		return n
	}
	return json.Number(strconv.FormatInt(int64(f), 10))
}
