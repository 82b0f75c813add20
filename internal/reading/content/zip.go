package content

import (
	"archive/zip"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
)

// archive is a packed document. All that is unpacked of it counts against one limit.
type archive struct {
	b     *builder
	files map[string]*zip.File
	left  int64
}

// openArchive looks at the directory of a packed file: nothing is unpacked that declares more than the limits, and what
// declares too little is cut off at what it declares.
func (b *builder) openArchive(f *os.File) (*archive, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f, st.Size())
	if err != nil {
		return nil, b.notArchive(f, err)
	}
	if len(z.File) > b.limits.Entries {
		return nil, tooComplex("the file has more than %d parts", b.limits.Entries)
	}
	a := &archive{b: b, files: map[string]*zip.File{}, left: b.limits.Unpacked}
	for _, e := range z.File {
		if e.Flags&1 != 0 {
			return nil, fault.New(fault.CodeDocumentEncrypted, "the file is encrypted")
		}
		if _, twice := a.files[e.Name]; twice {
			return nil, damaged(nil, "the file has the part %.80q twice", e.Name)
		}
		a.files[e.Name] = e
	}
	return a, nil
}

// notArchive tells an office document that is encrypted, which stands in a compound file, from one that is damaged.
func (b *builder) notArchive(f *os.File, cause error) error {
	data, err := io.ReadAll(io.LimitReader(within{b.ctx, f}, b.limits.Bytes))
	if err != nil {
		return fmt.Errorf("read document: %w", err)
	}
	if c, err := openCompound(data); err == nil && c.has("EncryptedPackage") {
		return fault.New(fault.CodeDocumentEncrypted, "the document is encrypted")
	}
	return damaged(cause, "the file is damaged or cut off: its directory cannot be read")
}

// like gives the names of the parts that begin and end so, in order: slide2 before slide10.
func (a *archive) like(prefix, suffix string) []string {
	var out []string
	for name := range a.files {
		if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, suffix) {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(x, y string) int {
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	})
	return out
}

// open unpacks a part. A missing one is nil.
func (a *archive) open(name string) (io.ReadCloser, error) {
	e := a.files[strings.TrimPrefix(name, "/")]
	if e == nil {
		return nil, nil // not there is an answer
	}
	size := int64(min(e.UncompressedSize64, 1<<62)) // fits
	if size > a.left || size > 1<<20 && size/max(int64(min(e.CompressedSize64, 1<<62)), 1) > a.b.limits.Ratio {
		return nil, tooComplex("the part %.80q unpacks to %d MiB", name, size>>20)
	}
	a.left -= size
	r, err := e.Open()
	if err != nil {
		return nil, damaged(err, "the part %.80q cannot be unpacked", name)
	}
	return part{within{a.b.ctx, io.LimitReader(r, size+1)}, r}, nil
}

type part struct {
	within
	io.Closer
}
