package pdfa

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/md5" // an identifier of the file, not a seal
	"fmt"
	"hash"
	"io"
	"unicode/utf16"
)

// pdf writes objects in turn and remembers where they start. It writes on after a failure; failed tells of it.
type pdf struct {
	out     *bufio.Writer
	sum     hash.Hash
	at      int64
	offsets []int64 // of object n+1
	err     error
}

func newPDF(w io.Writer) *pdf {
	d := &pdf{out: bufio.NewWriter(w), sum: md5.New()}
	d.put([]byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"))
	return d
}

func (d *pdf) put(b []byte) {
	_, _ = d.sum.Write(b) // a hash takes everything
	n, err := d.out.Write(b)
	d.at += int64(n)
	if d.err == nil {
		d.err = err
	}
}

func (d *pdf) failed(doing string) error {
	if d.err != nil {
		return fmt.Errorf("%s: %w", doing, d.err)
	}
	return nil
}

// reserve gives the number of an object that is defined later.
func (d *pdf) reserve() int {
	d.offsets = append(d.offsets, 0)
	return len(d.offsets)
}

func (d *pdf) define(n int, body string) {
	d.offsets[n-1] = d.at
	d.put(fmt.Appendf(nil, "%d 0 obj\n%s\nendobj\n", n, body))
}

func (d *pdf) object(body string) int {
	n := d.reserve()
	d.define(n, body)
	return n
}

// stream writes a stream with the given entries of its dictionary.
func (d *pdf) stream(entries string, data []byte, compress bool) int {
	if compress {
		data, entries = deflate(data), entries+" /Filter /FlateDecode"
	}
	n := d.reserve()
	d.offsets[n-1] = d.at
	d.put(fmt.Appendf(nil, "%d 0 obj\n<< %s /Length %d >>\nstream\n", n, entries, len(data)))
	d.put(data)
	d.put([]byte("\nendstream\nendobj\n"))
	return n
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// finish writes the index of objects and the trailer.
func (d *pdf) finish(catalog, info int) {
	id, at := d.sum.Sum(nil), d.at
	d.put(fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", len(d.offsets)+1))
	for _, o := range d.offsets {
		d.put(fmt.Appendf(nil, "%010d 00000 n \n", o))
	}
	d.put(fmt.Appendf(nil, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [ <%x> <%x> ] >>\nstartxref\n%d\n%%%%EOF\n", len(d.offsets)+1, catalog, info, id, id, at))
	if err := d.out.Flush(); d.err == nil {
		d.err = err
	}
}

// literal is a string of the standards' own file names, which hold nothing to escape.
func literal(s string) string { return "(" + s + ")" }

// hexText is a text string in UTF-16.
func hexText(s string) string { return "<FEFF" + utf16Hex(s) + ">" }

func utf16Hex(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04X", u)
	}
	return string(b)
}
