package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/docketapi/docket/internal/core/fault"
)

// TIFF tags (TIFF 6.0) that tell how to look at a picture.
const (
	tagOrientation    = 274
	tagXResolution    = 282
	tagResolutionUnit = 296
)

// directory is a TIFF image file directory, also the form of EXIF data.
type directory struct {
	order   binary.ByteOrder
	entries map[uint16]entry
	next    uint32
}

type entry struct {
	kind  uint16
	value [4]byte
}

var errDirectory = errors.New("malformed TIFF directory")

// byteOrder reads a TIFF header: its byte order and the offset of the first directory.
func byteOrder(r io.ReaderAt) (binary.ByteOrder, uint32, error) {
	var head [8]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, 0, fmt.Errorf("read header: %w", errDirectory)
	}
	switch string(head[:4]) {
	case "II*\x00":
		return binary.LittleEndian, binary.LittleEndian.Uint32(head[4:]), nil
	case "MM\x00*":
		return binary.BigEndian, binary.BigEndian.Uint32(head[4:]), nil
	}
	return nil, 0, fmt.Errorf("read header: %w", errDirectory)
}

func readDirectory(r io.ReaderAt, order binary.ByteOrder, at uint32) (directory, error) {
	d := directory{order: order, entries: map[uint16]entry{}}
	var count [2]byte
	if _, err := r.ReadAt(count[:], int64(at)); err != nil {
		return d, fmt.Errorf("read directory: %w", errDirectory)
	}
	n := int(order.Uint16(count[:]))
	body := make([]byte, n*12+4)
	got, err := r.ReadAt(body, int64(at)+2)
	if err != nil && got < n*12 {
		return d, fmt.Errorf("read directory: %w", errDirectory)
	}
	for i := range n {
		b := body[i*12:]
		e := entry{kind: order.Uint16(b[2:])}
		copy(e.value[:], b[8:12])
		d.entries[order.Uint16(b)] = e
	}
	if got == len(body) {
		d.next = order.Uint32(body[n*12:])
	}
	return d, nil
}

// short is a 16-bit value, 0 without one.
func (d directory) short(tag uint16) int {
	e, ok := d.entries[tag]
	if !ok || e.kind != 3 {
		return 0
	}
	return int(d.order.Uint16(e.value[:]))
}

// rational is a fraction that stands elsewhere in the file, 0 without one.
func (d directory) rational(r io.ReaderAt, tag uint16) float64 {
	e, ok := d.entries[tag]
	if !ok || e.kind != 5 {
		return 0
	}
	var b [8]byte
	if _, err := r.ReadAt(b[:], int64(d.order.Uint32(e.value[:]))); err != nil {
		return 0
	}
	if below := d.order.Uint32(b[4:]); below != 0 {
		return float64(d.order.Uint32(b[:4])) / float64(below)
	}
	return 0
}

// tiffDirectories lists where the pictures' directories are. A chain that runs in a circle ends where it closes.
func tiffDirectories(r io.ReaderAt, size int64, limit int) ([]uint32, error) {
	order, at, err := byteOrder(r)
	var found []uint32
	seen := map[uint32]bool{}
	for err == nil && at != 0 && int64(at) < size && !seen[at] {
		if len(found) == limit {
			return nil, fault.New(fault.CodeTooManyPages, "The file has more than %d pictures.", limit)
		}
		var d directory
		if d, err = readDirectory(r, order, at); err != nil {
			break
		}
		seen[at] = true
		found = append(found, at)
		at = d.next
	}
	if len(found) == 0 {
		return nil, fault.Wrap(err, fault.CodeImageDamaged, "The picture cannot be decoded: it is damaged or cut off.")
	}
	return found, nil
}

func tiffMeta(r io.ReaderAt, size int64, at uint32) imageMeta {
	order, _, err := byteOrder(r)
	if err != nil || int64(at) >= size {
		return imageMeta{}
	}
	d, err := readDirectory(r, order, at)
	if err != nil {
		return imageMeta{}
	}
	return d.meta(r)
}

func (d directory) meta(r io.ReaderAt) imageMeta {
	m := imageMeta{orientation: d.short(tagOrientation), dpi: d.rational(r, tagXResolution)}
	if d.short(tagResolutionUnit) == 3 { // per centimetre
		m.dpi *= 2.54
	}
	return m
}

// patched is a TIFF file whose header points at another directory: so a decoder of first pictures reads any.
type patched struct {
	io.SectionReader
	head [8]byte
}

func newPatched(r io.ReaderAt, size int64, directory uint32) io.Reader {
	p := &patched{SectionReader: *io.NewSectionReader(r, 0, size)}
	order, _, err := byteOrder(r)
	if _, readErr := r.ReadAt(p.head[:], 0); err != nil || readErr != nil {
		return bytes.NewReader(nil)
	}
	order.PutUint32(p.head[4:], directory)
	return p
}

// ReadAt reads with the patched header.
func (p *patched) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.SectionReader.ReadAt(b, off)
	if off >= 0 && off < int64(len(p.head)) {
		copy(b[:n], p.head[off:])
	}
	return n, err
}

// Read reads with the patched header.
func (p *patched) Read(b []byte) (int, error) {
	at, err := p.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	n, err := p.SectionReader.Read(b)
	if at < int64(len(p.head)) {
		copy(b[:n], p.head[at:])
	}
	return n, err
}
