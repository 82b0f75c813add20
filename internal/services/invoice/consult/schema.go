package consult

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// longestValue bounds the texts that the model may answer with.
const longestValue = 100

// restrict takes the contract's schema of an invoice's data down to some of its values: an object that has these and no others,
// each null where the model finds none. root is JSON Schema, with $refs into itself. Error: a pointer that the schema does not know.
func restrict(root json.RawMessage, pointers []string) (json.RawMessage, error) {
	var doc any
	if err := json.Unmarshal(root, &doc); err != nil {
		return nil, fmt.Errorf("read the schema of invoice data: %w", err)
	}
	var paths [][]string
	for _, p := range pointers {
		paths = append(paths, strings.Split(strings.TrimPrefix(p, "/"), "/"))
	}
	s, err := part(doc, doc, paths)
	if err != nil {
		return nil, err
	}
	return json.Marshal(s)
}

// part gives the part of a schema that the paths lead through.
func part(doc, schema any, paths [][]string) (map[string]any, error) {
	node, err := flatten(doc, schema)
	if err != nil {
		return nil, err
	}
	if len(paths) == 1 && len(paths[0]) == 0 {
		return leaf(node), nil
	}
	if _, err := strconv.Atoi(paths[0][0]); err == nil {
		item, err := part(doc, node["items"], rest(paths))
		return map[string]any{"type": "array", "items": item, "minItems": 1, "maxItems": 1}, err
	}
	known, ok := node["properties"].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the schema of invoice data has no members at %s", paths[0][0])
	}
	properties, names := map[string]any{}, []string{}
	for _, p := range paths {
		name := p[0]
		if slices.Contains(names, name) {
			continue
		}
		if known[name] == nil {
			return nil, fmt.Errorf("the schema of invoice data has no %s", name)
		}
		same := slices.DeleteFunc(slices.Clone(paths), func(p []string) bool { return p[0] != name })
		if properties[name], err = part(doc, known[name], rest(same)); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return map[string]any{"type": "object", "properties": properties, "required": names, "additionalProperties": false}, nil
}

func rest(paths [][]string) [][]string {
	out := make([][]string, len(paths))
	for i, p := range paths {
		out[i] = p[1:]
	}
	return out
}

// leaf is the schema of one value or null. What does not restrict a value is left out: the prompt has little room.
func leaf(node map[string]any) map[string]any {
	value := map[string]any{}
	for _, name := range []string{"type", "pattern", "format", "enum", "maxLength"} {
		if v, ok := node[name]; ok {
			value[name] = v
		}
	}
	if value["type"] == "string" && value["maxLength"] == nil && value["format"] == nil {
		value["maxLength"] = longestValue
	}
	return map[string]any{"anyOf": []any{value, map[string]any{"type": "null"}}}
}

var errSchemaDepth = errors.New("the schema of invoice data refers to itself")

// flatten follows a $ref and takes an allOf of one together with what stands beside it.
func flatten(doc, schema any) (map[string]any, error) {
	out := map[string]any{}
	for range 8 {
		node, ok := schema.(map[string]any)
		if !ok {
			return nil, errors.New("the schema of invoice data lacks a part")
		}
		for name, v := range node {
			if _, set := out[name]; !set && name != "$ref" && name != "allOf" {
				out[name] = v
			}
		}
		if all, ok := node["allOf"].([]any); ok && len(all) == 1 {
			schema = all[0]
			continue
		}
		ref, ok := node["$ref"].(string)
		if !ok {
			return out, nil
		}
		if schema = follow(doc, ref); schema == nil {
			return nil, fmt.Errorf("the schema of invoice data has no %s", ref)
		}
	}
	return nil, errSchemaDepth
}

// follow gives what a reference within the document points at; nil for nothing.
func follow(doc any, ref string) any {
	for _, name := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		node, ok := doc.(map[string]any)
		if !ok {
			return nil
		}
		doc = node[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	}
	return doc
}
