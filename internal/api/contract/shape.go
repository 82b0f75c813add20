package contract

import (
	"fmt"
	"strconv"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/internal/core/fault"
)

// Shape is one schema of the contract, for values that come together from a request and from what is stored.
type Shape struct{ schema *openapi3.Schema }

// NewShape finds a schema by its name.
func NewShape(spec *openapi3.T, name string) (Shape, error) {
	ref := spec.Components.Schemas[name]
	if ref == nil || ref.Value == nil {
		return Shape{}, fmt.Errorf("find schema: the contract has no %s", name)
	}
	return Shape{ref.Value}, nil
}

// Check refuses a decoded JSON value that is not as the schema says, with pointers into the value.
func (s Shape) Check(value any) error {
	if err := s.schema.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors()); err != nil {
		return schemaProblem(err)
	}
	return checkTimes(s.schema, value)
}

// checkTimes refuses days that no calendar has: the validator's patterns take the 31st of every month.
func checkTimes(s *openapi3.Schema, value any) error {
	problem := fault.New(fault.CodeValidation, "the body is not as the contract says")
	findTimes(s, "", value, problem)
	if len(problem.Details) > 0 {
		return problem
	}
	return nil
}

// layouts are the formats of the contract that are times to Go.
var layouts = map[string]string{"date": time.DateOnly, "date-time": time.RFC3339}

func findTimes(s *openapi3.Schema, at string, value any, problem *fault.Error) {
	for len(s.AllOf) == 1 && s.Type == nil {
		s = s.AllOf[0].Value
	}
	switch v := value.(type) {
	case string:
		layout, is := layouts[s.Format]
		if !is || len(problem.Details) >= maxDetails {
			return
		}
		if t, err := time.Parse(layout, v); err != nil || t.Year() < 1 {
			problem.At(clip(at), "is not a day of the calendar")
		}
	case []any:
		for i, item := range v {
			if s.Items != nil {
				findTimes(s.Items.Value, at+"/"+strconv.Itoa(i), item, problem)
			}
		}
	case map[string]any:
		for name, member := range v {
			if p := s.Properties[name]; p != nil {
				findTimes(p.Value, at+"/"+escape(name), member, problem)
			}
		}
	}
}
