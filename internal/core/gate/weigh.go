package gate

import (
	"bytes"
	"errors"
	"io"
)

// What reading a document holds in memory, beside each other: its bytes, the texts in it, what they are written to; and for each value
// or element the nodes, maps and structs that stand for it.
const (
	perByteJSON  = 6
	perValueJSON = 400
	perByteXML   = 3
	perTagXML    = 150 // an element has two
)

// WeighJSON tells how many values a JSON text holds, roughly, and what the work on it weighs. It reads to the end, whatever the text is.
func WeighJSON(r io.Reader) (values int, weight int64, err error) {
	size, inString, escaped := int64(0), false, false
	err = each(r, func(part []byte) {
		size += int64(len(part))
		for _, c := range part {
			switch {
			case escaped:
				escaped = false
			case inString:
				escaped, inString = c == '\\', c != '"'
			case c == '"':
				inString = true
			case c == ',' || c == '{' || c == '[':
				values++
			}
		}
	})
	return values, size*perByteJSON + int64(values)*perValueJSON, err
}

// WeighXML tells what the work on an XML text weighs. It reads to the end, whatever the text is.
func WeighXML(r io.Reader) (weight int64, err error) {
	err = each(r, func(part []byte) {
		weight += int64(len(part))*perByteXML + int64(bytes.Count(part, []byte{'<'}))*perTagXML
	})
	return weight, err
}

func each(r io.Reader, fn func(part []byte)) error {
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		fn(buf[:n])
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
