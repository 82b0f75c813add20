package ppocr

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/docketapi/docket/internal/core/onnx"
	"github.com/docketapi/docket/internal/reading/pages"
)

// What the recogniser is given.
const (
	lineHeight   = 48
	stepWidth    = 8    // pixels of one step of its output
	widthStep    = 32   // widths are multiples of it
	maxLineWidth = 8192 // a longer line is squeezed
)

// recognizer spells lines.
type recognizer struct {
	session  *onnx.Session
	alphabet []string // class -> text; 0 is blank, the last a space
	minWidth int
	scaler   scaler
	in, out  []float32
}

// spelled is a recognised line.
type spelled struct {
	symbols []symbol
	width   int     // of the line at lineHeight, in pixels
	score   float64 // mean probability of the symbols, 0 without any
	ink     []bool  // columns of the line that hold ink
}

func newRecognizer(s *onnx.Session, minWidth int) (*recognizer, error) {
	list, ok, err := s.Metadata("character")
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errors.New("the recognition model names no characters")
	}
	alphabet := append([]string{""}, strings.Split(strings.TrimSuffix(list, "\n"), "\n")...)
	return &recognizer{session: s, alphabet: append(alphabet, " "), minWidth: minWidth}, nil
}

// read spells one line, given upright.
func (r *recognizer) read(line pages.Raster) (spelled, error) {
	w := min(int(math.Ceil(lineHeight*float64(line.Width)/float64(line.Height))), maxLineWidth)
	full := max((w+widthStep-1)/widthStep*widthStep, r.minWidth)
	steps, classes := full/stepWidth, len(r.alphabet)
	r.in, r.out = sized(r.in, channels*lineHeight*full), sized(r.out, steps*classes)
	clear(r.in)
	r.scaler.tensor(r.in, line, w, lineHeight, full)
	in := []onnx.Tensor{{Shape: []int64{1, channels, lineHeight, int64(full)}, F32: r.in}}
	out := []onnx.Tensor{{Shape: []int64{1, int64(steps), int64(classes)}, F32: r.out}}
	if err := r.session.Run(in, out); err != nil {
		return spelled{}, fmt.Errorf("read a line of %d pixels: %w", w, err)
	}
	s := spelled{symbols: decode(r.out, steps, r.alphabet, nil), width: w}
	for _, c := range s.symbols {
		s.score += float64(c.prob) / float64(len(s.symbols))
	}
	s.ink = inkColumns(r.in[channels/2*lineHeight*full:], w, full)
	return s, nil
}

// inkColumns tells which columns of a line's plane (w used of stride, lineHeight rows) hold ink: those whose contrast
// is a good part of the line's. The margins above and below belong to the neighbours.
func inkColumns(plane []float32, w, stride int) []bool {
	const margin = 7
	lo, hi := make([]float32, w), make([]float32, w)
	copy(lo, plane[margin*stride:])
	copy(hi, lo)
	for y := margin + 1; y < lineHeight-margin; y++ {
		for x, v := range plane[y*stride:][:w] {
			lo[x], hi[x] = min(lo[x], v), max(hi[x], v)
		}
	}
	var most float32
	for x := range lo {
		hi[x] -= lo[x]
		most = max(most, hi[x])
	}
	ink := make([]bool, w)
	for x := range ink {
		ink[x] = hi[x] > most*0.35
	}
	return ink
}
