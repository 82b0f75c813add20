package content

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// readRTF reads the text of an RTF file: paragraphs and the rows of tables. Its cost is the size of the file.
func readRTF(b *builder, data []byte) {
	r := rtf{b: b, data: data, fonts: map[int]encoding.Encoding{}, code: codePage(1252)}
	r.stack = []rtfGroup{{skipAfter: 1}}
	for r.at < len(data) && b.ok() {
		r.step()
	}
	if b.err == nil {
		r.paragraph()
		r.endRows()
	}
}

// rtfGroup is what holds inside a pair of braces.
type rtfGroup struct {
	skip      bool // what stands here is not text of the document
	skipAfter int  // characters behind \u that say the same for older programs
	font      encoding.Encoding
	fonts     bool // the table of fonts
}

// rtf is the place in an RTF file.
type rtf struct {
	b       *builder
	data    []byte
	at      int
	stack   []rtfGroup
	code    encoding.Encoding
	fonts   map[int]encoding.Encoding
	font    int    // that the table is describing
	bytes   []byte // not decoded yet
	line    strings.Builder
	pending int    // characters to leave out
	half    uint16 // the first half of a character beyond the first 65,536
	table   *tableWriter
	cells   []string
	inTable bool
	star    bool // what comes may be left out by who does not know it
}

func (r *rtf) group() *rtfGroup { return &r.stack[len(r.stack)-1] }

func (r *rtf) step() {
	c := r.data[r.at]
	r.at++
	switch c {
	case '{':
		r.flush()
		if len(r.stack) > r.b.limits.Depth*10 {
			r.b.err = tooComplex("groups are nested more than %d deep", r.b.limits.Depth*10)
			return
		}
		r.stack = append(r.stack, *r.group())
	case '}':
		r.flush()
		if len(r.stack) > 1 {
			r.stack = r.stack[:len(r.stack)-1]
		}
	case '\\':
		r.control()
	case '\r', '\n', 0:
	default:
		r.char(c)
	}
}

// char takes a byte of text.
func (r *rtf) char(c byte) {
	switch {
	case r.pending > 0:
		r.pending--
	case !r.group().skip && !r.group().fonts:
		r.bytes = append(r.bytes, c)
	}
}

// flush decodes the bytes so far.
func (r *rtf) flush() {
	r.pending = 0
	if len(r.bytes) == 0 {
		return
	}
	e := r.code
	if f := r.group().font; f != nil {
		e = f
	}
	text, _ := e.NewDecoder().Bytes(r.bytes)
	r.line.Write(text)
	r.bytes = r.bytes[:0]
}

// control reads what follows a backslash.
func (r *rtf) control() {
	if r.at >= len(r.data) {
		return
	}
	c := r.data[r.at]
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.at++
		r.symbol(c)
		return
	}
	start := r.at
	for r.at < len(r.data) && r.at-start < 32 && r.data[r.at]|0x20 >= 'a' && r.data[r.at]|0x20 <= 'z' {
		r.at++
	}
	word := string(r.data[start:r.at])
	number := r.at
	for r.at < len(r.data) && r.at-number < 11 && (r.data[r.at] >= '0' && r.data[r.at] <= '9' || r.at == number && r.data[r.at] == '-') {
		r.at++
	}
	n, err := strconv.Atoi(string(r.data[number:r.at]))
	if err != nil {
		n = 1
	}
	if r.at < len(r.data) && r.data[r.at] == ' ' {
		r.at++
	}
	r.word(word, n, err == nil)
}

func (r *rtf) symbol(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.data) {
			if n, err := strconv.ParseUint(string(r.data[r.at:r.at+2]), 16, 8); err == nil {
				r.char(byte(n))
			}
			r.at += 2
		}
	case '*':
		r.star = true
	case '~':
		r.char(' ')
	case '_':
		r.char('-')
	case '\\', '{', '}':
		r.char(c)
	case '\r', '\n':
		r.flush()
		r.paragraph()
	}
}

// hiddenGroups are the destinations that are no text of the document.
var hiddenGroups = map[string]bool{
	"colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "themedata": true, "colorschememapping": true,
	"datastore": true, "latentstyles": true, "listtable": true, "listoverridetable": true, "rsidtbl": true, "generator": true,
	"xmlnstbl": true, "fldinst": true, "bkmkstart": true, "bkmkend": true, "filetbl": true, "revtbl": true, "mmathPr": true,
	"wgrffmtfilter": true, "pgdsctbl": true, "listtext": true, "pntext": true, "nonesttables": true, "shpinst": false,
}

// rtfSigns are words that stand for characters.
var rtfSigns = map[string]string{
	"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
	"rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}

func (r *rtf) word(word string, n int, given bool) {
	star := r.star
	r.star = false
	g := r.group()
	switch {
	case word == "bin":
		r.at += min(max(n, 0), len(r.data)-r.at)
		return
	case word == "u":
		r.unicode(n)
		return
	case hiddenGroups[word], star && !shownAnyway[word]:
		g.skip = true
		return
	case rtfSigns[word] != "":
		r.flush()
		if !g.skip {
			r.line.WriteString(rtfSigns[word])
		}
		return
	}
	r.setting(g, word, n, given)
}

// shownAnyway are destinations with text that older programs leave out.
var shownAnyway = map[string]bool{"shptxt": true, "shpinst": true, "nesttableprops": true, "footnote": true, "annotation": true}

func (r *rtf) setting(g *rtfGroup, word string, n int, given bool) {
	switch word {
	case "ansicpg":
		r.code = codePage(n)
	case "mac":
		r.code, _ = charset.Lookup("macintosh")
	case "uc":
		g.skipAfter = min(max(n, 0), 16)
	case "fonttbl":
		g.fonts = true
	case "f":
		r.flush()
		if g.fonts {
			r.font = n
		} else {
			g.font = r.fonts[n]
		}
	case "fcharset":
		if e := codePage(charsetPages[n]); g.fonts && charsetPages[n] != 0 {
			r.fonts[r.font] = e
		}
	case "plain":
		r.flush()
		g.font = nil
	case "par", "sect", "page", "row", "cell", "nestcell", "nestrow", "trowd", "pard":
		r.flush()
		if !g.skip {
			r.structure(word)
		}
	case "v":
		g.skip = g.skip || !given || n != 0 // hidden
	}
}

func (r *rtf) unicode(n int) {
	r.flush()
	g := r.group()
	if !g.skip {
		u := uint16(n) // signed 16 bits stand for unsigned ones
		switch {
		case u >= 0xd800 && u < 0xdc00:
			r.half = u
		case u >= 0xdc00 && u < 0xe000 && r.half != 0:
			r.line.WriteRune(0x10000 + rune(r.half-0xd800)<<10 + rune(u-0xdc00))
			r.half = 0
		default:
			r.line.WriteRune(rune(u))
		}
	}
	r.pending = g.skipAfter
}

func (r *rtf) structure(word string) {
	switch word {
	case "trowd":
		r.inTable = true
	case "pard":
	case "cell", "nestcell":
		r.cells = append(r.cells, r.line.String())
		r.line.Reset()
		if len(r.cells) > r.b.limits.Cells {
			r.b.err = tooComplex("a row has more than %d cells", r.b.limits.Cells)
		}
	case "row", "nestrow":
		if r.table == nil {
			r.table = &tableWriter{b: r.b}
		}
		r.table.row(r.cells)
		r.cells, r.inTable = r.cells[:0], false
	default:
		if r.inTable || len(r.cells) > 0 {
			r.line.WriteByte(' ')
			return
		}
		r.paragraph()
	}
}

func (r *rtf) endRows() {
	if r.table != nil {
		r.table.finish()
		r.table = nil
	}
}

func (r *rtf) paragraph() {
	text := cleanLines(r.line.String())
	r.line.Reset()
	if text == "" {
		return
	}
	r.endRows()
	x := Block{Kind: Paragraph, Text: text}
	if marked(text) {
		x.Kind, x.Level = Item, 1
	}
	r.b.add(x)
}

// charsetPages are the code pages of the character sets that fonts name.
var charsetPages = map[int]int{
	0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
	204: 1251, 222: 874, 238: 1250,
}

// pageNames are code pages that are not called windows-N.
var pageNames = map[int]string{
	932: "shift_jis", 936: "gbk", 949: "euc-kr", 950: "big5", 10000: "macintosh", 10007: "x-mac-cyrillic", 866: "ibm866",
	20866: "koi8-r", 21866: "koi8-u", 28591: "iso-8859-1", 28592: "iso-8859-2", 28605: "iso-8859-15", 50220: "iso-2022-jp",
	51932: "euc-jp", 54936: "gb18030", 65001: "utf-8",
}

// codePage is the encoding of a Windows code page; that of Western Europe for one that is not known.
func codePage(n int) encoding.Encoding {
	name, ok := pageNames[n]
	if !ok {
		name = "windows-" + strconv.Itoa(n)
	}
	if e, _ := charset.Lookup(name); e != nil {
		return e
	}
	e, _ := charset.Lookup("windows-1252")
	return e
}
