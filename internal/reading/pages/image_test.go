package pages_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/gif"
	"strings"
	"testing"

	"golang.org/x/image/bmp"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func openImages(t *testing.T, data []byte) *pages.Images {
	t.Helper()
	f, err := pages.OpenImages(pages.Sniff(data), bytes.NewReader(data), int64(len(data)), pages.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func decodeImage(t *testing.T, data []byte, n int) pages.Raster {
	t.Helper()
	img, err := openImages(t, data).Decode(n)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// corner is a small white picture with a black square in one corner: upper left.
func corner() testkit.Picture {
	p := testkit.Draw(60, 40)
	for y := range 10 {
		for x := range 10 {
			p.Pix[y*60+x] = 0
		}
	}
	return p
}

func darkAt(r pages.Raster, x, y int) bool { return r.Pix[(y*r.Width+x)*r.Channels] < 100 }

func TestDecodeReadsEveryFormat(t *testing.T) {
	t.Parallel()
	var g, b bytes.Buffer
	if err := gif.Encode(&g, corner().Image(), nil); err != nil {
		t.Fatal(err)
	}
	if err := bmp.Encode(&b, corner().Image()); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"png": corner().PNG(), "jpeg": corner().JPEG(), "tiff": corner().TIFF(), "gif": g.Bytes(), "bmp": b.Bytes()} {
		if got := string(pages.Sniff(data)); got != name {
			t.Errorf("%s is taken for %q", name, got)
		}
		img := decodeImage(t, data, 1)
		if img.Width != 60 || img.Height != 40 || !darkAt(img, 3, 3) || darkAt(img, 50, 30) {
			t.Errorf("%s: %d x %d", name, img.Width, img.Height)
		}
	}
}

func TestDecodeAppliesExifOrientation(t *testing.T) {
	t.Parallel()
	// Where the upper left corner of the stored picture stands in the upright one: x and y as 0 or 1.
	want := map[int][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for o, at := range want {
		img := decodeImage(t, withExif(corner().JPEG(), o), 1)
		if wide := img.Width > img.Height; wide != (o < 5) {
			t.Errorf("orientation %d: %d x %d", o, img.Width, img.Height)
		}
		x, y := 3+at[0]*(img.Width-7), 3+at[1]*(img.Height-7)
		if !darkAt(img, x, y) {
			t.Errorf("orientation %d: the corner is not at %d, %d", o, x, y)
		}
		if img.DPI != 300 {
			t.Errorf("orientation %d: %v dpi, want 300", o, img.DPI)
		}
	}
}

// withExif puts an Exif segment with orientation and 300 dpi behind the start of a JPEG.
func withExif(jpeg []byte, orientation int) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x03")
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0)
	tiff = append(tiff, 0x01, 0x1a, 0, 5, 0, 0, 0, 1, 0, 0, 0, 50)
	tiff = append(tiff, 0x01, 0x28, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0, 1, 0x2c, 0, 0, 0, 1)
	seg := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(seg)+2))...)
	return append(append(out, seg...), jpeg[2:]...)
}

func TestDecodeReadsEveryPageOfATIFF(t *testing.T) {
	t.Parallel()
	data := testkit.MultiTIFF(testkit.Draw(30, 20), corner(), testkit.Draw(10, 50))
	f := openImages(t, data)
	if f.Len() != 3 {
		t.Fatalf("%d pictures, want 3", f.Len())
	}
	for n, size := range map[int]image.Point{1: {X: 30, Y: 20}, 2: {X: 60, Y: 40}, 3: {X: 10, Y: 50}} {
		img, err := f.Decode(n)
		if err != nil || img.Width != size.X || img.Height != size.Y {
			t.Errorf("picture %d: %d x %d, %v", n, img.Width, img.Height, err)
		}
	}
	if _, err := f.Decode(4); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("picture 4: %v", err)
	}
}

// bomb is a PNG whose header declares a size that its data never fill.
func bomb(width, height uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	head = binary.BigEndian.AppendUint32(head, height)
	head = append(head, 1, 0, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func TestOpenImagesRefuses(t *testing.T) {
	t.Parallel()
	jpeg := corner().JPEG()
	for name, c := range map[string]struct {
		data []byte
		code fault.Code
	}{
		"bomb":        {bomb(50000, 50000), fault.CodeImageTooLarge},
		"no pixels":   {bomb(0, 10), fault.CodeImageDamaged},
		"no header":   {[]byte("\x89PNG\r\n\x1a\n"), fault.CodeImageDamaged},
		"cut tiff":    {corner().TIFF()[:20], fault.CodeImageDamaged},
		"no picture":  {[]byte("hello"), fault.CodeUnsupportedFormat},
		"cut in data": {jpeg[:len(jpeg)/2], fault.CodeImageDamaged},
	} {
		f, err := pages.OpenImages(pages.Sniff(c.data), bytes.NewReader(c.data), int64(len(c.data)), pages.Limits{})
		if err == nil {
			_, err = f.Decode(1)
		}
		if fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestSniffGoesByBytes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		head string
		want pages.Kind
	}{
		{"%PDF-1.4\n", pages.KindPDF}, {"rubbish\n%PDF-1.4\n", pages.KindPDF},
		{"\xef\xbb\xbf<?xml version='1.0'?><a/>", pages.KindXML}, {"  <Invoice/>", pages.KindXML},
		{"\xff\xfe<\x00a\x00/\x00>\x00", pages.KindXML}, {"\x00<\x00a\x00/\x00>", pages.KindXML},
		{"Dear Sir, < 3", pages.KindText}, {"Grüße", pages.KindText}, {strings.Repeat("\x00", 100), pages.KindUnknown},
		{"RIFF\x00\x00\x00\x00WEBPVP8 ", pages.KindWebP}, {"\xff\xd8\xff\xe0", pages.KindJPEG}, {"", pages.KindUnknown},
	} {
		if got := pages.Sniff([]byte(c.head)); got != c.want {
			t.Errorf("%.20q is %q, want %q", c.head, got, c.want)
		}
	}
}

func FuzzImages(f *testing.F) {
	f.Add(corner().PNG())
	f.Add(withExif(corner().JPEG(), 6))
	f.Add(testkit.MultiTIFF(corner(), corner()))
	f.Add(bomb(50000, 50000))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind := pages.Sniff(data)
		file, err := pages.OpenImages(kind, bytes.NewReader(data), int64(len(data)), pages.Limits{Pixels: 1e6, Pages: 3})
		if err != nil {
			return
		}
		img, err := file.Decode(1)
		if err == nil && len(img.Pix) != img.Width*img.Height*img.Channels {
			t.Fatalf("%d bytes for %d x %d x %d", len(img.Pix), img.Width, img.Height, img.Channels)
		}
	})
}
