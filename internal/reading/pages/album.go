package pages

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/docketapi/docket/internal/core/fault"
)

// Album is the pictures of a file on disk, in its order. Close it.
type Album struct {
	files  []*os.File
	images []*Images
	made   *Converted // nil where the file is decoded as it is
}

// OpenAlbum opens a file of one or more pictures. Those of phones are converted first. Errors: as OpenImages and ConvertHEIF.
func OpenAlbum(ctx context.Context, path string, kind Kind, limits Limits) (*Album, error) {
	a := &Album{}
	if err := a.add(path, kind, limits); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if !kind.converted() {
		return a, nil
	}
	if err := a.convert(ctx, path, limits); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *Album) add(path string, kind Kind, limits Limits) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open document: %w", err)
	}
	a.files = append(a.files, f)
	st, err := f.Stat()
	if err != nil {
		return fmt.Errorf("look at document: %w", err)
	}
	images, err := OpenImages(kind, f, st.Size(), limits)
	if err != nil {
		return err
	}
	a.images = append(a.images, images)
	return nil
}

// convert puts what was made of the file in place of it.
func (a *Album) convert(ctx context.Context, path string, limits Limits) error {
	made, err := ConvertHEIF(ctx, path, limits)
	if err != nil {
		return err
	}
	a.made, a.images = made, nil
	for _, p := range made.Paths {
		if err := a.add(p, KindJPEG, limits); err != nil {
			return err
		}
	}
	for _, images := range a.images {
		images.meta.orientation = 0 // the converter has turned the picture, and may have copied the note that it is to be turned
	}
	return nil
}

// Len is how many pictures there are.
func (a *Album) Len() int {
	n := 0
	for _, images := range a.images {
		n += images.Len()
	}
	return n
}

// Decode gives picture n, from 1, as Images.Decode does.
func (a *Album) Decode(n int) (Raster, error) {
	rest := n
	for _, images := range a.images {
		if rest >= 1 && rest <= images.Len() {
			return images.Decode(rest)
		}
		rest -= images.Len()
	}
	return Raster{}, fault.New(fault.CodeNotFound, "The document has no page %d.", n)
}

// Close closes the file and removes what was made of it.
func (a *Album) Close() error {
	var err error
	for _, f := range a.files {
		err = errors.Join(err, f.Close())
	}
	if a.made != nil {
		err = errors.Join(err, a.made.Close())
	}
	return err
}
