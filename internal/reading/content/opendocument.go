package content

import (
	"cmp"
	"encoding/xml"
	"os"
	"strconv"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
)

// readOpenDocument reads a text, a spreadsheet or a presentation of the OpenDocument format, between the heads and feet of its
// pages. Deleted text of tracked changes is left out.
func readOpenDocument(b *builder, f *os.File) {
	a, err := b.openArchive(f)
	if err != nil {
		b.err = err
		return
	}
	m := manifest{}
	if !b.part(a, "META-INF/manifest.xml", &m, false) {
		return
	}
	if m.encrypted {
		b.err = fault.New(fault.CodeDocumentEncrypted, "the document is encrypted")
		return
	}
	if !b.part(a, "content.xml", &openText{b: b, inBody: true}, true) {
		return
	}
	b.once(a, "styles.xml", &openText{b: b})
}

// manifest tells whether parts are encrypted.
type manifest struct{ encrypted bool }

func (m *manifest) start(e xml.StartElement) {
	m.encrypted = m.encrypted || e.Name.Local == "encryption-data"
}
func (m *manifest) end(string)  {}
func (m *manifest) text(string) {}

// maxRepeated is how often a repeated cell or row with content is written out. Empty ones are repeated to the end of a sheet.
const maxRepeated = 100

// openText is the place in an OpenDocument part. Outside of its body only heads and feet of pages are read.
type openText struct {
	b      *builder
	inBody bool
	sheets bool
	edges  int // how deep in heads and feet
	skip   int // how deep in what is not shown
	line   strings.Builder
	depth  int // of paragraphs: notes stand inside
	level  int // of a heading
	lists  int
	tables []*openTable
}

type openTable struct {
	writer tableWriter
	cells  []string
	cell   strings.Builder
	times  int    // that the row is repeated
	wide   int    // that the cell is repeated
	value  string // of the cell, in case that it shows no text
}

func (o *openText) start(e xml.StartElement) {
	name := e.Name.Local
	switch name {
	case "tracked-changes", "automatic-styles", "binary-data", "script", "sequence-decls":
		o.skip++
	case "header", "footer", "header-left", "footer-left":
		o.edges++
	}
	if o.skip > 0 || !o.inBody && o.edges == 0 {
		return
	}
	switch name {
	case "p", "h":
		o.depth++
		o.level = 0
		if n, err := strconv.Atoi(attr(e, "outline-level")); name == "h" && err == nil {
			o.level = min(max(n, 1), 6)
		}
	case "list":
		o.lists++
	case "s":
		n, _ := strconv.Atoi(attr(e, "c"))
		o.line.WriteString(strings.Repeat(" ", min(max(n, 1), maxRepeated)))
	case "tab":
		o.line.WriteByte('\t')
	case "line-break":
		o.line.WriteByte('\n')
	case "spreadsheet":
		o.sheets = true
	case "page":
		o.b.add(Block{Kind: Heading, Level: 1, Text: Clean(attr(e, "name"))})
	default:
		o.tableTag(e)
	}
}

func (o *openText) tableTag(e xml.StartElement) {
	t := o.table()
	switch name := e.Name.Local; {
	case name == "table" && e.Name.Space != "" && strings.HasSuffix(e.Name.Space, ":table:1.0"):
		if o.sheets && len(o.tables) == 0 {
			o.b.add(Block{Kind: Heading, Level: 1, Text: Clean(attr(e, "name"))})
		}
		o.tables = append(o.tables, &openTable{writer: tableWriter{b: o.b}})
	case t == nil:
	case name == "table-row":
		t.cells, t.times = t.cells[:0], repeated(e, "number-rows-repeated")
	case name == "table-cell", name == "covered-table-cell":
		t.wide = repeated(e, "number-columns-repeated")
		t.cell.Reset()
		t.value = cmp.Or(attr(e, "string-value"), attr(e, "date-value"), attr(e, "value"))
	}
}

func repeated(e xml.StartElement, name string) int {
	n, _ := strconv.Atoi(attr(e, name))
	return max(n, 1)
}

func (o *openText) table() *openTable {
	if len(o.tables) == 0 {
		return nil
	}
	return o.tables[len(o.tables)-1]
}

func (o *openText) text(s string) {
	if o.skip == 0 && o.depth > 0 {
		o.line.WriteString(s)
	}
}

func (o *openText) end(name string) {
	switch name {
	case "tracked-changes", "automatic-styles", "binary-data", "script", "sequence-decls":
		o.skip--
		return
	case "header", "footer", "header-left", "footer-left":
		o.edges--
		return
	}
	if o.skip > 0 || !o.inBody && o.edges == 0 {
		return
	}
	switch name {
	case "p", "h":
		o.depth = max(o.depth-1, 0)
		o.paragraph(name == "h")
	case "list":
		o.lists--
	case "table-row", "table-cell", "covered-table-cell", "table":
		o.endTable(name)
	}
}

func (o *openText) endTable(name string) {
	t := o.table()
	if t == nil {
		return
	}
	switch name {
	case "table-cell", "covered-table-cell":
		text := t.cell.String()
		if strings.TrimSpace(text) == "" {
			text = t.value
		}
		if strings.TrimSpace(text) == "" {
			t.wide = min(t.wide, o.b.limits.Cells-min(len(t.cells), o.b.limits.Cells))
		}
		for range min(t.wide, o.b.limits.Cells+1) {
			t.cells = append(t.cells, text)
		}
		t.cell.Reset()
	case "table-row":
		times := min(t.times, maxRepeated)
		if strings.TrimSpace(strings.Join(t.cells, "")) == "" {
			times = 1
		}
		for range times {
			t.writer.row(t.cells[:width(t.cells)])
		}
	case "table":
		t.writer.finish()
		o.tables = o.tables[:len(o.tables)-1]
	}
}

func (o *openText) paragraph(heading bool) {
	text := o.line.String()
	o.line.Reset()
	if t := o.table(); t != nil {
		t.cell.WriteString(text + " ")
		return
	}
	x := Block{Kind: Paragraph, Text: cleanLines(text)}
	switch {
	case heading:
		x.Kind, x.Level, x.Text = Heading, max(o.level, 1), Clean(text)
	case o.lists > 0:
		x.Kind, x.Level = Item, min(o.lists, 6)
	}
	o.b.add(x)
}
