package models

import "math/rand/v2"

// seedCount is how many inputs a fuzz test begins with.
const seedCount = 24

// Seeds are inputs to begin with, the same ones always: of bytes without order, long enough for several full pages.
func Seeds() [][]byte {
	r := rand.New(rand.NewPCG(1, 2)) // inputs of tests: the same ones each time
	out := [][]byte{{}}
	for range seedCount {
		seed := make([]byte, 60+r.IntN(300))
		for i := range seed {
			seed[i] = byte(r.IntN(256))
		}
		out = append(out, seed)
	}
	return out
}
