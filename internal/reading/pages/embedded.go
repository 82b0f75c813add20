package pages

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
)

var (
	markEmbeddedStream = regexp.MustCompile(`/Type\s*/EmbeddedFile\b|/Subtype\s*/(text|application)#2[fF]xml\b`)
	markFlate          = regexp.MustCompile(`/Filter\s*(\[\s*)?/FlateDecode\s*(\]|/|>|\s)`)
	markFilter         = []byte("/Filter")
	markStream         = []byte("stream")
	markEndStream      = []byte("endstream")
	markObject         = []byte(" obj")
)

// maxDictionary is how long the dictionary of an embedded file may be.
const maxDictionary = 4096

var errEmbeddedFilter = errors.New("the file is packed or encrypted in a way that is not read here")

// scanEmbedded finds the XML among the embedded files by the PDF's bytes: a stream and its dictionary always stand in
// them as they are. Of an object that was replaced the last one counts, so the last stands first.
func scanEmbedded(r io.ReaderAt, size int64) ([]Attachment, error) {
	var out []Attachment
	last := int64(-1)
	buf := make([]byte, min(size, hintChunk)+2*maxDictionary)
	for at := int64(0); at < size; at += hintChunk {
		n, err := r.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read PDF: %w", err)
		}
		part := buf[:n]
		for _, m := range markEmbeddedStream.FindAllIndex(part, -1) {
			dict, body := dictionaryAround(part, m[0])
			if dict == nil || at+int64(body) <= last {
				continue // no stream, or one that was seen by another mark or in the chunk before
			}
			last = at + int64(body)
			if a := embeddedStream(io.NewSectionReader(r, last, size-last), dict); isXML(a.Data) || a.Err != nil {
				out = append([]Attachment{a}, out...)
			}
			if len(out) == maxUnlisted {
				return out, nil
			}
		}
	}
	return out, nil
}

// maxUnlisted bounds the work, and the memory, that a PDF made for it can ask for.
const maxUnlisted = 8

// dictionaryAround is the dictionary that a place is in, and where its stream begins; nil when it is none of a stream.
func dictionaryAround(part []byte, i int) ([]byte, int) {
	from := max(0, i-maxDictionary)
	start := bytes.LastIndex(part[from:i], markObject)
	end := bytes.Index(part[i:min(len(part), i+maxDictionary)], markStream)
	if start < 0 || end < 0 || bytes.Contains(part[i:i+end], []byte("endobj")) {
		return nil, 0
	}
	body := i + end + len(markStream)
	body += len(part[body:]) - len(bytes.TrimPrefix(part[body:], []byte("\r")))
	body += len(part[body:]) - len(bytes.TrimPrefix(part[body:], []byte("\n")))
	return part[from+start : i+end], body
}

// embeddedStream reads a stream of a dictionary, packed by Flate or not at all.
func embeddedStream(r io.Reader, dict []byte) Attachment {
	switch {
	case markFlate.Match(dict):
		z, err := zlib.NewReader(r)
		if err != nil {
			return Attachment{Err: errEmbeddedFilter}
		}
		data, err := io.ReadAll(io.LimitReader(z, maxAttachment+1))
		switch {
		case len(data) > maxAttachment:
			return Attachment{Err: errLargeAttachment}
		case err != nil:
			return Attachment{Err: errEmbeddedFilter}
		}
		return Attachment{Data: data}
	case bytes.Contains(dict, markFilter):
		return Attachment{Err: errEmbeddedFilter}
	}
	data, err := io.ReadAll(io.LimitReader(r, maxAttachment))
	end := bytes.Index(data, markEndStream)
	if err != nil || end < 0 {
		return Attachment{Err: errNotTaken}
	}
	return Attachment{Data: bytes.TrimRight(data[:end], "\r\n")}
}
