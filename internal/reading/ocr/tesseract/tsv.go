package tesseract

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
)

// word is a word in pixels of the prepared picture; line numbers lines from 0.
type word struct {
	line       int
	x, y, w, h float64
	confidence float64 // 0 to 1
	text       string
}

// reading is what one run of tesseract read.
type reading struct{ words []word }

// Columns of tesseract's TSV: level page block par line word left top width height conf text.
const (
	columns   = 12
	levelLine = "4"
	levelWord = "5"
)

// parseTSV reads tesseract's table. Rows that are not understood are passed over.
func parseTSV(out []byte) reading {
	var r reading
	line := -1
	for row := range bytes.Lines(out) {
		f := strings.Split(strings.TrimRight(string(row), "\r\n"), "\t")
		if len(f) < columns {
			continue
		}
		if f[0] == levelLine {
			line++
		}
		text := strings.TrimSpace(f[columns-1])
		if f[0] != levelWord || text == "" || !utf8.ValidString(text) {
			continue
		}
		w := word{line: max(0, line), text: text}
		ok := true
		for i, to := range []*float64{&w.x, &w.y, &w.w, &w.h, &w.confidence} {
			v, err := strconv.ParseFloat(f[6+i], 64)
			ok = ok && err == nil && v >= 0 && v < 1e6
			*to = v
		}
		if ok {
			w.confidence = min(1, w.confidence/100)
			r.words = append(r.words, w)
		}
	}
	return r
}

// weight is how much was read: characters by how sure they are. Doubtful ones count against it.
func (r reading) weight() float64 {
	total := 0.0
	for _, w := range r.words {
		total += (w.confidence - 0.4) * float64(utf8.RuneCountInString(w.text))
	}
	return total
}

// poor tells a reading that may be of a picture that does not stand upright.
func (r reading) poor() bool {
	var sure, all float64
	for _, w := range r.words {
		n := float64(utf8.RuneCountInString(w.text))
		sure += w.confidence * n
		all += n
	}
	return all < 40 || sure/all < 0.65
}

// text gives the words as fractions of the whole picture, which was turned already. Tesseract reads lines that run
// sideways too, where they lie; their page is turned here.
func (r reading) text(p prepared, rotation int) ocr.Text {
	out := r.lines(p, rotation)
	degrees := pages.Upright(out.Lines, p.width, p.height)
	if degrees == 0 {
		return out
	}
	out.Rotation = (out.Rotation + degrees) % 360
	for i, l := range out.Lines {
		for j := range l.Words {
			l.Words[j].Box = l.Words[j].Box.Turn(degrees)
		}
		out.Lines[i] = pages.NewLine(l.Words)
	}
	return out
}

func (r reading) lines(p prepared, rotation int) ocr.Text {
	out := ocr.Text{Rotation: rotation}
	var words []pages.Word
	for i, w := range r.words {
		words = append(words, pages.Word{Text: w.text, Box: p.box(w.x, w.y, w.w, w.h), Confidence: w.confidence})
		if i+1 == len(r.words) || r.words[i+1].line != w.line {
			out.Lines = append(out.Lines, pages.NewLine(words))
			words = nil
		}
	}
	return out
}

// parseOrientation reads the report of mode 0. A turn needs some certainty: tesseract guesses on little text.
func parseOrientation(report string) int {
	degrees, sure := 0, 0.0
	for line := range strings.Lines(report) {
		name, value, _ := strings.Cut(line, ":")
		switch value = strings.TrimSpace(value); name {
		case "Rotate":
			degrees, _ = strconv.Atoi(value) // 0 stays 0: upright
		case "Orientation confidence":
			sure, _ = strconv.ParseFloat(value, 64)
		}
	}
	if sure < 0.5 || degrees%90 != 0 {
		return 0
	}
	return ((degrees % 360) + 360) % 360
}
