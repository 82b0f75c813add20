package contract

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Arguments is what an operation takes, as a language model's tool wants to know it: the contract's own words.
type Arguments struct {
	Description string
	Schema      json.RawMessage // JSON Schema of an object, without references
	Scopes      []string
}

// maxNesting bounds schemas that hold themselves; none that is given to a model does.
const maxNesting = 12

// ArgumentsOf gives the arguments of operations of a version of the contract by their ids: the parameters of the query, or the
// members of the JSON body, but for those named in without.
func ArgumentsOf(version []byte, without []string, ids ...string) (map[string]Arguments, error) {
	spec, err := openapi3.NewLoader().LoadFromData(version)
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	out := map[string]Arguments{}
	for _, item := range spec.Paths.Map() {
		for _, op := range item.Operations() {
			if !slices.Contains(ids, op.OperationID) {
				continue
			}
			a, err := argumentsOf(spec, op, without)
			if err != nil {
				return nil, fmt.Errorf("read arguments of %s: %w", op.OperationID, err)
			}
			out[op.OperationID] = a
		}
	}
	for _, id := range ids {
		if out[id].Schema == nil {
			return nil, fmt.Errorf("the contract has no operation %s", id)
		}
	}
	return out, nil
}

func argumentsOf(spec *openapi3.T, op *openapi3.Operation, without []string) (Arguments, error) {
	o := &Operation{ID: op.OperationID}
	if err := o.readSecurity(spec, op); err != nil {
		return Arguments{}, err
	}
	object := openapi3.NewObjectSchema()
	forbid := false
	object.AdditionalProperties.Has = &forbid
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery && !slices.Contains(without, p.Value.Name) {
			member := *p.Value.Schema.Value
			member.Description = p.Value.Description
			object.WithProperty(p.Value.Name, &member)
		}
	}
	if op.RequestBody != nil {
		if media := op.RequestBody.Value.Content.Get("application/json"); media != nil {
			object.Required = media.Schema.Value.Required
			for name, member := range media.Schema.Value.Properties {
				if !slices.Contains(without, name) {
					object.WithPropertyRef(name, member)
				}
			}
		}
	}
	plain, err := inline(openapi3.NewSchemaRef("", object), 0)
	if err != nil {
		return Arguments{}, err
	}
	b, err := json.Marshal(plain)
	return Arguments{Description: op.Summary + ". " + op.Description, Schema: b, Scopes: o.Scopes}, err
}

// inline is a schema with what it refers to in its place.
func inline(ref *openapi3.SchemaRef, depth int) (map[string]any, error) {
	if depth > maxNesting {
		return nil, fmt.Errorf("the schema holds itself")
	}
	flat := *ref.Value
	flat.Properties, flat.Items, flat.Extensions, flat.Example = nil, nil, nil, nil
	b, err := json.Marshal(&flat)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, err
	}
	if ref.Value.Items != nil {
		if out["items"], err = inline(ref.Value.Items, depth+1); err != nil {
			return nil, err
		}
	}
	if len(ref.Value.Properties) > 0 {
		members := map[string]any{}
		for name, member := range ref.Value.Properties {
			if members[name], err = inline(member, depth+1); err != nil {
				return nil, err
			}
		}
		out["properties"] = members
	}
	return out, nil
}
