package gate_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/docketapi/docket/internal/core/gate"
)

// Heavy work enters with its weight and leaves when it is done; what does not fit waits for its turn.
func ExampleGate_Enter() {
	g := gate.New(10)
	leave, err := g.Enter(context.Background(), 8)
	fmt.Println(err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err = g.Enter(ctx, 4)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))
	leave()
	leave, err = g.Enter(context.Background(), 4)
	fmt.Println(err)
	leave()
	// Output:
	// <nil>
	// true
	// <nil>
}
