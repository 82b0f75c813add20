// Package chunking cuts a document's text into the passages that are searched: whole sentences under their heading, whole
// rows of tables, each with its places on the pages.
//
// It owns where to cut and a passage's language. It does not read files (reading/content does), nor keep what it cut.
package chunking

// Chunk is a passage of a document.
type Chunk struct {
	Ordinal  int    // from 0, in reading order
	Text     string // what is indexed and quoted; lines end in \n
	Heading  string // the headings it stands under, outermost first, joined by " > "; "" for none. Indexed, not quoted
	Page     int    // the first page it stands on, from 1; 0 where the document has no pages
	Spans    []Span // of its lines, in order; none where the document has no pages
	Language string // ISO 639-1; "" when not known
	Pieces   int    // word pieces, at most 450
}

// Span is a stretch of a chunk's text with its place on a page.
type Span struct {
	Start int `json:"s"` // byte of the text
	End   int `json:"e"` // byte after it
	Box   Box `json:"b"`
}

// Box is a place on a page, as fractions of it from the upper left corner.
type Box struct {
	Page int     `json:"p"` // from 1
	X0   float64 `json:"x0"`
	Y0   float64 `json:"y0"`
	X1   float64 `json:"x1"`
	Y1   float64 `json:"y1"`
}
