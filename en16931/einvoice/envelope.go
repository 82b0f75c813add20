package einvoice

import (
	"encoding/base64"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

const (
	headerSpace   = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
	attachedSpace = "urn:oasis:names:specification:ubl:schema:xsd:AttachedDocument-2"
	basic         = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
	aggregate     = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
)

// EnvelopeSyntax marks the extensions that are a business document's header (SBDH), whose identifiers are those of the
// exchange.
const EnvelopeSyntax = "sbdh"

// opened is a document out of its envelope.
type opened struct {
	root     *xmltree.Node
	envelope []en16931.Extension
}

// open parses a document and takes it out of the envelopes that are XML themselves: a Standard Business Document as Peppol
// exchanges it, UBL's AttachedDocument. An envelope with no document in it is the document.
func open(parse parser, data []byte, limits xmltree.Limits) (opened, error) {
	root, err := parse(data, limits)
	if err != nil {
		return opened{}, err
	}
	inner := enclosed(root)
	if inner == "" {
		return opened{root: root}, nil
	}
	out := opened{}
	if header := root.Child(headerSpace, "StandardBusinessDocumentHeader"); header != nil {
		out.envelope = []en16931.Extension{{Syntax: EnvelopeSyntax, Path: header.XPath(), XML: header.XML()}}
	}
	out.root, err = parse([]byte(inner), limits)
	return out, err
}

// enclosed is the document in an envelope, "" for what is no envelope.
func enclosed(root *xmltree.Node) string {
	switch {
	case root.Is(headerSpace, "StandardBusinessDocument"):
		for _, c := range root.Children {
			if c.Space != headerSpace {
				return c.XML()
			}
		}
	case root.Is(attachedSpace, "AttachedDocument"):
		attachment := root.Child(aggregate, "Attachment")
		if text := strings.TrimSpace(attachment.Child(aggregate, "ExternalReference").Child(basic, "Description").String()); strings.HasPrefix(text, "<") {
			return text
		}
		content := strings.Join(strings.Fields(attachment.Child(basic, "EmbeddedDocumentBinaryObject").String()), "")
		if b, err := base64.StdEncoding.DecodeString(content); err == nil {
			return string(b)
		}
	}
	return ""
}
