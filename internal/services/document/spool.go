package document

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/pages"
)

// spooled is an upload on its way: a file of the data directory, hashed while it was written.
type spooled struct {
	path  string
	size  int64
	sum   [32]byte
	found content.Detected
}

// kind is what the bytes are.
func (sp *spooled) kind() Kind {
	if sp.found.Form == content.Unknown {
		return Other
	}
	return Kind(sp.found.Form)
}

// spool writes a body to a file. Errors: empty_file, body_too_large, unavailable when the disk is full; then nothing is left.
func spool(ctx context.Context, dir string, in File) (*spooled, error) {
	f, err := os.CreateTemp(dir, "upload-*")
	if err != nil {
		return nil, noSpace(fmt.Errorf("make spool file: %w", err))
	}
	sp := &spooled{path: f.Name()}
	err = sp.fill(ctx, f, in)
	if err = errors.Join(err, f.Close()); err != nil {
		sp.discard()
		return nil, noSpace(err)
	}
	return sp, nil
}

func (sp *spooled) fill(ctx context.Context, f *os.File, in File) error {
	body, limit := in.Body, in.Limit
	h := sha256.New()
	n, err := copyHashed(f, h, io.LimitReader(&cancellable{ctx, body}, limit+1))
	switch {
	case err != nil:
		return fmt.Errorf("receive file: %w", err)
	case n == 0:
		return fault.New(fault.CodeEmptyFile, "the file has no bytes")
	case n > limit:
		return fault.New(fault.CodeBodyTooLarge, "the file is larger than %d MiB", limit>>20)
	}
	sp.size = n
	h.Sum(sp.sum[:0])
	sp.found = content.Detect(f, n, in.Name)
	return nil
}

// checkPixels refuses a picture whose header declares more than is ever decoded. Any other fault is for the reader to tell.
func (sp *spooled) checkPixels() error {
	if sp.found.Form != content.Image {
		return nil
	}
	f, err := os.Open(sp.path)
	if err != nil {
		return fmt.Errorf("open spool file: %w", err)
	}
	defer f.Close()
	if _, err := pages.OpenImages(sp.found.Page, f, sp.size, pages.Limits{}); fault.CodeOf(err) == fault.CodeImageTooLarge {
		return err
	}
	return nil
}

func (sp *spooled) discard() { _ = os.Remove(sp.path) } // taken away by Keep, or swept later

// cancellable ends a copy when its request does.
type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancellable) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}

func noSpace(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.Wrap(err, fault.CodeUnavailable, "there is no space left to store the file")
	}
	return err
}
