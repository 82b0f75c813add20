package pages

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"github.com/docketapi/docket/internal/core/fault"
)

// codec reads one kind of picture: its header alone, and all of it.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var codecs = map[Kind]codec{
	KindPNG:  {png.DecodeConfig, png.Decode},
	KindJPEG: {jpeg.DecodeConfig, jpeg.Decode},
	KindTIFF: {tiff.DecodeConfig, tiff.Decode},
	KindWebP: {webp.DecodeConfig, webp.Decode},
	KindGIF:  {gif.DecodeConfig, gif.Decode},
	KindBMP:  {bmp.DecodeConfig, bmp.Decode},
	KindHEIF: {heifConfig, undecoded}, // ConvertHEIF makes JPEG of them
	KindAVIF: {heifConfig, undecoded},
}

// Images is a file of one or more pictures, not yet decoded.
type Images struct {
	kind   Kind
	r      io.ReaderAt
	size   int64
	limits Limits
	frames []uint32 // of a TIFF: where its directories are
	meta   imageMeta
}

// OpenImages reads the header of a picture file. Errors: image_damaged, image_too_large by the size that the header
// declares, too_many_pages, unsupported_format.
func OpenImages(kind Kind, r io.ReaderAt, size int64, limits Limits) (*Images, error) {
	if _, ok := codecs[kind]; !ok {
		return nil, fault.New(fault.CodeUnsupportedFormat, "The file is no picture.")
	}
	f := &Images{kind: kind, r: r, size: size, limits: limits.OrDefaults()}
	if kind == KindTIFF {
		frames, err := tiffDirectories(r, size, f.limits.Pages)
		if err != nil {
			return nil, err
		}
		f.frames = frames
	} else {
		f.meta = readMeta(kind, r, size)
	}
	for n := 1; n <= f.Len(); n++ {
		if err := f.check(n); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Len is how many pictures the file has: more than one in a TIFF only.
func (f *Images) Len() int { return max(1, len(f.frames)) }

// Decode gives picture n, from 1, upright by its EXIF orientation. Very large pictures come smaller: text recognition
// looks at less anyway. Errors: image_damaged, not_found.
func (f *Images) Decode(n int) (img Raster, err error) {
	if n < 1 || n > f.Len() {
		return Raster{}, fault.New(fault.CodeNotFound, "The document has no page %d.", n)
	}
	defer func() {
		if p := recover(); p != nil { // a decoder's mistake about hostile bytes ends this picture only
			err = f.damaged(fmt.Errorf("decoder panicked: %v", p))
		}
	}()
	decoded, err := codecs[f.kind].decode(f.reader(n))
	if err != nil {
		return Raster{}, f.damaged(err)
	}
	meta := f.meta
	if f.kind == KindTIFF {
		meta = tiffMeta(f.r, f.size, f.frames[n-1])
	}
	b := decoded.Bounds()
	shrink := max(1, max(b.Dx(), b.Dy())/maxSide)
	img = toRaster(decoded).Shrink(shrink)
	img.DPI = meta.dpi / float64(shrink)
	return img.orient(meta.orientation), nil
}

// maxSide is the longer side above which a picture is halved, or more.
const maxSide = 4000

// check looks at the header of picture n.
func (f *Images) check(n int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = f.damaged(fmt.Errorf("decoder panicked: %v", p))
		}
	}()
	c, err := codecs[f.kind].config(f.reader(n))
	if err != nil {
		return f.damaged(err)
	}
	if c.Width <= 0 || c.Height <= 0 {
		return f.damaged(errors.New("no pixels"))
	}
	pixels := int64(c.Width) * int64(c.Height)
	if pixels > f.limits.Pixels || pixels*pixelBytes(c.ColorModel) > maxDecoded {
		return fault.New(fault.CodeImageTooLarge, "The picture is %d x %d pixels; at most %d million are read.", c.Width, c.Height, f.limits.Pixels/1e6)
	}
	return nil
}

// maxDecoded bounds the memory of one decoded picture, in bytes.
const maxDecoded = 512 << 20

// pixelBytes is what the decoders spend on a pixel.
func pixelBytes(m color.Model) int64 {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	return 4
}

func (f *Images) damaged(err error) error {
	var unsupported tiff.UnsupportedError
	if errors.As(err, &unsupported) {
		return fault.Wrap(err, fault.CodeUnsupportedFormat, "This kind of %s is not supported.", f.kind)
	}
	return fault.Wrap(err, fault.CodeImageDamaged, "The picture cannot be decoded: it is damaged or cut off.")
}

// reader reads the file from its start; for a later TIFF picture with a header that points at its directory.
func (f *Images) reader(n int) io.Reader {
	whole := io.NewSectionReader(f.r, 0, f.size)
	if f.kind != KindTIFF {
		return whole
	}
	return newPatched(f.r, f.size, f.frames[n-1])
}
