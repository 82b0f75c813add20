package app

import (
	"encoding/json"
	"fmt"

	"github.com/docketapi/docket/gen/api/common"
)

// schemaOf is one of the contract's shared schemas as JSON Schema, with those that it refers to beside it: services and
// language models get the contract's own words.
func schemaOf(name string) (json.RawMessage, error) {
	raw, err := common.GetSpecJSON()
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	var spec struct {
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(raw, &spec); err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	if spec.Components.Schemas[name] == nil {
		return nil, fmt.Errorf("the contract has no schema %s", name)
	}
	return json.Marshal(map[string]any{
		"$ref":       "#/components/schemas/" + name,
		"components": map[string]any{"schemas": spec.Components.Schemas},
	})
}
