package gate_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gate"
)

func TestGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := gate.New(100, gate.Patience(time.Second))
		first, err := g.Enter(t.Context(), 60)
		if err != nil {
			t.Fatal(err)
		}
		_, err = g.Enter(t.Context(), 60)
		if e, ok := fault.As(err); !ok || e.Code != fault.CodeUnavailable || e.RetryAfter <= 0 {
			t.Fatalf("over the capacity: %v", err)
		}
		second, err := g.Enter(t.Context(), 40)
		if err != nil {
			t.Fatalf("what fits: %v", err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := g.Enter(gone, 60); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller that has gone: %v", err)
		}
		go func() {
			time.Sleep(time.Second / 2)
			first()
			second()
		}()
		alone, err := g.Enter(t.Context(), 1000)
		if err != nil {
			t.Fatalf("more than the capacity waits until it is alone: %v", err)
		}
		if _, err := g.Enter(t.Context(), 1); fault.CodeOf(err) != fault.CodeUnavailable {
			t.Errorf("beside it: %v", err)
		}
		alone()
		var none *gate.Gate
		if leave, err := none.Enter(t.Context(), 1<<40); err != nil {
			t.Error(err)
		} else {
			leave()
		}
	})
}

func TestWeights(t *testing.T) {
	t.Parallel()
	text := `{"note": "` + strings.Repeat("a, {b} [c] \\\" ", 1000) + `", "lines": [{}, {}]}`
	values, long, err := gate.WeighJSON(iotest.OneByteReader(strings.NewReader(text)))
	if err != nil || values != 6 || long < int64(len(text)) {
		t.Errorf("long texts: %d values, weight %d, %v", values, long, err)
	}
	many := `[` + strings.TrimSuffix(strings.Repeat(`{},`, len(text)/3), ",") + `]`
	if values, weight, err := gate.WeighJSON(strings.NewReader(many)); err != nil || values < len(text)/3 || weight < 20*long {
		t.Errorf("many values: %d, weight %d, of as many long bytes %d, %v", values, weight, long, err)
	}
	plain, err := gate.WeighXML(strings.NewReader("<a>" + strings.Repeat("x", 8000) + "</a>"))
	if err != nil {
		t.Fatal(err)
	}
	if tags, err := gate.WeighXML(strings.NewReader("<a>" + strings.Repeat("<b/>", 2000) + "</a>")); err != nil || tags < 10*plain {
		t.Errorf("many tags weigh %d, text %d, %v", tags, plain, err)
	}
}
