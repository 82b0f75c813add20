package pdfa

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

const (
	// lossless is the share of its bytes up to which a picture is kept as it is: drawn pages stay far below, photographs
	// far above, and those lose nothing that is seen as JPEG.
	lossless    = 0.15
	jpegQuality = 88
)

// picture writes a picture and gives its object.
func (d *pdf) picture(img image.Image) (int, error) {
	size := img.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 {
		return 0, errors.New("the picture has no pixels")
	}
	space, channels := "DeviceRGB", 3
	if _, grey := img.(*image.Gray); grey {
		space, channels = "DeviceGray", 1
	}
	data, filter, err := pack(img, channels)
	if err != nil {
		return 0, err
	}
	return d.stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /%s",
		size.X, size.Y, space, filter), data, false), nil
}

// pack compresses a picture without loss, or as a JPEG where that would take too many bytes.
func pack(img image.Image, channels int) (data []byte, filter string, err error) {
	size := img.Bounds().Size()
	most := int(lossless * float64(size.X*size.Y*channels))
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	row := image.NewRGBA(image.Rect(0, 0, size.X, 1))
	for y := 0; y < size.Y && b.Len() <= most+1<<12; y++ {
		if _, err := z.Write(rowOf(img, y, row)); err != nil {
			return nil, "", fmt.Errorf("compress picture: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, "", fmt.Errorf("compress picture: %w", err)
	}
	if b.Len() <= most+1<<12 {
		return b.Bytes(), "FlateDecode", nil
	}
	b.Reset()
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, "", fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), "DCTDecode", nil
}

// rowOf is a row of pixels: grey as it is, everything else as red, green and blue. It works in scratch.
func rowOf(img image.Image, y int, scratch *image.RGBA) []byte {
	b := img.Bounds()
	if g, ok := img.(*image.Gray); ok {
		at := g.PixOffset(b.Min.X, b.Min.Y+y)
		return g.Pix[at : at+b.Dx()]
	}
	draw.Draw(scratch, scratch.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(scratch, scratch.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
	out := scratch.Pix[:0] // three bytes are taken for each four: what is overwritten has been read
	for i := 0; i < b.Dx()*4; i += 4 {
		out = append(out, scratch.Pix[i], scratch.Pix[i+1], scratch.Pix[i+2])
	}
	return out
}
