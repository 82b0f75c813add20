package content

import (
	"bytes"
	"io"
	"path"
	"regexp"
	"strings"

	"github.com/docketapi/docket/internal/reading/content/encodings"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/signed"
)

// Form is what a file is, as its bytes tell. A name decides only between forms that the bytes cannot tell apart: text is
// Markdown or CSV when it is called so and does not contradict.
type Form string

// The forms.
const (
	Unknown  Form = ""
	PDF      Form = "pdf"
	Image    Form = "image"
	XML      Form = "xml"
	Text     Form = "text"
	Markdown Form = "markdown"
	HTML     Form = "html"
	CSV      Form = "csv"
	DOCX     Form = "docx"
	XLSX     Form = "xlsx"
	PPTX     Form = "pptx"
	ODT      Form = "odt"
	ODS      Form = "ods"
	ODP      Form = "odp"
	RTF      Form = "rtf"
	EPUB     Form = "epub"
	Email    Form = "email"
	MSG      Form = "msg"
	Mbox     Form = "mbox"
	ZIP      Form = "zip"
	P7M      Form = "p7m"   // a file with its signature, by PKCS#7
	ASIC     Form = "asice" // files with their signatures, in an archive
)

var mediaTypes = map[Form]string{
	Text: "text/plain", Markdown: "text/markdown", HTML: "text/html", CSV: "text/csv", Email: "message/rfc822",
	DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	ODT:  "application/vnd.oasis.opendocument.text", ODS: "application/vnd.oasis.opendocument.spreadsheet",
	ODP: "application/vnd.oasis.opendocument.presentation", RTF: "application/rtf", EPUB: "application/epub+zip",
	P7M: "application/pkcs7-mime", ASIC: "application/vnd.etsi.asic-e+zip",
	MSG: "application/vnd.ms-outlook", Mbox: "application/mbox", ZIP: "application/zip",
}

// Detected is what Detect found.
type Detected struct {
	Form      Form
	MediaType string
	Page      pages.Kind // of the first bytes: which picture an Image is
}

// Detect tells the form of a file of the given size. name is a hint. A file that cannot be read is unknown.
func Detect(r io.ReaderAt, size int64, name string) Detected {
	head := make([]byte, min(size, pages.SniffLen))
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	kind := pages.Sniff(head)
	d := Detected{Page: kind, MediaType: kind.MediaType()}
	switch {
	case signed.Is(head): // what it holds begins like itself
		d.Form = P7M
	case kind == pages.KindPDF && !isArchive(head):
		d.Form = PDF
	case kind.Image():
		d.Form = Image
	case isArchive(head):
		d.Form = packedForm(r, size, head, name)
	case bytes.HasPrefix(head, oleMark):
		d.Form, d.MediaType = oleForm(r, size, name)
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		d.Form = RTF
	case isHTML(head):
		d.Form = HTML
	case kind == pages.KindXML:
		d.Form = XML
	case isEmail(head):
		d.Form = mailForm(r, size, head, name)
	default:
		d.Form = textual(head, name)
	}
	if t, ok := mediaTypes[d.Form]; ok {
		d.MediaType = t
	}
	return d
}

// isArchive tells a ZIP archive, which may hold a PDF as it is.
func isArchive(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

var htmlStart = regexp.MustCompile(`(?is)^(?:\xef\xbb\xbf|\s|<\?xml[^>]*\?>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|h[1-6]|script|style)\b`)

func isHTML(head []byte) bool { return htmlStart.Match(decodeHead(head)) }

// decodeHead drops the zero bytes of UTF-16: enough to see what a file begins with.
func decodeHead(head []byte) []byte {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return bytes.ReplaceAll(head[2:], []byte{0}, nil)
	}
	return head
}

var (
	headerLine  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:[ \t\r\n]?`)
	mailHeaders = regexp.MustCompile(`(?im)^(?:from|to|subject|date|message-id|received|mime-version|return-path|delivered-to|reply-to):`)
)

// isEmail tells a message by its head: nothing but header lines up to the first empty one, and at least three that mails have.
func isEmail(head []byte) bool {
	head = bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n"))
	top, _, whole := bytes.Cut(head, []byte("\n\n"))
	lines := bytes.Split(top, []byte("\n"))
	if !whole && len(lines) > 1 {
		lines = lines[:len(lines)-1]
	}
	for i, l := range lines {
		folded := i > 0 && len(l) > 0 && (l[0] == ' ' || l[0] == '\t')
		mbox := i == 0 && bytes.HasPrefix(l, []byte("From "))
		if !folded && !mbox && !headerLine.Match(l) {
			return false
		}
	}
	return len(mailHeaders.FindAll(top, 4)) >= 3
}

// textual tells the forms of text. Bytes that are no text in any encoding that is read are unknown.
func textual(head []byte, name string) Form {
	text, ok := encodings.Decode(head, "")
	if !ok {
		return Unknown
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdown", ".mkd":
		return Markdown
	case ".csv", ".tsv", ".tab":
		if dialectOf(text).columns > 0 {
			return CSV
		}
		return Text
	}
	switch {
	case dialectOf(text).sure():
		return CSV
	case looksLikeMarkdown(text):
		return Markdown
	}
	return Text
}

var markdownSign = regexp.MustCompile("(?m)^(?:#{1,6} \\S|```|\\|.*\\|\\s*$|[-*] \\[[ x]\\] )|\\[[^\\]\\n]+\\]\\([^)\\s]+\\)|\\*\\*[^*\\s][^*\\n]*\\*\\*")

// looksLikeMarkdown asks for two signs, one of them a heading: a letter with a dash list is text.
func looksLikeMarkdown(text string) bool {
	found := markdownSign.FindAllString(text, 20)
	headings := 0
	for _, f := range found {
		if strings.HasPrefix(f, "#") {
			headings++
		}
	}
	return headings > 0 && len(found) > 1
}
