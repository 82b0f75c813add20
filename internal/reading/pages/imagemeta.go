package pages

import (
	"bytes"
	"encoding/binary"
	"io"
)

// imageMeta is what a picture says of how to look at it; zeros when it says nothing.
type imageMeta struct {
	orientation int
	dpi         float64
}

// maxMeta is how far into a file metadata is looked for.
const maxMeta = 512 << 10

// readMeta finds orientation and resolution in front of the pixels.
func readMeta(kind Kind, r io.ReaderAt, size int64) imageMeta {
	head := make([]byte, min(size, maxMeta))
	n, _ := r.ReadAt(head, 0) // what is there is looked at
	head = head[:n]
	switch kind {
	case KindJPEG:
		return jpegMeta(head)
	case KindPNG:
		return pngMeta(head)
	case KindWebP:
		return webpMeta(head)
	default:
		return imageMeta{}
	}
}

// jpegMeta reads the segments JFIF (density) and Exif up to the first scan.
func jpegMeta(b []byte) imageMeta {
	var m imageMeta
	for at := 2; at+4 <= len(b) && b[at] == 0xff; {
		marker, length := b[at+1], int(binary.BigEndian.Uint16(b[at+2:]))
		if marker == 0xda || length < 2 || at+2+length > len(b) {
			break
		}
		body := b[at+4 : at+2+length]
		switch {
		case marker == 0xe0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 12:
			m.dpi = density(float64(binary.BigEndian.Uint16(body[8:])), int(body[7]))
		case marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			m = m.or(exif(body[6:]))
		}
		at += 2 + length
	}
	return m
}

// density is dots per inch of a JFIF density: unit 1 is per inch, 2 per centimetre, 0 an aspect ratio only.
func density(v float64, unit int) float64 {
	switch unit {
	case 1:
		return v
	case 2:
		return v * 2.54
	}
	return 0
}

func pngMeta(b []byte) imageMeta {
	var m imageMeta
	for at := 8; at+8 <= len(b); {
		length, name := int(binary.BigEndian.Uint32(b[at:])), string(b[at+4:at+8])
		if length < 0 || at+12+length > len(b) || name == "IDAT" {
			break
		}
		body := b[at+8 : at+8+length]
		switch {
		case name == "pHYs" && length == 9 && body[8] == 1:
			m.dpi = float64(binary.BigEndian.Uint32(body)) * 0.0254
		case name == "eXIf":
			m = m.or(exif(body))
		}
		at += 12 + length
	}
	return m
}

func webpMeta(b []byte) imageMeta {
	for at := 12; at+8 <= len(b); {
		length := int(binary.LittleEndian.Uint32(b[at+4:]))
		if length < 0 || at+8+length > len(b) {
			break
		}
		if string(b[at:at+4]) == "EXIF" {
			return exif(bytes.TrimPrefix(b[at+8:at+8+length], []byte("Exif\x00\x00")))
		}
		at += 8 + length + length%2
	}
	return imageMeta{}
}

// exif reads the first directory of EXIF data, which is a small TIFF file.
func exif(b []byte) imageMeta {
	r := bytes.NewReader(b)
	order, at, err := byteOrder(r)
	if err != nil {
		return imageMeta{}
	}
	d, err := readDirectory(r, order, at)
	if err != nil {
		return imageMeta{}
	}
	return d.meta(r)
}

// or fills what m lacks; an orientation of o wins.
func (m imageMeta) or(o imageMeta) imageMeta {
	if o.orientation != 0 {
		m.orientation = o.orientation
	}
	if m.dpi == 0 {
		m.dpi = o.dpi
	}
	return m
}
