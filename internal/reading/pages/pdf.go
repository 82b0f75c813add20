package pages

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// PDF is a PDF file on disk. Poppler's programs read it, each in a process of its own.
type PDF struct {
	path     string
	limits   Limits
	hints    Hints
	repaired atomic.Bool
}

// Repaired tells, after Text, whether the PDF's index of objects was broken and had to be rebuilt: then pages without
// words have lost them.
func (d *PDF) Repaired() bool { return d.repaired.Load() }

// OpenPDF looks at the file's bytes. The file must stay where it is while the PDF is used.
func OpenPDF(path string, limits Limits) (*PDF, error) {
	path, err := filepath.Abs(path) // the programs run in a folder of their own
	if err != nil {
		return nil, fmt.Errorf("find PDF: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	hints, err := ReadHints(f, st.Size())
	if err != nil {
		return nil, err
	}
	return &PDF{path: path, limits: limits.OrDefaults(), hints: hints}, nil
}

// HasPictures is false when no page can show a picture.
func (d *PDF) HasPictures() bool { return d.hints.Pictures }

// errEnough stops the reading of pages above the limit.
var errEnough = errors.New("too many pages")

// Text reads every page's text layer, in one process. Pages without text are there, without lines. Errors:
// pdf_encrypted, pdf_damaged, pdf_no_pages, too_many_pages, and the sandbox's.
func (d *PDF) Text(ctx context.Context) ([]Page, error) {
	sideways := map[int]bool{}
	if d.hints.Rotated {
		infos, err := d.Info(ctx)
		if err != nil {
			return nil, err
		}
		for _, i := range infos {
			sideways[i.Number] = i.Rotate%180 != 0
		}
	}
	var out []Page
	pr, pw := io.Pipe()
	parsed := make(chan error, 1)
	go func() {
		err := guard.Run(ctx, nil, func() error {
			return readBBox(pr, func(b bboxPage) error {
				if len(out) == d.limits.Pages {
					return errEnough
				}
				out = append(out, b.toPage(len(out)+1, sideways[len(out)+1]))
				return nil
			})
		})
		pr.CloseWithError(err)
		parsed <- err
	}()
	res, err := d.run(ctx, "pdftotext", pw, "-bbox-layout", "-cropbox", "-l", strconv.Itoa(d.limits.Pages+1), d.path, "-")
	pw.Close()
	if parseErr := <-parsed; errors.Is(parseErr, errEnough) {
		return nil, fault.New(fault.CodeTooManyPages, "The PDF has more than %d pages.", d.limits.Pages)
	} else if err == nil && parseErr != nil {
		return nil, fmt.Errorf("read layout of PDF: %w", parseErr)
	}
	if err != nil {
		return nil, err
	}
	if err := failed(res); err != nil {
		return nil, err
	}
	if strings.Contains(res.Stderr, "xref") || strings.Contains(res.Stderr, "trailer") {
		d.repaired.Store(true)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.CodePDFNoPages, "The PDF has no pages.")
	}
	return out, nil
}

// run starts a poppler program. Its output goes to w, or is kept when w is nil.
func (d *PDF) run(ctx context.Context, program string, w io.Writer, args ...string) (sandbox.Result, error) {
	return sandbox.Run(ctx, sandbox.Command{Program: program, Args: args, Stdout: w,
		Limits: sandbox.Limits{Wall: d.limits.Wall, Memory: popplerMemory, Output: popplerOutput}})
}

const (
	popplerMemory = 1 << 30
	popplerOutput = 512 << 20
)

// failed turns what poppler says of a PDF it could not read into a fault; nil when it could.
func failed(res sandbox.Result) error {
	if res.ExitCode == 0 {
		return nil
	}
	said := strings.TrimSpace(res.Stderr)
	cause := fmt.Errorf("status %d: %.300s", res.ExitCode, said)
	switch {
	case strings.Contains(said, "Incorrect password"), strings.Contains(said, "Unsupported version/revision of Standard security"),
		strings.Contains(said, "security handler"):
		return fault.Wrap(cause, fault.CodePDFEncrypted, "The PDF asks for a password.")
	case strings.Contains(said, "after the last page (0)"):
		return fault.Wrap(cause, fault.CodePDFNoPages, "The PDF has no pages.")
	}
	return fault.Wrap(cause, fault.CodePDFDamaged, "The PDF cannot be read: it is damaged or cut off.")
}
