package content

import (
	"encoding/xml"
	"os"
	"slices"
	"strconv"
	"strings"
)

// readDOCX reads the main text of a Word document between the heads and feet of its pages, its footnotes and comments. Deleted
// text of tracked changes is left out.
func readDOCX(b *builder, f *os.File) {
	a, err := b.openArchive(f)
	if err != nil {
		b.err = err
		return
	}
	styles := wordStyles{levels: map[string]int{}}
	if !b.part(a, "word/styles.xml", &styles, false) {
		return
	}
	for _, name := range a.like("word/header", ".xml") {
		if !b.once(a, name, &wordText{b: b, styles: styles.levels}) {
			return
		}
	}
	if !b.part(a, "word/document.xml", &wordText{b: b, styles: styles.levels}, true) {
		return
	}
	for _, name := range append(a.like("word/footer", ".xml"), "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml") {
		if !b.once(a, name, &wordText{b: b, styles: styles.levels}) {
			return
		}
	}
}

// once walks a part and keeps of it what does not stand in the document yet: each section has heads and feet of its own, mostly
// the same.
func (b *builder) once(a *archive, name string, h handler) bool {
	before := len(b.doc.Blocks)
	if !b.part(a, name, h, false) {
		return false
	}
	known := map[string]bool{}
	for _, x := range b.doc.Blocks[:before] {
		known[x.Text] = true
	}
	b.doc.Blocks = append(b.doc.Blocks[:before], slices.DeleteFunc(b.doc.Blocks[before:], func(x Block) bool { return known[x.Text] })...)
	return true
}

// part walks a part of the archive; one that must be there is damage when it is not.
func (b *builder) part(a *archive, name string, h handler, must bool) bool {
	r, err := a.open(name)
	switch {
	case err != nil:
		b.err = err
	case r != nil:
		b.walkXML(r, h)
		_ = r.Close() // read to its end, or given up
	case must:
		b.err = damaged(nil, "the file has no part %s", name)
	}
	return b.err == nil
}

// wordStyles learns which styles are headings: by their outline level, or their name.
type wordStyles struct {
	levels map[string]int
	id     string
}

func (s *wordStyles) start(e xml.StartElement) {
	switch e.Name.Local {
	case "style":
		s.id = attr(e, "styleId")
		if level, ok := headingName(s.id); ok {
			s.levels[s.id] = level
		}
	case "name":
		if level, ok := headingName(attr(e, "val")); ok {
			s.levels[s.id] = level
		}
	case "outlineLvl":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
			s.levels[s.id] = min(n+1, 6)
		}
	}
}

func (s *wordStyles) end(string)  {}
func (s *wordStyles) text(string) {}

// headingName tells "Heading 2", "heading2", "Title": Word stores these names in English whatever it shows.
func headingName(name string) (int, bool) {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	if name == "title" {
		return 1, true
	}
	rest, ok := strings.CutPrefix(name, "heading")
	if n, err := strconv.Atoi(rest); ok && err == nil && n >= 1 {
		return min(n, 6), true
	}
	return 0, false
}

// wordText is the place in a Word document.
type wordText struct {
	b      *builder
	styles map[string]int
	line   strings.Builder
	level  int // of a heading
	list   int // level of an item
	write  bool
	again  int          // how deep in what says once more, for older programs, what stands before it
	tables []*wordTable // from the outermost
}

type wordTable struct {
	writer tableWriter
	cells  []string
	cell   strings.Builder
}

func (w *wordText) start(e xml.StartElement) {
	if e.Name.Local == "Fallback" {
		w.again++
	}
	if w.again > 0 {
		return
	}
	switch e.Name.Local {
	case "p":
		w.level, w.list = 0, 0
	case "pStyle":
		w.level = w.styles[attr(e, "val")]
	case "outlineLvl":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
			w.level = min(n+1, 6)
		}
	case "ilvl":
		n, _ := strconv.Atoi(attr(e, "val"))
		w.list = min(max(n, 0), 5) + 1
	case "numPr":
		w.list = max(w.list, 1)
	case "t":
		w.write = true
	case "tab":
		w.line.WriteByte('\t')
	case "br", "cr":
		w.line.WriteByte('\n')
	case "noBreakHyphen":
		w.line.WriteByte('-')
	case "tbl":
		w.tables = append(w.tables, &wordTable{writer: tableWriter{b: w.b}})
	case "tr":
		if t := w.table(); t != nil {
			t.cells = t.cells[:0]
		}
	}
}

func (w *wordText) table() *wordTable {
	if len(w.tables) == 0 {
		return nil
	}
	return w.tables[len(w.tables)-1]
}

func (w *wordText) text(s string) {
	if w.write && w.again == 0 {
		w.line.WriteString(s)
	}
}

func (w *wordText) end(name string) {
	t := w.table()
	switch {
	case name == "Fallback":
		w.again--
	case w.again > 0:
	case name == "t":
		w.write = false
	case name == "p":
		w.paragraph(t)
	case t == nil:
	case name == "tc":
		t.cells = append(t.cells, t.cell.String())
		t.cell.Reset()
	case name == "tr":
		t.writer.row(t.cells)
	case name == "tbl":
		t.writer.finish()
		w.tables = w.tables[:len(w.tables)-1]
	}
}

func (w *wordText) paragraph(t *wordTable) {
	text := w.line.String()
	w.line.Reset()
	if t != nil {
		t.cell.WriteString(text)
		t.cell.WriteByte(' ')
		return
	}
	x := Block{Kind: Paragraph, Text: cleanLines(text)}
	switch {
	case w.level > 0:
		x.Kind, x.Level, x.Text = Heading, w.level, Clean(text)
	case w.list > 0:
		x.Kind, x.Level = Item, w.list
	}
	w.b.add(x)
}
