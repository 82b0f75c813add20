package content

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// readHTML walks the tags without building a tree: its cost is the size of the file, however the tags are nested.
func readHTML(b *builder, data []byte) {
	r, err := charset.NewReader(within{b.ctx, bytes.NewReader(data)}, "")
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = damaged(err, "the encoding of the HTML is not known")
		return
	}
	b.html(r)
}

func (b *builder) html(r io.Reader) {
	w := htmlWalk{b: b, kind: Paragraph}
	z := html.NewTokenizer(r)
	z.SetMaxBuf(maxToken)
	for b.ok() {
		switch z.Next() {
		case html.ErrorToken:
			w.end()
			w.endTable()
			switch err := z.Err(); {
			case errors.Is(err, io.EOF):
			case errors.Is(err, html.ErrBufferExceeded):
				b.err = tooComplex("the HTML has a part of more than %d MiB", maxToken>>20)
			default:
				b.err = err
			}
			return
		case html.TextToken:
			if w.skip == "" {
				w.text.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			w.open(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(string(name))
		}
	}
}

const maxToken = 4 << 20

// htmlWalk is the place in an HTML document.
type htmlWalk struct {
	b     *builder
	text  strings.Builder
	kind  Kind
	level int    // of a heading
	lists int    // how deep
	skip  string // the element whose text is not content; "" for none
	table *tableWriter
	cells []string
	inRow bool
	pre   bool
}

var (
	skipped  = map[string]bool{"script": true, "style": true, "noscript": true, "template": true, "svg": true, "iframe": true, "object": true, "select": true, "textarea": true}
	inlines  = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true, "data": true, "del": true, "dfn": true, "em": true, "font": true, "i": true, "img": true, "ins": true, "kbd": true, "label": true, "mark": true, "nobr": true, "q": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true, "input": true, "button": true}
	headings = map[string]int{"title": 1, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
)

func (w *htmlWalk) open(name string) {
	switch {
	case w.skip != "":
	case skipped[name]:
		w.skip = name
	case name == "br":
		w.text.WriteByte('\n')
	case inlines[name]:
	case w.tableTag(name):
	default:
		w.end()
		switch {
		case headings[name] > 0:
			w.kind, w.level = Heading, headings[name]
		case name == "ul" || name == "ol":
			w.lists = min(w.lists+1, 6)
		case name == "li" || name == "dd" || name == "dt":
			w.kind = Item
		}
		w.pre = name == "pre"
	}
}

// tableTag opens what belongs to a table.
func (w *htmlWalk) tableTag(name string) bool {
	switch name {
	case "table":
		w.end()
		w.endTable()
		w.table = &tableWriter{b: w.b}
	case "tr":
		w.endRow()
		if w.table == nil {
			w.table = &tableWriter{b: w.b}
		}
		w.inRow = true
	case "td", "th":
		if w.inRow && len(w.cells) > 0 || w.text.Len() > 0 {
			w.endCell()
		}
		w.text.Reset()
		w.inRow = true
	case "thead", "tbody", "tfoot", "colgroup", "col":
	default:
		if !w.inRow {
			return false
		}
		w.text.WriteByte(' ') // a block inside a cell
	}
	return true
}

func (w *htmlWalk) close(name string) {
	switch {
	case w.skip != "":
		if name == w.skip {
			w.skip = ""
		}
	case inlines[name]:
	case name == "td" || name == "th":
		w.endCell()
	case name == "tr":
		w.endRow()
	case name == "table":
		w.endTable()
	case w.inRow:
		w.text.WriteByte(' ')
	default:
		w.end()
		if name == "ul" || name == "ol" {
			w.lists = max(w.lists-1, 0)
		}
	}
}

// end ends the block that is read.
func (w *htmlWalk) end() {
	if w.inRow {
		return
	}
	x := Block{Kind: w.kind, Text: w.lines()}
	switch w.kind {
	case Heading:
		x.Level = w.level
		x.Text = strings.ReplaceAll(x.Text, "\n", " ")
	case Item:
		x.Level = max(w.lists, 1)
	}
	if w.table != nil && x.Text != "" {
		w.table.finish()
	}
	w.b.add(x)
	w.text.Reset()
	w.kind, w.level = Paragraph, 0
}

// lines is the text so far: a line's end in the source is a space, but in preformatted text.
func (w *htmlWalk) lines() string {
	text := w.text.String()
	if !w.pre && !strings.Contains(text, "\n") {
		return Clean(text)
	}
	return cleanLines(text)
}

func (w *htmlWalk) endCell() {
	if w.inRow {
		w.cells = append(w.cells, w.text.String())
		w.text.Reset()
		if len(w.cells) > w.b.limits.Cells {
			w.b.err = tooComplex("a row has more than %d cells", w.b.limits.Cells)
		}
	}
}

func (w *htmlWalk) endRow() {
	if !w.inRow {
		w.end()
		return
	}
	if strings.TrimSpace(w.text.String()) != "" {
		w.endCell()
	}
	w.text.Reset()
	if w.table != nil {
		w.table.row(w.cells)
	}
	w.cells, w.inRow = w.cells[:0], false
}

func (w *htmlWalk) endTable() {
	if w.inRow {
		w.endRow()
	}
	if w.table != nil {
		w.table.finish()
		w.table = nil
	}
}
