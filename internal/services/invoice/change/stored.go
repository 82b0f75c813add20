package change

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// StoredList is Stored of a list; one that is nil is empty.
func StoredList[T any](list []T) ([]byte, error) {
	if list == nil {
		list = []T{}
	}
	return Stored(list)
}

// Stored is JSON that jsonb can hold: without the character NUL, which a damaged text layer may have.
func Stored(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write invoice data: %w", err)
	}
	if !bytes.Contains(b, nul) {
		return b, nil
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch {
		case bytes.HasPrefix(b[i:], nul):
			i += len(nul) - 1
		case b[i] == '\\' && i+1 < len(b):
			out = append(out, b[i], b[i+1])
			i++
		default:
			out = append(out, b[i])
		}
	}
	return out, nil
}

var nul = []byte(`\u0000`)

// Decoded is JSON with the digits of its numbers.
func Decoded(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, fmt.Errorf("read invoice data: %w", err)
	}
	return value, nil
}
