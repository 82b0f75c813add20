package contract

import (
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
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
	_, err := check(s.schema, value, false)
	return err
}
