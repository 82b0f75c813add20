package content

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content/encodings"
)

// readZIP reads the names of the files in an archive. The files themselves are documents of their own: Files gives them.
func readZIP(b *builder, f *os.File) {
	list, skipped, err := zipFiles(f, b.limits)
	if err != nil {
		b.err = err
		return
	}
	b.doc.Skipped = skipped
	for _, e := range list {
		if !b.add(Block{Kind: Row, Text: Clean(zipName(e))}) {
			return
		}
	}
}

// Files gives the files in an archive one after the other, each with what it holds, to be read before the next. Limits hold as
// in Read; what they leave out is in Document.Skipped. Errors of each end it.
func Files(ctx context.Context, archive string, limits Limits, each func(name string, body io.Reader) error) error {
	f, err := os.Open(archive)
	if err != nil {
		return fmt.Errorf("open archive: %w", err)
	}
	defer f.Close()
	list, _, err := zipFiles(f, limits.OrDefaults())
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := eachFile(ctx, e, each); err != nil {
			return err
		}
	}
	return nil
}

func eachFile(ctx context.Context, e *zip.File, each func(name string, body io.Reader) error) error {
	r, err := e.Open()
	if err != nil {
		return nil // packed in a way that is not known: the others are read
	}
	defer r.Close()
	size := int64(min(e.UncompressedSize64, 1<<62)) // fits
	return each(zipName(e), checked{within{ctx, io.LimitReader(r, size)}})
}

// checked says of bytes that cannot be unpacked that the document is damaged.
type checked struct{ r io.Reader }

// Read implements io.Reader.
func (c checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		if _, known := fault.As(err); !known {
			err = damaged(err, "a file of the archive cannot be unpacked")
		}
	}
	return n, err
}

// zipFiles are the files of an archive that are read: no folders, nothing that systems put there for themselves, nothing that is
// encrypted or unpacks to more than the limits. skipped says what they leave out.
func zipFiles(f *os.File, limits Limits) (list []*zip.File, skipped []string, err error) {
	st, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	z, err := zip.NewReader(f, st.Size())
	if err != nil {
		return nil, nil, damaged(err, "the archive is damaged or cut off: its directory cannot be read")
	}
	if len(z.File) > limits.Entries {
		return nil, nil, tooComplex("the archive has more than %d files", limits.Entries)
	}
	left, encrypted := limits.Unpacked, 0
	for _, e := range z.File {
		size := int64(min(e.UncompressedSize64, 1<<62)) // fits
		switch {
		case strings.HasSuffix(e.Name, "/") || e.Mode()&os.ModeType != 0 || systemFile(e.Name) || size == 0:
		case e.Flags&1 != 0:
			encrypted++
		case size > left || size > 1<<20 && size/max(int64(min(e.CompressedSize64, 1<<62)), 1) > limits.Ratio:
			skipped = append(skipped, fmt.Sprintf("%.80q unpacks to %d MiB", e.Name, size>>20))
		case len(list) == limits.Files:
			skipped = append(skipped, fmt.Sprintf("more than %d files", limits.Files))
			return list, skipped, nil
		default:
			left -= size
			list = append(list, e)
		}
	}
	switch {
	case encrypted > 0 && len(list) == 0:
		return nil, nil, fault.New(fault.CodeDocumentEncrypted, "the archive is encrypted")
	case len(skipped) > 0 && len(list) == 0:
		return nil, nil, tooComplex("the archive unpacks to more than %d MiB or %d times its size", limits.Unpacked>>20, limits.Ratio)
	case encrypted > 0:
		skipped = append(skipped, fmt.Sprintf("%d encrypted files", encrypted))
	}
	return list, skipped, nil
}

func systemFile(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" || base == "desktop.ini"
}

// zipName is a file's name in UTF-8.
func zipName(e *zip.File) string {
	if !e.NonUTF8 {
		return e.Name
	}
	if text, ok := encodings.Decode([]byte(e.Name), ""); ok {
		return text
	}
	return strings.ToValidUTF8(e.Name, "\uFFFD")
}
