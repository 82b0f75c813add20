package content

import (
	"encoding/xml"
	"errors"
	"io"

	"golang.org/x/net/html/charset"

	"github.com/docketapi/docket/internal/core/fault"
)

// handler is who hears what stands in a part of a packed document.
type handler interface {
	start(e xml.StartElement)
	end(name string)
	text(s string)
}

// walkXML reads an XML part without building a tree. Document type declarations are refused; entities are those of XML.
func (b *builder) walkXML(r io.Reader, h handler) {
	d := xml.NewDecoder(r)
	d.Strict = true
	d.CharsetReader = charset.NewReaderLabel
	depth := 0
	for b.ok() {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			if _, known := fault.As(err); known || b.ctx.Err() != nil {
				b.err = err
			} else {
				b.err = damaged(err, "a part of the file is not well-formed")
			}
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > b.limits.Depth {
				b.err = tooComplex("elements are nested more than %d deep", b.limits.Depth)
				return
			}
			h.start(t)
		case xml.EndElement:
			depth--
			h.end(t.Name.Local)
		case xml.CharData:
			h.text(string(t))
		case xml.Directive:
			b.err = damaged(nil, "a part of the file has a document type declaration")
			return
		}
	}
}

// attr is the value of an attribute by its local name.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
