package xmltree_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
)

// FuzzParse holds the parser to encoding/xml: what both accept gives the same elements, attributes and text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`<a/>`, `<a b="c">d</a>`, `<p:a xmlns:p="urn:p"><p:b p:c="&lt;"/>x&#65;</p:a>`, `<a><![CDATA[]]]]></a>`,
		"<a>\r\n<b> </b></a>", `<?xml version="1.0"?><!--x--><a xmlns="u"><b xmlns=""/></a><?p i?>`, "\xFF\xFE<\x00a\x00/\x00>\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := xmltree.Limits{Bytes: 1 << 16, Depth: 20, Tokens: 1000}
		root, err := xmltree.Parse(data, limits)
		if err != nil {
			var e *xmltree.Error
			if !errors.As(err, &e) || e.Code == "" {
				t.Fatalf("error without code: %v", err)
			}
			return
		}
		if alone, err := xmltree.Parse([]byte(root.XML()), limits); err != nil || describe(alone) != describe(root) {
			t.Fatalf("the root's own XML %q reads otherwise: %v", root.XML(), err)
		}
		if want, ok := describeStd(data); ok && describe(root) != want {
			t.Fatalf("read\n%s\nencoding/xml reads\n%s", describe(root), want)
		}
	})
}

// describe lists names, attributes and the text that is not white space only.
func describe(n *xmltree.Node) string {
	var b strings.Builder
	var walk func(*xmltree.Node)
	walk = func(n *xmltree.Node) {
		b.WriteString("<" + n.Space + " " + n.Local)
		for _, a := range n.Attrs {
			b.WriteString(" " + a.Space + ":" + a.Local + "=" + a.Value)
		}
		b.WriteString(">")
		for _, c := range n.Children {
			walk(c)
		}
		b.WriteString(strings.Join(strings.Fields(n.Text), " ") + "</>\n")
	}
	walk(n)
	return b.String()
}

type open struct {
	head, text, inner strings.Builder
}

// describeStd is describe by encoding/xml; not ok where that package refuses or is known to differ.
func describeStd(data []byte) (string, bool) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	d := xml.NewDecoder(bytes.NewReader(data))
	stack := []*open{{}}
	for {
		token, err := d.Token()
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			o := &open{}
			o.head.WriteString("<" + t.Name.Space + " " + t.Name.Local)
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" && a.Name.Space == "" {
					continue
				}
				// encoding/xml leaves white space in values as it is.
				value := strings.NewReplacer("\n", " ", "\t", " ").Replace(a.Value)
				if strings.ContainsAny(a.Value, "\r\n\t") {
					return "", false
				}
				o.head.WriteString(" " + a.Name.Space + ":" + a.Name.Local + "=" + value)
			}
			o.head.WriteString(">")
			stack = append(stack, o)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
			stack[len(stack)-1].inner.WriteString(top.head.String() + top.inner.String() +
				strings.Join(strings.Fields(top.text.String()), " ") + "</>\n")
		case xml.CharData:
			top.text.Write(t)
		case nil:
			return stack[0].inner.String(), errors.Is(err, io.EOF)
		}
	}
}
