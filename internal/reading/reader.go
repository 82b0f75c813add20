// Package reading turns the bytes of a document into invoices, without a database: XML is taken as it is, a PDF's
// embedded XML before its text, its text before a picture of it.
//
// It owns the order of the ways and when one is left for the next. The ways themselves are the packages below it and
// en16931. It does not own storage.
package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"

	"golang.org/x/sync/semaphore"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/ocr/ppocr"
	"github.com/docketapi/docket/internal/reading/ocr/tesseract"
	"github.com/docketapi/docket/internal/reading/pages"
)

// MaxBytes is the largest document that an invoice is read from.
const MaxBytes = 64 << 20

// Options of a Reader.
type Options struct {
	OCR       string // auto, ppocr or tesseract; "" is auto
	ModelsDir string // runtime and models of ppocr
	Limits    pages.Limits
	Log       *slog.Logger // of panics, with their stacks; nil is none
	// ReadyPrecision is the probability from which ParseFiles takes all decisive values together to be right.
	ReadyPrecision float64
}

// Input is one document. Progress, when given, may be called from any goroutine: what is being done, and how far the
// whole is in per cent.
type Input struct {
	Path     string
	Name     string // a hint only
	Progress func(stage string, percent int)
}

// Result is what a document held: at least one invoice, and the pages with their words when it has any.
type Result struct {
	Invoices []evidence.Invoice
	Pages    []pages.Page
}

// Reader reads documents. Make one with New; safe for use by several goroutines.
type Reader struct {
	engine ocr.Engine
	close  func() error
	limits pages.Limits
	log    *slog.Logger
	cores  *semaphore.Weighted // pages that are drawn and recognised at the same time, over all documents

	precision float64
}

// New makes a Reader. auto takes ppocr where its runtime and models are installed, else tesseract; ppocr asked for by
// name and not there is an error, with the command that installs it.
func New(o Options) (*Reader, error) {
	r := &Reader{limits: o.Limits.OrDefaults(), log: o.Log, precision: o.ReadyPrecision, close: func() error { return nil }, cores: semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0)))}
	if o.OCR == tesseract.Name {
		r.engine = tesseract.New(tesseract.Options{})
		return r, nil
	}
	engine, err := ppocr.New(ppocr.Options{ModelsDir: o.ModelsDir})
	switch {
	case err == nil:
		r.engine, r.close = engine, engine.Close
	case o.OCR == ppocr.Name || fault.CodeOf(err) != fault.CodeReaderMissing:
		return nil, fmt.Errorf("start text recognition: %w", err)
	default:
		r.engine = tesseract.New(tesseract.Options{})
	}
	return r, nil
}

// Close ends the helper processes.
func (r *Reader) Close() error { return r.close() }

// Engine is the name of the recognition engine in use.
func (r *Reader) Engine() string { return r.engine.Name() }

// Read reads the invoices out of a document. Errors carry the codes of documents (package fault).
func (r *Reader) Read(ctx context.Context, in Input) (Result, error) {
	return guard.Get(ctx, r.log, func() (Result, error) { return r.read(ctx, in) })
}

func (r *Reader) read(ctx context.Context, in Input) (Result, error) {
	if in.Progress == nil {
		in.Progress = func(string, int) {}
	}
	return r.readAt(ctx, in, maxWrapped)
}

// readAt reads a document that may hold others, so many in each other.
func (r *Reader) readAt(ctx context.Context, in Input, depth int) (Result, error) {
	in.Progress("detect", 1)
	kind, err := sniff(in.Path)
	if err != nil {
		return Result{}, err
	}
	if form := wraps(in.Path, kind); form != "" && depth > 0 {
		return readWrapped(ctx, in, form, func(held Input) (Result, error) { return r.readAt(ctx, held, depth-1) })
	}
	switch {
	case kind == pages.KindXML:
		return readXML(ctx, in)
	case kind == pages.KindPDF:
		return r.readPDF(ctx, in)
	case kind.Image():
		return r.readImages(ctx, in, kind)
	}
	return Result{}, unsupported(kind)
}

// Pages are all pages of a document with their words; none for one that has no pages. Those of an XML invoice are the PDF's that it
// has in it.
func (r *Reader) Pages(ctx context.Context, path string) ([]pages.Page, error) {
	return guard.Get(ctx, r.log, func() ([]pages.Page, error) { return r.words(ctx, path) })
}

func (r *Reader) words(ctx context.Context, path string) ([]pages.Page, error) {
	kind, err := sniff(path)
	if err != nil {
		return nil, err
	}
	quiet := func(string, int) {}
	switch {
	case kind == pages.KindXML:
		var list []pages.Page
		err := withPDF(ctx, path, r.limits, func(pdf *pages.PDF) (err error) {
			list, _, err = r.wordsOfPDF(ctx, pdf, quiet)
			return err
		})
		if fault.IsPermanent(err) {
			return nil, nil // the invoice is the XML: a PDF in it that cannot be read has no pages
		}
		return list, err
	case kind == pages.KindPDF:
		pdf, err := pages.OpenPDF(path, r.limits)
		if err != nil {
			return nil, err
		}
		list, _, err := r.wordsOfPDF(ctx, pdf, quiet)
		return list, err
	case kind.Image():
		list, _, err := r.wordsOfImages(ctx, path, kind, quiet)
		return list, err
	}
	return nil, nil
}

func unsupported(kind pages.Kind) error {
	if kind == pages.KindText {
		return fault.New(fault.CodeUnsupportedFormat, "plain text is not a form of invoice that is read")
	}
	return fault.New(fault.CodeUnsupportedFormat, "the bytes are neither XML, nor a PDF, nor a picture that is read")
}

// sniff tells the kind by the bytes, and refuses what is empty or too large before anything else looks at it.
func sniff(path string) (pages.Kind, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("open document: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	switch {
	case err != nil:
		return "", fmt.Errorf("look at document: %w", err)
	case st.IsDir():
		return "", fault.New(fault.CodeUnsupportedFormat, "it is a folder")
	case st.Size() == 0:
		return "", fault.New(fault.CodeEmptyFile, "the file has no bytes")
	case st.Size() > MaxBytes:
		return "", fault.New(fault.CodeBodyTooLarge, "an invoice may have %d bytes at most", MaxBytes)
	}
	head := make([]byte, pages.SniffLen)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", fmt.Errorf("read document: %w", err)
	}
	return pages.Sniff(head[:n]), nil
}
