package testkit

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/tiff"
)

// Picture is pixels, row by row: 1 channel grey or 3 red, green, blue.
type Picture struct {
	Width, Height, Channels int
	Pix                     []byte
}

// PictureText is a run of text on a picture; x and y of its baseline and its size are pixels.
type PictureText struct {
	X, Y, Size float64
	S          string
}

// Draw is a grey picture of texts in black on white.
func Draw(width, height int, texts ...PictureText) Picture {
	img := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font is part of the library
	}
	for _, t := range texts {
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: t.Size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			panic(err) // a size that is no number: a mistake in the test
		}
		d := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{Y: 0}), Face: face,
			Dot: fixed.Point26_6{X: fixed.Int26_6(t.X * 64), Y: fixed.Int26_6(t.Y * 64)}}
		d.DrawString(t.S)
	}
	return Picture{Width: width, Height: height, Channels: 1, Pix: img.Pix}
}

// DrawLines is a page of A4 proportions, 1240 pixels wide (150 dpi), with a line of text every 40 pixels.
func DrawLines(lines ...string) Picture {
	var texts []PictureText
	for i, s := range lines {
		texts = append(texts, PictureText{X: 110, Y: 150 + 40*float64(i), Size: 24, S: s})
	}
	return Draw(1240, 1754, texts...)
}

// Turned is the picture turned clockwise by a multiple of 90 degrees.
func (p Picture) Turned(degrees int) Picture {
	out := p
	for range degrees / 90 {
		out = out.quarter()
	}
	return out
}

func (p Picture) quarter() Picture {
	out := Picture{Width: p.Height, Height: p.Width, Channels: p.Channels, Pix: make([]byte, len(p.Pix))}
	for y := range p.Height {
		for x := range p.Width {
			from, to := (y*p.Width+x)*p.Channels, (x*out.Width+p.Height-1-y)*p.Channels
			copy(out.Pix[to:to+p.Channels], p.Pix[from:from+p.Channels])
		}
	}
	return out
}

// Image is the picture as the standard library's type.
func (p Picture) Image() image.Image {
	if p.Channels == 1 {
		return &image.Gray{Pix: p.Pix, Stride: p.Width, Rect: image.Rect(0, 0, p.Width, p.Height)}
	}
	img := image.NewRGBA(image.Rect(0, 0, p.Width, p.Height))
	for i := range p.Width * p.Height {
		copy(img.Pix[i*4:], p.Pix[i*3:i*3+3])
		img.Pix[i*4+3] = 255
	}
	return img
}

// PNG is the picture as a PNG file.
func (p Picture) PNG() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, p.Image()); err != nil {
		panic(err) // to memory
	}
	return b.Bytes()
}

// JPEG is the picture as a JPEG file.
func (p Picture) JPEG() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p.Image(), &jpeg.Options{Quality: 90}); err != nil {
		panic(err) // to memory
	}
	return b.Bytes()
}

// TIFF is the picture as a TIFF file of one page.
func (p Picture) TIFF() []byte {
	var b bytes.Buffer
	if err := tiff.Encode(&b, p.Image(), &tiff.Options{Compression: tiff.Deflate}); err != nil {
		panic(err) // to memory
	}
	return b.Bytes()
}

// MultiTIFF is a TIFF file with a page for each picture, uncompressed.
func MultiTIFF(pictures ...Picture) []byte {
	le := binary.LittleEndian
	out := []byte("II*\x00\x00\x00\x00\x00")
	link := 4 // where the offset of the next directory goes
	for _, p := range pictures {
		pixels := len(out)
		out = append(out, p.Pix...)
		if len(out)%2 != 0 {
			out = append(out, 0)
		}
		le.PutUint32(out[link:], uint32(len(out)))
		tags := [][3]int{{256, 4, p.Width}, {257, 4, p.Height}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, pixels},
			{277, 3, p.Channels}, {278, 4, p.Height}, {279, 4, len(p.Pix)}}
		out = le.AppendUint16(out, uint16(len(tags)))
		for _, t := range tags {
			out = le.AppendUint16(le.AppendUint16(out, uint16(t[0])), uint16(t[1]))
			out = le.AppendUint32(le.AppendUint32(out, 1), uint32(t[2]))
		}
		link = len(out)
		out = append(out, 0, 0, 0, 0)
	}
	return out
}
