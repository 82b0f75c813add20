package pages

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// Hints are what a PDF's bytes say without reading its structure: whether it may hold a thing at all. They save a
// subprocess where the answer is no.
type Hints struct {
	Rotated   bool // some page may have a /Rotate
	Embedded  bool // there may be embedded files
	Pictures  bool // there may be pictures
	Encrypted bool
}

var (
	markRotate   = []byte("/Rotate")
	markPicture  = []byte("/Image")
	markEncrypt  = []byte("/Encrypt")
	markInline   = []byte("BI /W")
	markObjStm   = []byte("/ObjStm")
	markEmbedded = [][]byte{[]byte("/EmbeddedFile"), []byte("/Filespec"), []byte("/EF")}
)

const (
	hintChunk   = 1 << 20
	hintOverlap = 64
	maxObjStm   = 8 << 20 // of one object stream, decompressed
	maxInflate  = 64 << 20
)

// ReadHints looks through the file once. Object streams are decompressed, for most PDFs keep their pages in them.
func ReadHints(r io.ReaderAt, size int64) (Hints, error) {
	var h Hints
	buf := make([]byte, min(size, hintChunk)+hintOverlap)
	budget := int64(maxInflate)
	for at := int64(0); at < size; at += hintChunk {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return h, fmt.Errorf("read PDF: %w", err)
		}
		part := buf[:n]
		h.look(part)
		for i := 0; budget > 0 && !(h.Rotated && h.Embedded); {
			j := bytes.Index(part[i:], markObjStm)
			if j < 0 || i+j >= hintChunk { // the overlap is the next chunk's
				break
			}
			i += j + len(markObjStm)
			budget -= h.lookInside(r, size, at+int64(i))
		}
	}
	if h.Encrypted { // object streams cannot be seen through
		h.Rotated, h.Embedded, h.Pictures = true, true, true
	}
	return h, nil
}

func (h *Hints) look(part []byte) {
	h.Encrypted = h.Encrypted || bytes.Contains(part, markEncrypt)
	h.Rotated = h.Rotated || rotated(part)
	h.Pictures = h.Pictures || bytes.Contains(part, markPicture) || bytes.Contains(part, markInline)
	for _, m := range markEmbedded {
		h.Embedded = h.Embedded || bytes.Contains(part, m)
	}
}

// rotated finds a /Rotate with another value than 0.
func rotated(part []byte) bool {
	for {
		i := bytes.Index(part, markRotate)
		if i < 0 {
			return false
		}
		part = part[i+len(markRotate):]
		value := bytes.TrimLeft(part[:min(len(part), 24)], " \r\n\t")
		if len(value) == 0 || value[0] != '0' {
			return true
		}
	}
}

// lookInside decompresses the object stream whose dictionary is at an offset; it tells how many bytes came out.
func (h *Hints) lookInside(r io.ReaderAt, size, at int64) int64 {
	head := make([]byte, min(1024, size-at))
	if _, err := r.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	i := bytes.Index(head, []byte("stream"))
	if i < 0 {
		return 0
	}
	body := i + len("stream")
	for body < len(head) && (head[body] == '\r' || head[body] == '\n') {
		body++
	}
	z, err := zlib.NewReader(io.NewSectionReader(r, at+int64(body), size-at-int64(body)))
	if err != nil {
		return 0
	}
	text, _ := io.ReadAll(io.LimitReader(z, maxObjStm)) // a broken end leaves what came before it
	h.look(text)
	return int64(len(text))
}
