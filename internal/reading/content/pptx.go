package content

import (
	"encoding/xml"
	"fmt"
	"os"
	"path"
	"strings"
)

// readPPTX reads a presentation slide by slide in the order of the show: title, text, tables, drawn diagrams, then what the
// speaker notes say.
func readPPTX(b *builder, f *os.File) {
	a, err := b.openArchive(f)
	if err != nil {
		b.err = err
		return
	}
	order := slideOrder{}
	if !b.part(a, "ppt/presentation.xml", &order, true) {
		return
	}
	all := relations{}
	if !b.part(a, "ppt/_rels/presentation.xml.rels", &all, false) {
		return
	}
	var slides []string
	for _, id := range order.ids {
		if target := all.target(id, "ppt"); target != "" {
			slides = append(slides, target)
		}
	}
	if len(slides) == 0 {
		slides = a.like("ppt/slides/slide", ".xml")
	}
	for i, name := range slides {
		if !b.slide(a, name, i+1) {
			return
		}
	}
}

// slide reads one slide and what belongs to it.
func (b *builder) slide(a *archive, name string, number int) bool {
	at := len(b.doc.Blocks)
	if !b.part(a, name, &slideText{b: b}, false) {
		return false
	}
	if at < len(b.doc.Blocks) && b.doc.Blocks[at].Kind != Heading {
		rest := append([]Block{{Kind: Heading, Level: 1, Text: fmt.Sprintf("Slide %d", number)}}, b.doc.Blocks[at:]...)
		b.doc.Blocks = append(b.doc.Blocks[:at], rest...)
	}
	own := relations{}
	if !b.part(a, path.Dir(name)+"/_rels/"+path.Base(name)+".rels", &own, false) {
		return false
	}
	for _, r := range own.list {
		target := joinTarget(path.Dir(name), r.target)
		switch {
		case strings.HasSuffix(r.kind, "/diagramData"), strings.HasSuffix(r.kind, "/notesSlide"):
			if !b.part(a, target, &slideText{b: b, inner: true}, false) {
				return false
			}
		}
	}
	return true
}

// slideOrder is the slides in the order of the show.
type slideOrder struct{ ids []string }

func (s *slideOrder) start(e xml.StartElement) {
	if e.Name.Local != "sldId" {
		return
	}
	for _, x := range e.Attr {
		if x.Name.Local == "id" && x.Name.Space != "" { // of the relation
			s.ids = append(s.ids, x.Value)
		}
	}
}
func (s *slideOrder) end(string)  {}
func (s *slideOrder) text(string) {}

// relations name the parts that a part refers to.
type relations struct{ list []relation }

type relation struct{ id, kind, target string }

func (r *relations) start(e xml.StartElement) {
	if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
		r.list = append(r.list, relation{attr(e, "Id"), attr(e, "Type"), attr(e, "Target")})
	}
}
func (r *relations) end(string)  {}
func (r *relations) text(string) {}

// target gives the part that an id stands for; "" for none.
func (r *relations) target(id, folder string) string {
	for _, x := range r.list {
		if x.id == id {
			return joinTarget(folder, x.target)
		}
	}
	return ""
}

func joinTarget(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return target[1:]
	}
	return path.Join(folder, target)
}

// slideText is the place in a slide. Numbers, dates and feet of slides are on all of them and left out.
type slideText struct {
	b     *builder
	inner bool // no title of its own is looked for
	line  strings.Builder
	write bool
	skip  bool
	title bool
	table *tableWriter
	cells []string
	cell  strings.Builder
}

func (s *slideText) start(e xml.StartElement) {
	switch e.Name.Local {
	case "sp", "graphicFrame":
		s.skip, s.title = false, false
	case "ph":
		kind := attr(e, "type")
		s.title = !s.inner && (kind == "title" || kind == "ctrTitle")
		s.skip = kind == "sldNum" || kind == "dt" || kind == "ftr" || kind == "hdr"
	case "t":
		s.write = true
	case "br":
		s.line.WriteByte('\n')
	case "tab":
		s.line.WriteByte('\t')
	case "tbl":
		s.table = &tableWriter{b: s.b}
	case "tr":
		s.cells = s.cells[:0]
	}
}

func (s *slideText) text(text string) {
	if s.write && !s.skip {
		s.line.WriteString(text)
	}
}

func (s *slideText) end(name string) {
	switch {
	case name == "t":
		s.write = false
	case name == "p":
		s.paragraph()
	case s.table == nil:
	case name == "tc":
		s.cells = append(s.cells, s.cell.String())
		s.cell.Reset()
	case name == "tr":
		s.table.row(s.cells)
	case name == "tbl":
		s.table.finish()
		s.table = nil
	}
}

func (s *slideText) paragraph() {
	text := s.line.String()
	s.line.Reset()
	switch {
	case s.table != nil:
		s.cell.WriteString(text + " ")
	case s.title:
		s.b.add(Block{Kind: Heading, Level: 1, Text: Clean(text)})
	default:
		s.b.add(Block{Kind: Paragraph, Text: cleanLines(text)})
	}
}
