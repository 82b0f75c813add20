// Package pages is the one model of a page that text layers and OCR share: words with boxes, in lines, on a page of
// known size. It also makes pages: from a PDF's text layer, and rasters from PDFs and image files.
//
// It owns geometry, decoding under limits, and reading order. It does not own recognition (ocr) or meaning (fields).
package pages

// Source says where a page's words come from.
type Source string

// The sources of words.
const (
	FromText Source = "text" // a PDF's text layer
	FromOCR  Source = "ocr"
)

// Box is a rectangle as fractions of the page as a reader sees it (upright): x to the right, y down, 0 to 1.
type Box struct{ X0, Y0, X1, Y1 float64 }

// Word is a run of characters without a space.
type Word struct {
	Text       string
	Box        Box
	Confidence float64 // 0 to 1; 1 for a text layer
	// Alternatives are other readings of single characters that recognition was unsure of.
	Alternatives []Alternative
}

// Alternative is what else a character of a word may be.
type Alternative struct {
	At         int    // which character of the word, counted in runes from 0
	Text       string // in its place
	Confidence float64
}

// Line is words of one text line in reading order, as the source grouped them: a column's or cell's line, not all that
// stands at one height of the page.
type Line struct {
	Words []Word
	Box   Box
}

// Text joins the line's words with single spaces.
func (l Line) Text() string {
	n := 0
	for _, w := range l.Words {
		n += len(w.Text) + 1
	}
	b := make([]byte, 0, n)
	for i, w := range l.Words {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, w.Text...)
	}
	return string(b)
}

// Page is one page, upright.
type Page struct {
	Number   int     // from 1
	Width    float64 // points of 1/72 inch of the upright page; pixels*72/DPI for an image
	Height   float64
	Rotation int     // degrees clockwise that were applied to make it upright: 0, 90, 180, 270
	DPI      float64 // of the raster the words were read from; 0 for a text layer
	Source   Source
	Lines    []Line
}

// Words are all words of the page in reading order.
func (p Page) Words() []Word {
	var out []Word
	for _, l := range p.Lines {
		out = append(out, l.Words...)
	}
	return out
}
