package pages

import (
	"image"
	"image/color"
	"image/draw"
)

// toRaster copies an image's pixels. Transparency becomes white paper.
func toRaster(img image.Image) Raster {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	switch m := img.(type) {
	case *image.Gray:
		out := Raster{Width: w, Height: h, Channels: 1, Pix: make([]byte, w*h)}
		for y := range h {
			copy(out.Pix[y*w:(y+1)*w], m.Pix[y*m.Stride:])
		}
		return out
	case *image.YCbCr:
		return fromYCbCr(m)
	}
	out := Raster{Width: w, Height: h, Channels: 3, Pix: make([]byte, w*h*3)}
	// A strip at a time: a copy of the whole in RGBA would double the memory.
	const strip = 64
	buf := image.NewRGBA(image.Rect(0, 0, w, min(h, strip)))
	for y := 0; y < h; y += strip {
		draw.Draw(buf, buf.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(buf, buf.Rect, img, image.Pt(b.Min.X, b.Min.Y+y), draw.Over)
		for i, o := 0, y*w*3; i < len(buf.Pix) && o < len(out.Pix); i, o = i+4, o+3 {
			out.Pix[o], out.Pix[o+1], out.Pix[o+2] = buf.Pix[i], buf.Pix[i+1], buf.Pix[i+2]
		}
	}
	return out
}

func fromYCbCr(m *image.YCbCr) Raster {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := Raster{Width: w, Height: h, Channels: 3, Pix: make([]byte, w*h*3)}
	o := 0
	for y := range h {
		for x := range w {
			yi, ci := m.YOffset(m.Rect.Min.X+x, m.Rect.Min.Y+y), m.COffset(m.Rect.Min.X+x, m.Rect.Min.Y+y)
			out.Pix[o], out.Pix[o+1], out.Pix[o+2] = color.YCbCrToRGB(m.Y[yi], m.Cb[ci], m.Cr[ci])
			o += 3
		}
	}
	return out
}

// orient applies an EXIF orientation (EXIF 2.32, tag 274): 1 to 8; anything else is upright.
func (r Raster) orient(o int) Raster {
	switch o {
	case 2:
		return r.mirror()
	case 3:
		return r.Turn(180)
	case 4:
		return r.mirror().Turn(180)
	case 5:
		return r.mirror().Turn(270)
	case 6:
		return r.Turn(90)
	case 7:
		return r.mirror().Turn(90)
	case 8:
		return r.Turn(270)
	}
	return r
}
