package content

import (
	"archive/zip"
	"io"
	"os"
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
		return nil, damaged(err, "the file is damaged or cut off: its directory cannot be read")
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

// open unpacks a part. A missing one is nil.
func (a *archive) open(name string) (io.ReadCloser, error) {
	e := a.files[strings.TrimPrefix(name, "/")]
	if e == nil {
		return nil, nil //nolint:nilnil // not there is an answer
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
