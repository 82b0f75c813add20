package gather_test

import (
	"context"
	"fmt"

	"github.com/docketapi/docket/internal/core/gather"
)

// Calls that come while others are served are served together, at most 100 at once: one round trip for many.
func ExampleGroup() {
	squares := gather.New(100, func(_ context.Context, group []int) ([]gather.Outcome[int], error) {
		out := make([]gather.Outcome[int], len(group))
		for i, n := range group {
			out[i].Value = n * n
		}
		return out, nil
	})
	n, err := squares.Do(context.Background(), 12)
	fmt.Println(n, err)
	// Output: 144 <nil>
}
