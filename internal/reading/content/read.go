package content

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/docketapi/docket/internal/core/fault"
)

// parsers read the forms that are read whole.
var parsers = map[Form]func(*builder, []byte){
	Text: readText, Markdown: readMarkdown, HTML: readHTML, CSV: readCSV, XML: readXML, Email: readEmail,
}

// packed read the forms that are ZIP files.
var packed = map[Form]func(*builder, *os.File){DOCX: readDOCX, XLSX: readXLSX}

// Readable tells the forms that Read reads. Those of pages are read by package reading and put in order by FromPages.
func (f Form) Readable() bool { return parsers[f] != nil || packed[f] != nil }

// Read reads a file of a form that has no pages. Errors: unsupported_format, body_too_large, document_damaged,
// document_encrypted, document_too_complex, reading_timeout and the codes of XML.
func Read(ctx context.Context, path string, form Form, limits Limits) (doc Document, err error) {
	limits = limits.OrDefaults()
	if !form.Readable() {
		return Document{}, fault.New(fault.CodeUnsupportedFormat, "files of this form have no text that is read")
	}
	f, err := os.Open(path)
	if err != nil {
		return Document{}, fmt.Errorf("open document: %w", err)
	}
	defer f.Close()
	ctx, cancel := context.WithTimeoutCause(ctx, limits.Wall, errWall)
	defer cancel()
	b := &builder{ctx: ctx, limits: limits}
	b.read(f, form)
	if b.err != nil {
		return Document{}, b.err
	}
	return b.doc, nil
}

// read runs the form's parser. What a library panics over is a damaged document.
func (b *builder) read(f *os.File, form Form) {
	defer func() {
		if p := recover(); p != nil {
			b.err = damaged(fmt.Errorf("panic: %v\n%s", p, debug.Stack()), "the document is damaged")
		}
	}()
	st, err := f.Stat()
	switch {
	case err != nil:
		b.err = fmt.Errorf("look at document: %w", err)
		return
	case st.Size() > b.limits.Bytes:
		b.err = fault.New(fault.CodeBodyTooLarge, "text is read from files of at most %d MiB", b.limits.Bytes>>20)
		return
	case packed[form] != nil:
		packed[form](b, f)
		return
	}
	data, err := io.ReadAll(io.LimitReader(f, b.limits.Bytes))
	if err != nil {
		b.err = fmt.Errorf("read document: %w", err)
		return
	}
	parsers[form](b, data)
}
