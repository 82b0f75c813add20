// Package content turns the bytes of any document into what stands in it, in reading order: headings, paragraphs, list
// items, rows of tables, each with its places on the pages where the document has pages.
//
// It owns the forms of files (Form), the parsers of those without pages, the order in which a page is read, and the limits
// on all of it. It does not own the words of pages (reading/pages) nor what an invoice means (reading, en16931).
//
// It has more than 3,500 lines: over twenty forms of files, each read by a parser of 60 to 320 lines that knows nothing of the others
// and writes to one builder. In packages of their own they would need the builder exported, and with it how limits are kept.
// builder has more than 25 methods: those by which the parsers read parts of files into it, besides add and ok.
package content

// Kind is what a block is.
type Kind string

// The kinds of blocks.
const (
	Heading   Kind = "heading"
	Paragraph Kind = "paragraph"
	Item      Kind = "item"
	Row       Kind = "row"
)

// Block is one piece of a document that is not cut without need.
type Block struct {
	Kind   Kind
	Level  int    // of a heading, 1 to 6; of an item, how deep from 1; 0 else
	Text   string // valid UTF-8 without NUL; a line of the source ends in \n
	Lines  []Line // of Text, in order; none where the document has no pages
	Header *Block // of a row: the row that names its columns; nil when none does, and for that row itself
}

// Page is the page the block begins on; 0 where the document has no pages.
func (b Block) Page() int {
	if len(b.Lines) == 0 {
		return 0
	}
	return b.Lines[0].Page
}

// Line is a stretch of a block's text with its place, as fractions of the upright page.
type Line struct {
	Start, End     int // bytes of the block's text
	Page           int // from 1
	X0, Y0, X1, Y1 float64
}

// Attachment is a file that came with a document.
type Attachment struct {
	Name      string // without folders; may be empty
	MediaType string // as declared: a hint
	Data      []byte
}

// Document is what stands in a file.
type Document struct {
	Blocks      []Block
	Attachments []Attachment
	// Skipped says what the limits left out, in words for the caller; empty for nothing.
	Skipped []string
}

// Size is how many bytes of text the document has.
func (d Document) Size() int {
	n := 0
	for _, b := range d.Blocks {
		n += len(b.Text)
	}
	return n
}
