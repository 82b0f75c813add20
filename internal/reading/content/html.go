package content

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"github.com/docketapi/docket/internal/reading/content/encodings"
)

// readHTML walks the tags without building a tree: its cost is the size of the file, however the tags are nested.
func readHTML(b *builder, data []byte) {
	declared := b.charset
	if _, name, certain := charset.DetermineEncoding(data[:min(len(data), maxPrescan)], ""); certain && declared == "" {
		declared = name
	}
	text, ok := encodings.Decode(data, declared)
	if !ok {
		b.err = damaged(nil, noText)
		return
	}
	b.html(within{b.ctx, strings.NewReader(text)})
}

// maxPrescan is how much of a file is looked at for the encoding that it names.
const maxPrescan = 1024

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
			name, more := z.TagName()
			tag := string(name)
			if more && w.hides(z) && !voids[tag] {
				w.hide(tag)
				continue
			}
			w.open(tag)
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
	depth int // of elements of the name skip inside each other
}

// voids are elements that have no end.
var voids = map[string]bool{"br": true, "img": true, "hr": true, "input": true, "meta": true, "link": true, "col": true, "wbr": true, "area": true, "base": true, "embed": true, "source": true, "track": true, "param": true}

// hides tells that an element is not shown: the preview text that mails begin with, and what is for one program only.
func (w *htmlWalk) hides(z *html.Tokenizer) bool {
	if w.skip != "" {
		return false
	}
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			return true
		case "style":
			style := strings.ToLower(strings.ReplaceAll(string(value), " ", ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "mso-hide:all") {
				return true
			}
		}
	}
	return false
}

func (w *htmlWalk) hide(name string) { w.skip, w.depth = name, 1 }

var (
	skipped  = map[string]bool{"script": true, "style": true, "noscript": true, "template": true, "svg": true, "iframe": true, "object": true, "select": true, "textarea": true}
	inlines  = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true, "data": true, "del": true, "dfn": true, "em": true, "font": true, "i": true, "img": true, "ins": true, "kbd": true, "label": true, "mark": true, "nobr": true, "q": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true, "input": true, "button": true}
	headings = map[string]int{"title": 1, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
)

// inline tells what does not end a line: also the tags of Outlook, as o:p.
func inline(name string) bool { return inlines[name] || strings.Contains(name, ":") }

func (w *htmlWalk) open(name string) {
	switch {
	case w.skip != "":
		if name == w.skip {
			w.depth++
		}
	case skipped[name]:
		w.hide(name)
	case name == "br":
		w.text.WriteByte('\n')
	case inline(name):
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
		w.text.WriteByte(blockMark) // a block inside a cell
	}
	return true
}

func (w *htmlWalk) close(name string) {
	switch {
	case w.skip != "":
		if name == w.skip {
			if w.depth--; w.depth <= 0 || skipped[name] {
				w.skip = ""
			}
		}
	case inline(name):
	case name == "td" || name == "th":
		w.endCell()
	case name == "tr":
		w.endRow()
	case name == "table":
		w.endTable()
	case w.inRow:
		w.text.WriteByte(blockMark)
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
	switch {
	case w.layout():
		w.laidOut()
	case w.table != nil:
		w.table.row(w.cells)
	}
	w.cells, w.inRow = w.cells[:0], false
}

// blockMark stands in a cell where a paragraph or a heading ends. It is a space to all that read the cell as a value.
const blockMark = '\v'

// longCell is how many bytes of a cell are prose and not a value.
const longCell = 400

// layout tells a row that only places text on the page, as mails do: one cell with paragraphs in it, or a cell of prose.
func (w *htmlWalk) layout() bool {
	filled, marked := 0, false
	for _, c := range w.cells {
		if len(c) > longCell {
			return true
		}
		if text := strings.TrimSpace(c); text != "" {
			filled++
			marked = marked || strings.ContainsAny(text, "\v\n")
		}
	}
	return filled == 1 && marked
}

// laidOut adds the paragraphs of a row's cells.
func (w *htmlWalk) laidOut() {
	if w.table != nil {
		w.table.resolve()
	}
	for _, c := range w.cells {
		for _, p := range strings.Split(c, string(blockMark)) {
			if !w.b.add(Block{Kind: Paragraph, Text: cleanLines(p)}) {
				return
			}
		}
	}
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
