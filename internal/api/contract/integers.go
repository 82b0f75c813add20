package contract

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

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
