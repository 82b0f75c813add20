package pages

import (
	"bufio"
	"bytes"
	"context"
	"strconv"
	"strings"
)

// Embedded is a picture that a PDF page shows.
type Embedded struct {
	Page          int
	Width, Height int     // pixels
	PPI           float64 // of the finer direction, as it is placed on the page
	Colour        bool
}

// Points is the area it takes on the page, in square points.
func (e Embedded) Points() float64 {
	if e.PPI <= 0 {
		return 0
	}
	return float64(e.Width) / e.PPI * 72 * float64(e.Height) / e.PPI * 72
}

// Pictures lists the pictures on the pages from first to last. Errors as Text.
func (d *PDF) Pictures(ctx context.Context, first, last int) ([]Embedded, error) {
	res, err := d.run(ctx, "pdfimages", nil, "-list", "-f", strconv.Itoa(first), "-l", strconv.Itoa(last), d.path)
	if err != nil {
		return nil, err
	}
	if err := failed(res); err != nil {
		return nil, err
	}
	return parsePictures(res.Stdout), nil
}

// parsePictures reads the table of `pdfimages -list`: page num type width height color comp bpc enc interp object ID
// x-ppi y-ppi size ratio. Soft masks belong to another picture; stencils are pictures of one colour.
func parsePictures(out []byte) []Embedded {
	var got []Embedded
	sc := bufio.NewScanner(bytes.NewReader(out))
	sc.Buffer(nil, maxMarkupLine)
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		if len(f) < 15 || f[2] == "smask" || f[2] == "mask" {
			continue
		}
		var n [5]int
		ok := true
		for i, column := range []int{0, 3, 4, len(f) - 4, len(f) - 3} { // inline images have no object columns
			v, err := strconv.Atoi(f[column])
			ok = ok && err == nil && v > 0
			n[i] = v
		}
		if ok {
			got = append(got, Embedded{Page: n[0], Width: n[1], Height: n[2], PPI: float64(max(n[3], n[4])),
				Colour: f[5] != "gray" && f[2] != "stencil" && f[7] != "1"})
		}
	}
	return got
}
