package pages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"strconv"

	"github.com/docketapi/docket/internal/core/fault"
)

// RenderOptions say how a page becomes a picture.
type RenderOptions struct {
	Page     int
	DPI      float64
	Width    int // pixels of the picture, before Rotation; with Height, in place of DPI
	Height   int
	Grey     bool
	Rotation int // degrees clockwise, beyond what the PDF asks for: Page.Rotation
}

// Render draws one page. Errors: not_found without such a page, image_too_large, and as Text.
func (d *PDF) Render(ctx context.Context, opt RenderOptions) (Raster, error) {
	n := strconv.Itoa(opt.Page)
	args := []string{"-f", n, "-l", n, "-r", strconv.FormatFloat(opt.DPI, 'f', 2, 64), "-cropbox"}
	if opt.Width > 0 && opt.Height > 0 {
		args = append(args, "-scale-to-x", strconv.Itoa(opt.Width), "-scale-to-y", strconv.Itoa(opt.Height))
	}
	if opt.Grey {
		args = append(args, "-gray")
	}
	res, err := d.run(ctx, "pdftoppm", nil, append(args, d.path)...)
	switch {
	case fault.CodeOf(err) == fault.CodeReadOutput, fault.CodeOf(err) == fault.CodeReadMemory:
		return Raster{}, fault.Wrap(err, fault.CodeImageTooLarge, "Page %d is too large to be drawn at %.0f dpi.", opt.Page, opt.DPI)
	case err != nil:
		return Raster{}, err
	case res.ExitCode == 99:
		return Raster{}, fault.New(fault.CodeNotFound, "The document has no page %d.", opt.Page)
	}
	if err := failed(res); err != nil {
		return Raster{}, err
	}
	img, err := parsePNM(res.Stdout)
	if err != nil {
		return Raster{}, fault.Wrap(err, fault.CodePDFDamaged, "Page %d cannot be drawn.", opt.Page)
	}
	if img.Width*img.Height == 1 { // what pdftoppm gives instead of a picture it has no memory for
		return Raster{}, fault.New(fault.CodeImageTooLarge, "Page %d is too large to be drawn at %.0f dpi.", opt.Page, opt.DPI)
	}
	img.DPI = opt.DPI
	return img.Turn(opt.Rotation), nil
}

// errPNM says that bytes are no portable anymap of ours.
var errPNM = errors.New("malformed PNM")

// parsePNM reads a binary PBM, or PGM or PPM of 8 bits, without comments, as poppler writes them. Pixels of 8 bits stay in
// data.
func parsePNM(data []byte) (Raster, error) {
	if len(data) < 3 || data[0] != 'P' || data[1] < '4' || data[1] > '6' {
		return Raster{}, fmt.Errorf("read signature: %w", errPNM)
	}
	img := Raster{Channels: 1}
	if data[1] == '6' {
		img.Channels = 3
	}
	rest := data[2:]
	depth := 255
	header := []*int{&img.Width, &img.Height, &depth}
	if data[1] == '4' {
		header = header[:2]
	}
	for _, v := range header {
		rest = bytes.TrimLeft(rest, " \n\r\t")
		i := bytes.IndexAny(rest, " \n\r\t")
		if i <= 0 || i > 9 {
			return Raster{}, fmt.Errorf("read header: %w", errPNM)
		}
		n, err := strconv.Atoi(string(rest[:i]))
		if err != nil || n <= 0 {
			return Raster{}, fmt.Errorf("read header: %w", errPNM)
		}
		*v, rest = n, rest[i:]
	}
	need := img.Width * img.Height * img.Channels
	if data[1] == '4' {
		need = (img.Width + 7) / 8 * img.Height
	}
	if depth != 255 || img.Width > math.MaxInt32 || img.Height > math.MaxInt32 || len(rest) < need+1 {
		return Raster{}, fmt.Errorf("read pixels: %w", errPNM)
	}
	img.Pix = rest[1 : need+1]
	if data[1] == '4' {
		img.Pix = unpackBits(img.Pix, img.Width, img.Height)
	}
	return img, nil
}

// unpackBits makes bytes of the bits of a PBM, whose 1 is black; rows begin at a byte.
func unpackBits(bits []byte, width, height int) []byte {
	out := make([]byte, width*height)
	stride := (width + 7) / 8
	for y := range height {
		for x := range width {
			if bits[y*stride+x/8]>>(7-x%8)&1 == 0 {
				out[y*width+x] = 255
			}
		}
	}
	return out
}

// PNG encodes the picture, for speed rather than size.
func (r Raster) PNG() ([]byte, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, r.Image()); err != nil {
		return nil, fmt.Errorf("encode PNG: %w", err)
	}
	return b.Bytes(), nil
}

// Image is the picture as the standard library's type; a grey one shares its pixels.
func (r Raster) Image() image.Image {
	rect := image.Rect(0, 0, r.Width, r.Height)
	if r.Channels == 1 {
		return &image.Gray{Pix: r.Pix, Stride: r.Width, Rect: rect}
	}
	img := image.NewRGBA(rect)
	for i, o := 0, 0; i+3 <= len(r.Pix) && o+4 <= len(img.Pix); i, o = i+3, o+4 {
		img.Pix[o], img.Pix[o+1], img.Pix[o+2], img.Pix[o+3] = r.Pix[i], r.Pix[i+1], r.Pix[i+2], 255
	}
	return img
}
