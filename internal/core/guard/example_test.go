package guard_test

import (
	"context"
	"fmt"

	"github.com/docketapi/docket/internal/core/guard"
)

// A panic over one document is an error of that document.
func ExampleGet() {
	_, err := guard.Get(context.Background(), nil, func() (int, error) {
		var words []string
		return len(words[3]), nil
	})
	fmt.Println(err != nil)
	// Output: true
}
