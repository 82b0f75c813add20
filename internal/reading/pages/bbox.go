package pages

import (
	"bufio"
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
)

// bboxPage is a page as pdftotext tells it: sizes and boxes in points. Width and height are those before the page's
// /Rotate, the boxes those after it.
type bboxPage struct {
	width, height float64
	lines         []bboxLine
}

type bboxLine struct{ words []bboxWord }

type bboxWord struct {
	x0, y0, x1, y1 float64
	text           string
}

// errMarkup says that the output is not what `pdftotext -bbox-layout` writes.
var errMarkup = errors.New("malformed layout markup")

// maxMarkupLine bounds one line of the markup: a word and its box.
const maxMarkupLine = 1 << 20

// readBBox reads the output of `pdftotext -bbox-layout` and hands on each page when it is complete. The markup has one
// element a line; an XML parser would cost more than pdftotext itself.
func readBBox(r io.Reader, each func(bboxPage) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 1<<16), maxMarkupLine)
	var page bboxPage
	open := false
	for sc.Scan() {
		line := strings.TrimLeft(sc.Text(), " ")
		switch {
		case strings.HasPrefix(line, "<word "):
			if w, ok := parseWord(line); ok && len(page.lines) > 0 {
				last := &page.lines[len(page.lines)-1]
				last.words = append(last.words, w)
			}
		case strings.HasPrefix(line, "<line "):
			page.lines = append(page.lines, bboxLine{})
		case strings.HasPrefix(line, "<page "):
			page, open = bboxPage{width: attribute(line, "width"), height: attribute(line, "height")}, true
			if page.width <= 0 || page.height <= 0 {
				return fmt.Errorf("read page size in %.80q: %w", line, errMarkup)
			}
		case strings.HasPrefix(line, "</page>") && open:
			open = false
			if err := each(page); err != nil {
				return err
			}
		}
	}
	return sc.Err()
}

// parseWord reads `<word xMin="1" yMin="2" xMax="3" yMax="4">text</word>`.
func parseWord(line string) (bboxWord, bool) {
	head, rest, ok := strings.Cut(line, ">")
	if !ok {
		return bboxWord{}, false
	}
	text, _, _ := strings.Cut(rest, "</word>") // a control character may have broken the line: keep what is here
	w := bboxWord{x0: attribute(head, "xMin"), y0: attribute(head, "yMin"), x1: attribute(head, "xMax"), y1: attribute(head, "yMax")}
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	w.text = text
	return w, text != ""
}

// attribute is a number of an element; 0 when it is not there or not finite.
func attribute(element, name string) float64 {
	i := strings.Index(element, name+`="`)
	if i < 0 {
		return 0
	}
	value, _, ok := strings.Cut(element[i+len(name)+2:], `"`)
	if !ok {
		return 0
	}
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	return v
}
