package ppocr

import (
	"cmp"
	"slices"

	"github.com/docketapi/docket/internal/reading/pages"
)

// voters is how many lines are asked for the direction of a page.
const voters = 7

// tall tells that a line runs down or up the page.
func (q quad) tall() bool { return q.height() >= 1.5*q.width() }

// lineOf cuts a line out so that its text runs to the right or, upside down, to the left.
func (r *Reader) lineOf(img pages.Raster, q quad) pages.Raster {
	line := crop(img, q, r.cropBuf)
	r.cropBuf = line.Pix
	if float64(line.Height) >= 1.5*float64(line.Width) {
		return turned(line, 270)
	}
	return line
}

// rotation is by how many degrees clockwise the page must be turned to stand upright. The shape of its lines tells
// upright from lying, the direction of the longest of them the rest.
func (r *Reader) rotation(img pages.Raster, boxes []box) (int, error) {
	lying := isLying(boxes)
	var lines []quad
	for _, b := range boxes {
		if b.tall() == lying {
			lines = append(lines, b.quad)
		}
	}
	slices.SortStableFunc(lines, func(a, b quad) int { return cmp.Compare(b.area(), a.area()) })
	down, n := 0.0, min(len(lines), voters)
	for _, q := range lines[:n] {
		p, err := r.classifier.upsideDown(r.lineOf(img, q))
		if err != nil {
			return 0, err
		}
		down += p / float64(n)
	}
	flip := down > 0.5
	if down > 0.25 && down < 0.85 {
		var err error
		if flip, err = r.readsBetterFlipped(img, lines[:n]); err != nil {
			return 0, err
		}
	}
	switch {
	case lying && flip:
		return 90, nil
	case lying:
		return 270, nil
	case flip:
		return 180, nil
	}
	return 0, nil
}

// isLying tells that most of the text runs down or up the page.
func isLying(boxes []box) bool {
	var tall, wide float64
	for _, b := range boxes {
		long := max(b.width(), b.height())
		if b.tall() {
			tall += long
		} else if b.width() >= 1.5*b.height() {
			wide += long
		}
	}
	return tall > wide
}

// readsBetterFlipped reads the lines in both directions, for pages whose lines do not agree.
func (r *Reader) readsBetterFlipped(img pages.Raster, lines []quad) (bool, error) {
	var up, down float64
	for _, q := range lines {
		line := r.lineOf(img, q)
		a, err := r.recognizer.read(line)
		if err != nil {
			return false, err
		}
		b, err := r.recognizer.read(turned(line, 180))
		if err != nil {
			return false, err
		}
		up += a.score * float64(len(a.symbols))
		down += b.score * float64(len(b.symbols))
	}
	return down > up, nil
}
