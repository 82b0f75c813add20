// Package confidence turns the scores of reading into the share of values with that score that are right.
//
// It owns the fitted curves, one for each kind of field, and their use. It does not own the scores: each step gives its own.
package confidence

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/reading/evidence"
)

//go:embed calibration.json
var calibrationData []byte

// curve maps a score to the share of values with that score that are right: points of a monotone line.
type curve [][2]float64

// curves are fitted on documents with known values, one for each kind of field: pointers that begin with the key.
var curves = sync.OnceValue(func() map[string]curve {
	var c map[string]curve
	if err := json.Unmarshal(calibrationData, &c); err != nil {
		panic("embedded calibration: " + err.Error()) // a build with broken data; a test loads it
	}
	return c
})

// Calibrate turns scores into confidences. A QR code's values keep theirs.
func Calibrate(es []evidence.Evidence) {
	all := curves()
	for i := range es {
		if es[i].Source == evidence.FromQR {
			continue
		}
		if c := curveFor(all, es[i].Pointer); c != nil {
			es[i].Confidence = c.at(es[i].Confidence)
		}
	}
}

// curveFor finds the curve of a field: its own, or that of the longest beginning of its pointer.
func curveFor(all map[string]curve, pointer string) curve {
	for p := pointer; p != ""; p = p[:strings.LastIndexByte(p, '/')] {
		if c, ok := all[p]; ok {
			return c
		}
	}
	return nil
}

// at is the curve's height at a score.
func (c curve) at(score float64) float64 {
	for i, p := range c {
		if score > p[0] {
			continue
		}
		if i == 0 {
			return p[1]
		}
		q := c[i-1]
		return q[1] + (p[1]-q[1])*(score-q[0])/(p[0]-q[0])
	}
	return c[len(c)-1][1]
}
