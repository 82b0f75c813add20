package change

import "encoding/json"

// MergePatch applies a JSON merge patch (RFC 7396): objects merge, null removes, everything else, arrays too, replaces whole.
func MergePatch(target, patch []byte) ([]byte, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(patch, &members); err != nil || members == nil {
		return patch, nil //nolint:nilerr // a patch that is no object is the new value
	}
	var out map[string]json.RawMessage
	if err := json.Unmarshal(target, &out); err != nil || out == nil {
		out = map[string]json.RawMessage{}
	}
	for name, value := range members {
		if string(value) == "null" {
			delete(out, name)
			continue
		}
		merged, err := MergePatch(out[name], value)
		if err != nil {
			return nil, err
		}
		out[name] = merged
	}
	return json.Marshal(out)
}
