package pdfa

import (
	"bytes"
	"crypto/md5" // the checksum that PDF defines for embedded files
	"errors"
	"fmt"
	"image"
	"io"
	"time"

	"github.com/docketapi/docket/en16931/facturx"
)

const producer = "Docket"

// ErrNoPages tells that a PDF needs a page at least.
var ErrNoPages = errors.New("there is no page to write")

// Options say what a hybrid invoice is.
type Options struct {
	XML     []byte // the CII document; nil for a PDF that is no hybrid
	Profile facturx.Profile
	Title   string    // of the document
	Created time.Time // of the document and its attachment
}

// Page is one page: a picture that fills it with the words that can be read on it, or text, or both.
type Page struct {
	Width, Height float64     // points of 1/72 inch
	Picture       image.Image // nil for a page of text
	Words         []Word      // not seen, for selecting and finding
	Texts         []Text
}

// Word is a word on the page's picture. The box is given as fractions of the page, y down.
type Word struct {
	Text           string
	X0, Y0, X1, Y1 float64
}

// Text is a piece of visible text. X and Y are points from the page's top left corner to the left (or with Right the
// right) end of the base line.
type Text struct {
	X, Y  float64
	Size  float64 // of the letters, in points
	Bold  bool
	Right bool // X is the right end
	Text  string
}

// Writer writes a PDF/A-3b page by page with the XML attached as Factur-X and ZUGFeRD 2 ask for. It holds one page in
// memory. Make one with NewWriter.
type Writer struct {
	pdf    *pdf
	o      Options
	tree   int // the object that holds the pages
	pages  []int
	hidden *hiddenFont
	fonts  map[bool]*textFont // by Bold
}

// NewWriter starts a PDF on w.
func NewWriter(w io.Writer, o Options) *Writer {
	d := newPDF(w)
	return &Writer{pdf: d, o: o, tree: d.reserve(), fonts: map[bool]*textFont{}}
}

// Add writes a page. The error is the underlying writer's, or says that the page cannot be written.
func (w *Writer) Add(p Page) error {
	if p.Width < 1 || p.Height < 1 {
		return fmt.Errorf("write Factur-X: page %d is %.1f x %.1f points", len(w.pages)+1, p.Width, p.Height)
	}
	var content bytes.Buffer
	resources := ""
	if p.Picture != nil {
		at, err := w.pdf.picture(p.Picture)
		if err != nil {
			return fmt.Errorf("write Factur-X: page %d: %w", len(w.pages)+1, err)
		}
		resources = fmt.Sprintf("/XObject << /I %d 0 R >> ", at)
		fmt.Fprintf(&content, "q %.3f 0 0 %.3f 0 0 cm /I Do Q\n", p.Width, p.Height)
	}
	fonts, err := w.text(&content, p)
	if err != nil {
		return fmt.Errorf("write Factur-X: page %d: %w", len(w.pages)+1, err)
	}
	at := w.pdf.stream("", content.Bytes(), true)
	w.pages = append(w.pages, w.pdf.object(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 %.3f %.3f ] /Resources << %s%s>> /Contents %d 0 R >>",
		w.tree, p.Width, p.Height, resources, fonts, at)))
	return w.pdf.failed("write Factur-X")
}

// text writes a page's words and texts, and gives the fonts among its resources.
func (w *Writer) text(content *bytes.Buffer, p Page) (string, error) {
	fonts := ""
	if len(p.Words) > 0 {
		if w.hidden == nil {
			w.hidden = newHiddenFont(w.pdf.reserve())
		}
		w.hidden.show(content, p)
		fonts += fmt.Sprintf("/H %d 0 R ", w.hidden.object)
	}
	for _, bold := range []bool{false, true} {
		used := false
		for _, t := range p.Texts {
			if t.Bold != bold {
				continue
			}
			font, err := w.fontOf(bold)
			if err != nil {
				return "", err
			}
			font.show(content, p.Height, t)
			used = true
		}
		if used {
			fonts += fmt.Sprintf("/%s %d 0 R ", w.fonts[bold].face.name(), w.fonts[bold].object)
		}
	}
	if fonts == "" {
		return "", nil
	}
	return "/Font << " + fonts + ">> ", nil
}

func (w *Writer) fontOf(bold bool) (*textFont, error) {
	if f := w.fonts[bold]; f != nil {
		return f, nil
	}
	face, err := faceOf(bold)
	if err != nil {
		return nil, err
	}
	w.fonts[bold] = newTextFont(w.pdf.reserve(), face)
	return w.fonts[bold], nil
}

// Close writes what stands behind the pages: fonts, the XML, metadata. ErrNoPages when there is no page.
func (w *Writer) Close() error {
	if len(w.pages) == 0 {
		return fmt.Errorf("write Factur-X: %w", ErrNoPages)
	}
	d, o := w.pdf, w.o
	if w.hidden != nil {
		w.hidden.write(d)
	}
	for _, bold := range []bool{false, true} {
		if f := w.fonts[bold]; f != nil {
			f.write(d)
		}
	}
	date := "(D:" + o.Created.UTC().Format("20060102150405") + "Z)"
	attached := ""
	if o.XML != nil {
		spec := w.attach(date)
		attached = fmt.Sprintf("/AF [ %d 0 R ] /Names << /EmbeddedFiles << /Names [ %s %d 0 R ] >> >>", spec, literal(o.Profile.FileName()), spec)
	}
	xmp := d.stream("/Type /Metadata /Subtype /XML", metadata(o), false)
	icc := d.stream("/N 3", sRGB(), true)
	intent := d.object(fmt.Sprintf("<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) /DestOutputProfile %d 0 R >>", icc))
	var kids bytes.Buffer
	for _, p := range w.pages {
		fmt.Fprintf(&kids, "%d 0 R ", p)
	}
	d.define(w.tree, fmt.Sprintf("<< /Type /Pages /Kids [ %s] /Count %d >>", kids.String(), len(w.pages)))
	catalog := d.object(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Metadata %d 0 R /OutputIntents [ %d 0 R ] %s >>",
		w.tree, xmp, intent, attached))
	info := d.object(fmt.Sprintf("<< /Title %s /Producer (%s) /CreationDate %s /ModDate %s >>", hexText(o.Title), producer, date, date))
	d.finish(catalog, info)
	return d.failed("write Factur-X")
}

// attach writes the XML as an associated file.
func (w *Writer) attach(date string) int {
	sum := md5.Sum(w.o.XML) // see the import
	file := w.pdf.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /text#2Fxml /Params << /ModDate %s /Size %d /CheckSum <%x> >>", date, len(w.o.XML), sum), w.o.XML, true)
	name := w.o.Profile.FileName()
	return w.pdf.object(fmt.Sprintf("<< /Type /Filespec /F %s /UF %s /Desc (Invoice data) /AFRelationship /%s /EF << /F %d 0 R /UF %d 0 R >> >>",
		literal(name), hexText(name), w.o.Profile.Relationship(), file, file))
}
