package content

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
)

// parsers read the forms that are read whole.
var parsers = map[Form]func(*builder, []byte){
	Text: readText, Markdown: readMarkdown, HTML: readHTML, CSV: readCSV, XML: readXML, Email: readEmail, Mbox: readMbox, RTF: readRTF, P7M: readP7M,
}

// packed read the forms that are archives, or files of streams.
var packed = map[Form]func(*builder, *os.File){
	DOCX: readDOCX, XLSX: readXLSX, PPTX: readPPTX, ODT: readOpenDocument, ODS: readOpenDocument, ODP: readOpenDocument, EPUB: readEPUB,
	MSG: readMSG, ZIP: readZIP, ASIC: readASIC,
}

// Readable tells the forms that Read reads. Those of pages are read by package reading and put in order by FromPages.
func (f Form) Readable() bool { return parsers[f] != nil || packed[f] != nil }

// File is what Read reads.
type File struct {
	Path    string
	Form    Form
	Charset string // that the sender said text is in; "" where nothing was said
}

// Read reads a file of a form that has no pages. Errors: unsupported_format, body_too_large, document_damaged,
// document_encrypted, document_too_complex, reading_timeout, reading_failed and the codes of XML.
func Read(ctx context.Context, file File, limits Limits) (Document, error) {
	return read(ctx, file, limits, false)
}

// read is Read. whole tells that the files that the file holds are wanted as they are.
func read(ctx context.Context, file File, limits Limits, whole bool) (Document, error) {
	limits = limits.OrDefaults()
	if !file.Form.Readable() {
		return Document{}, fault.New(fault.CodeUnsupportedFormat, "files of this form have no text that is read")
	}
	f, err := os.Open(file.Path)
	if err != nil {
		return Document{}, fmt.Errorf("open document: %w", err)
	}
	defer f.Close()
	ctx, cancel := context.WithTimeoutCause(ctx, limits.Wall, errWall)
	defer cancel()
	b := &builder{ctx: ctx, limits: limits, charset: file.Charset, whole: whole}
	if err := guard.Run(ctx, nil, func() error { b.read(f, file.Form); return b.err }); err != nil {
		return Document{}, err
	}
	return b.doc, nil
}

// read runs the form's parser.
func (b *builder) read(f *os.File, form Form) {
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
