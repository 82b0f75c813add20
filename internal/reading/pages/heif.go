package pages

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// heifBrands are the brands of ISO/IEC 23008-12 and of AVIF whose files hold pictures.
var heifBrands = map[string]Kind{
	"heic": KindHEIF, "heix": KindHEIF, "heim": KindHEIF, "heis": KindHEIF, "hevc": KindHEIF, "hevx": KindHEIF,
	"mif1": KindHEIF, "msf1": KindHEIF, "avif": KindAVIF, "avis": KindAVIF,
}

// sniffHEIF tells a picture by the brand of its first box. A general brand leaves it to the compatible ones to say that it
// is AVIF.
func sniffHEIF(head []byte) Kind {
	if len(head) < 16 || string(head[4:8]) != "ftyp" {
		return KindUnknown
	}
	kind := heifBrands[string(head[8:12])]
	end := min(uint64(len(head)), uint64(binary.BigEndian.Uint32(head)))
	for at := uint64(16); kind == KindHEIF && at+4 <= end; at += 4 {
		if string(head[at:at+4]) == "avif" {
			return KindAVIF
		}
	}
	return kind
}

// converted tells kinds that only a program of their own decodes.
func (k Kind) converted() bool { return k == KindHEIF || k == KindAVIF }

var errNoExtent = errors.New("no size of a picture is declared")

// heifConfig finds the largest picture that is declared: the box "ispe" is a version, the width and the height.
func heifConfig(r io.Reader) (image.Config, error) {
	head, err := io.ReadAll(io.LimitReader(r, maxMeta))
	if err != nil {
		return image.Config{}, fmt.Errorf("read picture: %w", err)
	}
	var c image.Config
	for {
		_, after, found := bytes.Cut(head, []byte("ispe"))
		if !found || len(after) < 12 {
			break
		}
		head = after
		if w, h := binary.BigEndian.Uint32(after[4:]), binary.BigEndian.Uint32(after[8:]); uint64(w)*uint64(h) > uint64(c.Width)*uint64(c.Height) {
			c.Width, c.Height = int(w), int(h)
		}
	}
	if c.Width == 0 {
		return c, errNoExtent
	}
	return c, nil
}

func undecoded(io.Reader) (image.Image, error) {
	return nil, fault.New(fault.CodeUnsupportedFormat, "The picture must be converted before it is decoded.")
}

// Converted are the pictures of a file as JPEG files. Close removes them.
type Converted struct {
	dir   *sandbox.Dir
	Paths []string // in the file's order
}

// Close removes the files.
func (c *Converted) Close() error { return c.dir.Close() }

// ConvertHEIF decodes the pictures of a HEIF or AVIF file, upright. Errors: as OpenImages, reader_missing, reading_timeout.
func ConvertHEIF(ctx context.Context, path string, limits Limits) (*Converted, error) {
	path, err := filepath.Abs(path) // the program runs in a folder of its own
	if err != nil {
		return nil, fmt.Errorf("find picture: %w", err)
	}
	dir, err := sandbox.NewDir()
	if err != nil {
		return nil, err
	}
	c := &Converted{dir: dir}
	if err := c.fill(ctx, path, limits.OrDefaults()); err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	return c, nil
}

func (c *Converted) fill(ctx context.Context, path string, limits Limits) error {
	res, err := sandbox.Run(ctx, sandbox.Command{Program: heifProgram(), Args: []string{"-q", heifQuality, path, c.dir.Path("p.jpg")},
		Dir: c.dir.Path(), Limits: sandbox.Limits{Wall: limits.Wall, Memory: maxConverting}})
	switch fault.CodeOf(err) {
	case fault.CodeReadOutput, fault.CodeReadMemory:
		return fault.Wrap(err, fault.CodeImageTooLarge, "The picture is too large to be decoded.")
	}
	if err != nil {
		return err
	}
	if err := heifFailed(res); err != nil {
		return err
	}
	if c.Paths, err = c.written(); err != nil {
		return err
	}
	if len(c.Paths) > limits.Pages {
		return fault.New(fault.CodeTooManyPages, "The file has more than %d pictures.", limits.Pages)
	}
	return nil
}

// written are the files that were made: p.jpg for one picture, p-1.jpg and so on for several.
func (c *Converted) written() ([]string, error) {
	var out []string
	for n := 0; ; n++ {
		name := c.dir.Path("p.jpg")
		if n > 0 {
			name = c.dir.Path(fmt.Sprintf("p-%d.jpg", n))
		}
		_, err := os.Stat(name)
		switch {
		case err == nil:
			out = append(out, name)
		case !errors.Is(err, os.ErrNotExist):
			return nil, fmt.Errorf("find converted picture: %w", err)
		case n > 0 && len(out) == 0:
			return nil, fault.New(fault.CodeImageDamaged, "The file holds no picture that can be decoded.")
		case n > 0:
			return out, nil
		}
	}
}

const (
	heifQuality = "95" // of JPEG: text keeps its edges
	// maxConverting is in bytes: a picture of 100 million pixels as it is stored and in colours.
	maxConverting = 2 * maxDecoded
)

// heifProgram is libheif's converter, by its old or its new name.
func heifProgram() string {
	const old, renamed = "heif-convert", "heif-dec"
	if _, err := exec.LookPath(old); err != nil {
		if _, err := exec.LookPath(renamed); err == nil {
			return renamed
		}
	}
	return old
}

// heifFailed turns what the converter says of a file that it could not read into a fault; nil when it could.
func heifFailed(res sandbox.Result) error {
	if res.ExitCode == 0 {
		return nil
	}
	said := strings.TrimSpace(res.Stderr + " " + string(res.Stdout[:min(len(res.Stdout), 4096)]))
	cause := fmt.Errorf("status %d: %.300s", res.ExitCode, said)
	switch {
	case strings.Contains(said, "Security limit"), strings.Contains(said, "too big"), strings.Contains(said, "Memory allocation"):
		return fault.Wrap(cause, fault.CodeImageTooLarge, "The picture is too large to be decoded.")
	case strings.Contains(said, "Unsupported"):
		return fault.Wrap(cause, fault.CodeUnsupportedFormat, "This kind of HEIF picture is not supported.")
	}
	return fault.Wrap(cause, fault.CodeImageDamaged, "The picture cannot be decoded: it is damaged or cut off.")
}
