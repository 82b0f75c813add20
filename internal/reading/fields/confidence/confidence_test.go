package confidence

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
)

// A higher score never means less confidence, and no confidence claims certainty.
func TestCurvesRise(t *testing.T) {
	t.Parallel()
	for field, c := range curves() {
		last := 0.0
		for score := 0.0; score <= 1.0; score += 0.01 {
			got := c.at(score)
			if got < last || got <= 0 || got >= 1 {
				t.Errorf("%s: %.3f at %.2f, %.3f before", field, got, score, last)
			}
			last = got
		}
	}
}

func TestACurveRunsStraightBetweenItsPoints(t *testing.T) {
	t.Parallel()
	c := curve{{0.2, 0.4}, {0.6, 0.8}}
	for score, want := range map[float64]float64{0: 0.4, 0.2: 0.4, 0.4: 0.6, 0.6: 0.8, 1: 0.8} {
		if got := c.at(score); got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%.2f gives %.3f, want %.3f", score, got, want)
		}
	}
}

// A field goes by the curve of the longest beginning of its pointer; a payment code's values and fields without one keep theirs.
func TestCalibrate(t *testing.T) {
	t.Parallel()
	es := []evidence.Evidence{
		{Pointer: "/totals/gross", Confidence: 0},
		{Pointer: "/totals/gross", Confidence: 0.5, Source: evidence.FromQR},
		{Pointer: "/lines/0/name", Confidence: 0.5},
	}
	Calibrate(es)
	if es[0].Confidence != curves()["/totals"].at(0) || es[1].Confidence != 0.5 || es[2].Confidence != 0.5 {
		t.Errorf("have %v, %v, %v", es[0].Confidence, es[1].Confidence, es[2].Confidence)
	}
}
