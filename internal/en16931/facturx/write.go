package facturx

import (
	"bytes"
	"compress/zlib"
	"crypto/md5" // the checksum that PDF defines for embedded files
	"errors"
	"fmt"
	"image/color"
	"image/jpeg"
	"io"
	"time"
	"unicode/utf16"
)

const producer = "Docket"

// ErrNoPages tells that a PDF needs a page at least.
var ErrNoPages = errors.New("there is no page to write")

// Page is a picture of a page: a JPEG, or pixels in rows from the top.
type Page struct {
	JPEG          []byte  // grey or colour, not CMYK
	Pixels        []byte  // instead of JPEG; one byte a channel
	Width, Height int     // of Pixels
	Channels      int     // of Pixels: 1 grey, 3 RGB
	DPI           float64 // dots an inch; 150 when 0
}

// Options say what a hybrid invoice is.
type Options struct {
	XML     []byte // the CII document
	Profile Profile
	Title   string    // of the document
	Created time.Time // of the document and its attachment
}

// Write writes a PDF/A-3b of the pages with the XML attached as Factur-X and ZUGFeRD 2 ask for. It fails when there is
// no page, a page's picture is not understood, or w fails.
func Write(w io.Writer, pages []Page, o Options) error {
	if len(pages) == 0 {
		return fmt.Errorf("write Factur-X: %w", ErrNoPages)
	}
	d := &pdf{}
	d.buf.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	date := "(D:" + o.Created.UTC().Format("20060102150405") + "Z)"
	sum := md5.Sum(o.XML) // see the import
	file := d.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /text#2Fxml /Params << /ModDate %s /Size %d /CheckSum <%x> >>", date, len(o.XML), sum), o.XML, true)
	name := hexText(o.Profile.FileName())
	spec := d.object(fmt.Sprintf("<< /Type /Filespec /F %s /UF %s /Desc (Invoice data) /AFRelationship /%s /EF << /F %d 0 R /UF %d 0 R >> >>",
		literal(o.Profile.FileName()), name, o.Profile.Relationship(), file, file))
	xmp := d.stream("/Type /Metadata /Subtype /XML", metadata(o), false)
	icc := d.stream("/N 3", sRGB(), true)
	intent := d.object(fmt.Sprintf("<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %d 0 R >>", icc))
	tree := d.reserve()
	var kids bytes.Buffer
	for i, p := range pages {
		page, err := d.page(p, tree)
		if err != nil {
			return fmt.Errorf("write Factur-X: page %d: %w", i+1, err)
		}
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	d.define(tree, fmt.Sprintf("<< /Type /Pages /Kids [ %s] /Count %d >>", kids.String(), len(pages)))
	catalog := d.object(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Metadata %d 0 R /OutputIntents [ %d 0 R ] /AF [ %d 0 R ] /Names << /EmbeddedFiles << /Names [ %s %d 0 R ] >> >> >>",
		tree, xmp, intent, spec, literal(o.Profile.FileName()), spec))
	info := d.object(fmt.Sprintf("<< /Title %s /Producer (%s) /CreationDate %s /ModDate %s >>", hexText(o.Title), producer, date, date))
	d.finish(catalog, info)
	if _, err := w.Write(d.buf.Bytes()); err != nil {
		return fmt.Errorf("write Factur-X: %w", err)
	}
	return nil
}

// page writes a page that its picture fills.
func (d *pdf) page(p Page, tree int) (int, error) {
	data, compress, filter := p.Pixels, true, ""
	if p.JPEG != nil {
		c, err := jpeg.DecodeConfig(bytes.NewReader(p.JPEG))
		if err != nil {
			return 0, fmt.Errorf("read picture: %w", err)
		}
		if c.ColorModel == color.CMYKModel {
			return 0, errors.New("CMYK pictures are not supported")
		}
		p.Width, p.Height, p.Channels = c.Width, c.Height, 3
		if c.ColorModel == color.GrayModel {
			p.Channels = 1
		}
		data, compress, filter = p.JPEG, false, " /Filter /DCTDecode"
	} else if len(p.Pixels) != p.Width*p.Height*p.Channels || len(p.Pixels) == 0 {
		return 0, errors.New("the pixels do not fit the size")
	}
	space := map[int]string{1: "DeviceGray", 3: "DeviceRGB"}[p.Channels]
	if space == "" {
		return 0, fmt.Errorf("%d channels are not supported", p.Channels)
	}
	image := d.stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8%s", p.Width, p.Height, space, filter), data, compress)
	dpi := p.DPI
	if dpi <= 0 {
		dpi = 150
	}
	width, height := float64(p.Width)*72/dpi, float64(p.Height)*72/dpi
	content := d.stream("", fmt.Appendf(nil, "q %.3f 0 0 %.3f 0 0 cm /I Do Q", width, height), false)
	return d.object(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 %.3f %.3f ] /Resources << /XObject << /I %d 0 R >> >> /Contents %d 0 R >>",
		tree, width, height, image, content)), nil
}

// pdf writes objects in turn and remembers where they start.
type pdf struct {
	buf     bytes.Buffer
	offsets []int // of object n+1
}

func (d *pdf) reserve() int {
	d.offsets = append(d.offsets, 0)
	return len(d.offsets)
}

func (d *pdf) define(n int, body string) {
	d.offsets[n-1] = d.buf.Len()
	fmt.Fprintf(&d.buf, "%d 0 obj\n%s\nendobj\n", n, body)
}

func (d *pdf) object(body string) int {
	n := d.reserve()
	d.define(n, body)
	return n
}

func (d *pdf) stream(entries string, data []byte, compress bool) int {
	if compress {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write(data) // a buffer takes everything
		_ = z.Close()
		data, entries = b.Bytes(), entries+" /Filter /FlateDecode"
	}
	n := d.reserve()
	d.offsets[n-1] = d.buf.Len()
	fmt.Fprintf(&d.buf, "%d 0 obj\n<< %s /Length %d >>\nstream\n", n, entries, len(data))
	d.buf.Write(data)
	d.buf.WriteString("\nendstream\nendobj\n")
	return n
}

func (d *pdf) finish(catalog, info int) {
	id := md5.Sum(d.buf.Bytes()) // an identifier, not a seal
	at := d.buf.Len()
	fmt.Fprintf(&d.buf, "xref\n0 %d\n0000000000 65535 f \n", len(d.offsets)+1)
	for _, o := range d.offsets {
		fmt.Fprintf(&d.buf, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&d.buf, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%x> <%x> ] >>\nstartxref\n%d\n%%%%EOF\n", len(d.offsets)+1, catalog, info, id, id, at)
}

// literal is a string of the standards' own file names, which hold nothing to escape.
func literal(s string) string { return "(" + s + ")" }

// hexText is a text string in UTF-16.
func hexText(s string) string {
	b := []byte("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(append(b, '>'))
}
