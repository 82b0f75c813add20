package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/docketapi/docket/examples"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/reading/pages"
)

// doctorDPI is enough for text of a usual size to be recognised.
const doctorDPI = 150

// withExample gives the path of an example to do, beside which files may be made.
func withExample(example []byte, do func(path string) error) (err error) {
	dir, err := os.MkdirTemp("", "docket-doctor-")
	if err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "example")
	if err := os.WriteFile(path, example, 0o600); err != nil {
		return fmt.Errorf("write example: %w", err)
	}
	return do(path)
}

// words counts the words that reading finds in a file.
func words(ctx context.Context, r *reading.Reader, path string) (int, error) {
	list, err := r.Pages(ctx, path)
	n := 0
	for _, p := range list {
		for _, l := range p.Lines {
			n += len(l.Words)
		}
	}
	return n, err
}

// failedTool is a tool of this machine that failed, or was not done in time: then nothing is known to be missing.
func failedTool(ctx context.Context, name string, err error, remedy string) finding {
	if ctx.Err() != nil {
		remedy = "doctor again when the machine has less to do"
	}
	return finding{broken, name + ": " + saying(err), remedy}
}

// examinePages reads the text of a PDF and draws its page, as is done with every document.
func examinePages(ctx context.Context, e *env) finding {
	for _, program := range []string{"pdftotext", "pdftoppm", "pdfdetach", "pdfimages"} {
		if _, err := exec.LookPath(program); err != nil {
			return finding{broken, program + " is not installed: PDFs cannot be read", "make setup"}
		}
	}
	r, err := newReader(e)
	if err != nil {
		return finding{broken, saying(err), "make models, or DOCKET_OCR=tesseract"}
	}
	defer r.Close()
	err = withExample(examples.InvoicePDF, func(path string) error {
		n, err := words(ctx, r, path)
		if err == nil && n == 0 {
			err = errors.New("it finds no word in a PDF that has some")
		}
		if err == nil {
			_, err = r.PagePNG(ctx, path, 1, doctorDPI, 0)
		}
		return err
	})
	if err != nil {
		return failedTool(ctx, "poppler", err, "make setup")
	}
	return finding{fine, "poppler", ""}
}

// examinePhonePictures has a picture of a phone decoded. Docket does without: only such files are then refused.
func examinePhonePictures(ctx context.Context, _ *env) finding {
	err := withExample(examples.PictureHEIC, func(path string) error {
		album, err := pages.OpenAlbum(ctx, path, pages.KindHEIF, pages.Limits{})
		if err != nil {
			return fmt.Errorf("convert picture: %w", err)
		}
		defer album.Close()
		_, err = album.Decode(1)
		return err
	})
	switch {
	case fault.CodeOf(err) == fault.CodeReaderMissing, fault.CodeOf(err) == fault.CodeUnsupportedFormat:
		return finding{absent, "HEIC pictures cannot be read: " + saying(err), "make setup"}
	case err != nil:
		return failedTool(ctx, "libheif", err, "make setup")
	}
	return finding{fine, "libheif", ""}
}

// examineRecognition has a picture of a page read.
func examineRecognition(ctx context.Context, e *env) finding {
	r, err := newReader(e)
	if err != nil {
		return finding{broken, saying(err), "make models, or DOCKET_OCR=tesseract"}
	}
	defer r.Close()
	if _, err := exec.LookPath("tesseract"); err != nil && r.Engine() == "tesseract" {
		return finding{broken, "neither PP-OCR nor tesseract is installed: scans cannot be read", "make setup models"}
	}
	err = withExample(examples.InvoicePDF, func(path string) error {
		png, err := r.PagePNG(ctx, path, 1, doctorDPI, 0)
		if err != nil {
			return err
		}
		picture := path + ".png"
		if err := os.WriteFile(picture, png, 0o600); err != nil {
			return fmt.Errorf("write picture: %w", err)
		}
		n, err := words(ctx, r, picture)
		if err == nil && n == 0 {
			err = errors.New("it finds no word in a picture that has some")
		}
		return err
	})
	if err != nil {
		return failedTool(ctx, r.Engine(), err, "make setup models")
	}
	if r.Engine() == "tesseract" && e.cli.OCR == "auto" {
		return finding{fine, "tesseract", "make models: PP-OCR reads more"}
	}
	return finding{fine, r.Engine(), ""}
}
