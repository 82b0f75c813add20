package local

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A request is the text, an answer the vector's numbers, little endian. One text a request: a question waits for no
// batch, and a run with several texts would give each another vector (the model's int8 scale spans all of a run).

func encodeVector(v []float32) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func decodeVector(b []byte) ([]float32, error) {
	if len(b) != 4*Dimensions {
		return nil, fmt.Errorf("the helper answered %d bytes, want %d", len(b), 4*Dimensions)
	}
	v := make([]float32, Dimensions)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v, nil
}
