package embed

import (
	"errors"
	"math"
)

var errNoDirection = errors.New("the model gave a vector without direction")

// Unit makes v one of length 1, in place. A vector of zeros, or with a number that is none, is an error: it would be as
// near to everything as to nothing.
func Unit(v []float32) error {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 || math.IsNaN(sum) || math.IsInf(sum, 0) {
		return errNoDirection
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) * scale)
	}
	return nil
}
