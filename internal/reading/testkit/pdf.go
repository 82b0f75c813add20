// Package testkit makes the documents that tests read: PDFs with text, PDFs that are pictures, hybrid PDFs with files
// inside, and pictures of text. Everything is written from nothing, so no fixture has to be kept.
//
// It owns bytes for tests. Production code must not import it.
package testkit

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// PDF is a document to write. Lengths are points; y counts from the top of the media box, as a reader sees it.
type PDF struct {
	Pages []PDFPage
	Files []PDFFile // embedded, as in Factur-X
}

// PDFPage is one page. Without a size it is A4.
type PDFPage struct {
	Width, Height float64
	Crop          [4]float64 // x0, y0, x1, y1 from the lower left; zero is none
	Rotate        int
	Texts         []PDFText
	Picture       *Picture // drawn over the whole page, below the text
	PictureRatio  float64  // of the page's width and height that the picture takes; 0 is all
}

// PDFText is one run of text in Helvetica.
type PDFText struct {
	X, Y, Size float64
	S          string
	Bold       bool
	Hidden     bool   // rendering mode 3, as under a scan
	Private    bool   // mapped to private-use characters: what a broken font's text layer gives
	Ligature   string // replaces the text that a reader copies (ActualText)
}

// PDFFile is an embedded file.
type PDFFile struct {
	Name     string
	Data     []byte
	Unlisted bool // only associated with the document (/AF), not in its list of files
	OnlyUF   bool // the content hangs on the Unicode name alone
}

// TextPDF is pages of lines, each line at 11 points from the left margin.
func TextPDF(pages ...[]string) []byte {
	var doc PDF
	for _, lines := range pages {
		var p PDFPage
		for i, s := range lines {
			p.Texts = append(p.Texts, PDFText{X: 56, Y: 72 + 16*float64(i), Size: 11, S: s})
		}
		doc.Pages = append(doc.Pages, p)
	}
	return doc.Bytes()
}

// ScanPDF is pages that are nothing but a picture each.
func ScanPDF(pictures ...Picture) []byte {
	var doc PDF
	for i := range pictures {
		doc.Pages = append(doc.Pages, PDFPage{Picture: &pictures[i]})
	}
	return doc.Bytes()
}

// writer numbers objects and remembers where they begin.
type writer struct {
	buf     bytes.Buffer
	offsets []int
}

func (w *writer) reserve() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets)
}

func (w *writer) put(id int, body string) {
	w.offsets[id-1] = w.buf.Len()
	fmt.Fprintf(&w.buf, "%d 0 obj\n%s\nendobj\n", id, body)
}

func (w *writer) add(body string) int {
	id := w.reserve()
	w.put(id, body)
	return id
}

func (w *writer) stream(dict string, data []byte) int {
	var z bytes.Buffer
	zw := zlib.NewWriter(&z)
	_, _ = zw.Write(data) // to memory
	_ = zw.Close()
	return w.add(fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", dict, z.Len(), z.Bytes()))
}

// Bytes is the PDF file.
func (d PDF) Bytes() []byte {
	w := &writer{}
	w.buf.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	root, tree := w.reserve(), w.reserve()
	fonts := w.fonts()
	var kids []string
	for _, p := range d.Pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", w.page(p, tree, fonts)))
	}
	w.put(tree, fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids)))
	w.put(root, "<< /Type /Catalog /Pages "+fmt.Sprint(tree)+" 0 R "+w.files(d.Files)+" >>")
	xref := w.buf.Len()
	fmt.Fprintf(&w.buf, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, o := range w.offsets {
		fmt.Fprintf(&w.buf, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&w.buf, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, root, xref)
	return w.buf.Bytes()
}

// fonts are F (regular), B (bold) and P, whose characters map into the private-use area.
func (w *writer) fonts() string {
	regular := w.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	bold := w.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	cmap := w.stream("", []byte("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /P def\n"+
		"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <FF> <E020> endbfrange\nendcmap end end"))
	private := w.add(fmt.Sprintf("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode %d 0 R >>", cmap))
	return fmt.Sprintf("<< /F %d 0 R /B %d 0 R /P %d 0 R >>", regular, bold, private)
}

func (w *writer) page(p PDFPage, tree int, fonts string) int {
	if p.Width == 0 {
		p.Width, p.Height = 595, 842
	}
	var c bytes.Buffer
	resources := "/Font " + fonts
	if p.Picture != nil {
		ratio := p.PictureRatio
		if ratio == 0 {
			ratio = 1
		}
		resources += fmt.Sprintf(" /XObject << /Im %d 0 R >>", w.picture(*p.Picture))
		fmt.Fprintf(&c, "q %.2f 0 0 %.2f 0 %.2f cm /Im Do Q\n", p.Width*ratio, p.Height*ratio, p.Height*(1-ratio))
	}
	for _, t := range p.Texts {
		t.write(&c, p.Height)
	}
	extra := ""
	if p.Rotate != 0 {
		extra += fmt.Sprintf(" /Rotate %d", p.Rotate)
	}
	if p.Crop != [4]float64{} {
		extra += fmt.Sprintf(" /CropBox [%g %g %g %g]", p.Crop[0], p.Crop[1], p.Crop[2], p.Crop[3])
	}
	content := w.stream("", c.Bytes())
	return w.add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %g %g] /Resources << %s >> /Contents %d 0 R%s >>",
		tree, p.Width, p.Height, resources, content, extra))
}

func (t PDFText) write(c *bytes.Buffer, height float64) {
	font, mode := "F", 0
	switch {
	case t.Bold:
		font = "B"
	case t.Private:
		font = "P"
	}
	if t.Hidden {
		mode = 3
	}
	if t.Ligature != "" {
		fmt.Fprintf(c, "/Span << /ActualText (%s) >> BDC\n", escape(t.Ligature))
	}
	fmt.Fprintf(c, "BT /%s %g Tf %d Tr 1 0 0 1 %.2f %.2f Tm (%s) Tj ET\n", font, t.Size, mode, t.X, height-t.Y, escape(t.S))
	if t.Ligature != "" {
		c.WriteString("EMC\n")
	}
}

// escape is a PDF string in WinAnsi; what that lacks becomes a question mark.
func escape(s string) string {
	enc := charmap.Windows1252.NewEncoder()
	var b strings.Builder
	for _, r := range s {
		one, err := enc.String(string(r))
		if err != nil {
			one = "?"
		}
		if one == "(" || one == ")" || one == `\` {
			b.WriteByte('\\')
		}
		b.WriteString(one)
	}
	return b.String()
}

func (w *writer) picture(p Picture) int {
	space := "/DeviceGray"
	if p.Channels == 3 {
		space = "/DeviceRGB"
	}
	return w.stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8",
		p.Width, p.Height, space), p.Pix)
}

// files is the catalogue's part about embedded files.
func (w *writer) files(files []PDFFile) string {
	if len(files) == 0 {
		return ""
	}
	var names, specs []string
	for _, f := range files {
		key := "F"
		if f.OnlyUF {
			key = "UF"
		}
		data := w.stream("/Type /EmbeddedFile /Subtype /text#2Fxml", f.Data)
		spec := w.add(fmt.Sprintf("<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Alternative /EF << /%s %d 0 R >> >>",
			escape(f.Name), escape(f.Name), key, data))
		if !f.Unlisted {
			names = append(names, fmt.Sprintf("(%s) %d 0 R", escape(f.Name), spec))
		}
		specs = append(specs, fmt.Sprintf("%d 0 R", spec))
	}
	return fmt.Sprintf("/Names << /EmbeddedFiles << /Names [%s] >> >> /AF [%s]", strings.Join(names, " "), strings.Join(specs, " "))
}
