package xmltree_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/docketapi/docket/en16931/xmltree"
)

func mustParse(t *testing.T, doc string) *xmltree.Node {
	t.Helper()
	n, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatalf("parse %.200q: %v", doc, err)
	}
	return n
}

func TestParseBuildsTheTree(t *testing.T) {
	t.Parallel()
	root := mustParse(t, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!-- head -->
<a:doc xmlns:a="urn:a" xmlns="urn:d" x="1 &lt;
2" a:y='it"s'>
  <item n="1">one &amp; <![CDATA[<two>]]>&#x20AC;<!-- gone --></item>
  <a:item/>
  <item xmlns="urn:other"> </item >
  <item>b</item>
</a:doc><?end?>
`)
	if !root.Is("urn:a", "doc") || len(root.Children) != 4 || root.Text != "" {
		t.Fatalf("root is %s %s with %d children, text %q", root.Space, root.Local, len(root.Children), root.Text)
	}
	if x, y := root.Attr("x"), root.Attrs[1]; x != "1 < 2" || y != (xmltree.Attr{Space: "urn:a", Local: "y", Value: `it"s`}) {
		t.Errorf("attributes are %q and %v", x, y)
	}
	first, other, last := root.Children[0], root.Children[2], root.Children[3]
	if first.Text != "one & <two>€" || other.Text != " " || last.Text != "b" {
		t.Errorf("texts are %q, %q, %q", first.Text, other.Text, last.Text)
	}
	if other.Space != "urn:other" || last.Space != "urn:d" || last.Index != 2 || last.NameID != first.NameID {
		t.Errorf("names are %q, %q; index %d", other.Space, last.Space, last.Index)
	}
	if first.Parent != root || last.Root() != root || last.Line() != 7 {
		t.Errorf("last child stands on line %d", last.Line())
	}
	if got := last.XPath(); got != "/*[local-name()='doc']/*[local-name()='item'][2]" {
		t.Errorf("XPath is %s", got)
	}
}

func TestXPathUsesConventionalPrefixes(t *testing.T) {
	t.Parallel()
	root := mustParse(t, `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:y="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <y:ID/><x:InvoiceLine><y:ID/></x:InvoiceLine><x:InvoiceLine><y:ID/></x:InvoiceLine></Invoice>`)
	want := []string{"/ubl:Invoice/cbc:ID", "/ubl:Invoice/cac:InvoiceLine[1]/cbc:ID", "/ubl:Invoice/cac:InvoiceLine[2]/cbc:ID"}
	for i, n := range []*xmltree.Node{root.Children[0], root.Children[1].Children[0], root.Children[2].Children[0]} {
		if got := n.XPath(); got != want[i] {
			t.Errorf("XPath is %s, want %s", got, want[i])
		}
	}
}

func TestXMLStandsAlone(t *testing.T) {
	t.Parallel()
	root := mustParse(t, `<r xmlns="urn:r" xmlns:p="urn:p" xmlns:q="urn:q" xmlns:urn="urn:x"><p:a p:b="1">x &amp; <c/></p:a></r>`)
	const want = `<p:a xmlns="urn:r" xmlns:p="urn:p" p:b="1">x &amp; <c/></p:a>`
	got := root.Children[0].XML()
	if got != want {
		t.Fatalf("XML is %s, want %s", got, want)
	}
	if again := mustParse(t, got); !again.Is("urn:p", "a") || !again.Children[0].Is("urn:r", "c") {
		t.Error("the fragment has other names on its own")
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	root := mustParse(t, `<r xmlns:p="urn:p"><p:a/><p:a><b s="i">1</b><b>2</b></p:a></r>`)
	compile := func(path string) xmltree.Path {
		p, err := xmltree.CompilePath(path, map[string]string{"z": "urn:p"})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if got := root.Value(compile("z:a/b")); got != "1" {
		t.Errorf("value is %q", got)
	}
	if got := root.Value(compile("z:a/b/@s")); got != "i" {
		t.Errorf("attribute is %q", got)
	}
	if got := root.FindAll(compile("z:a/b")); len(got) != 2 || got[1].Text != "2" {
		t.Errorf("found %d", len(got))
	}
	if _, err := xmltree.CompilePath("unknown:a", nil); err == nil {
		t.Error("an unknown prefix was accepted")
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	small := xmltree.Limits{Bytes: 4096, Depth: 5, Tokens: 20, Attributes: 4, Value: 50}
	for name, c := range map[string]struct {
		doc  string
		want error
	}{
		"empty":                    {"", xmltree.ErrMalformed},
		"text":                     {"hello", xmltree.ErrMalformed},
		"DTD":                      {`<!DOCTYPE a SYSTEM "x"><a/>`, xmltree.ErrDTD},
		"billion laughs":           {`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`, xmltree.ErrDTD},
		"entity":                   {`<a>&nbsp;</a>`, xmltree.ErrMalformed},
		"bare ampersand":           {`<a>a & b</a>`, xmltree.ErrMalformed},
		"reference to NUL":         {`<a>&#0;</a>`, xmltree.ErrMalformed},
		"reference to surrogate":   {`<a>&#xD800;</a>`, xmltree.ErrMalformed},
		"NUL":                      {"<a>\x00</a>", xmltree.ErrMalformed},
		"control in attribute":     {"<a b='\x01'/>", xmltree.ErrMalformed},
		"control in comment":       {"<a><!--\x01--></a>", xmltree.ErrMalformed},
		"non-character":            {"<a>\uFFFE</a>", xmltree.ErrMalformed},
		"CDATA end in text":        {`<a>]]></a>`, xmltree.ErrMalformed},
		"unknown prefix":           {`<p:a/>`, xmltree.ErrMalformed},
		"unknown attribute prefix": {`<a p:b=""/>`, xmltree.ErrMalformed},
		"prefix out of scope":      {`<a><b xmlns:p="urn:p"/><p:c/></a>`, xmltree.ErrMalformed},
		"prefix undeclared":        {`<a xmlns:p=""/>`, xmltree.ErrMalformed},
		"reserved prefix":          {`<a xmlns:xmlns="urn:x"/>`, xmltree.ErrMalformed},
		"two prefixes":             {`<a:b:c xmlns:a="urn:a"/>`, xmltree.ErrMalformed},
		"empty prefix":             {`<:a/>`, xmltree.ErrMalformed},
		"duplicate attribute":      {`<a b="1" b="2"/>`, xmltree.ErrMalformed},
		"duplicate by namespace":   {`<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" q:b="2"/>`, xmltree.ErrMalformed},
		"duplicate declaration":    {`<a xmlns="urn:a" xmlns="urn:a"/>`, xmltree.ErrMalformed},
		"no space":                 {`<a b="1"c="2"/>`, xmltree.ErrMalformed},
		"no quotes":                {`<a b=1/>`, xmltree.ErrMalformed},
		"no value":                 {`<a b/>`, xmltree.ErrMalformed},
		"less-than in attribute":   {`<a b="<"/>`, xmltree.ErrMalformed},
		"wrong end":                {`<a></b>`, xmltree.ErrMalformed},
		"longer end":               {`<a></ab>`, xmltree.ErrMalformed},
		"no end":                   {`<a>`, xmltree.ErrMalformed},
		"end alone":                {`</a>`, xmltree.ErrMalformed},
		"cut tag":                  {`<a`, xmltree.ErrMalformed},
		"cut at bracket":           {`<a/><`, xmltree.ErrMalformed},
		"cut comment":              {`<a/><!--`, xmltree.ErrMalformed},
		"hyphens in comment":       {`<a/><!-- -- -->`, xmltree.ErrMalformed},
		"two roots":                {`<a/><b/>`, xmltree.ErrMalformed},
		"text behind":              {`<a/>x`, xmltree.ErrMalformed},
		"CDATA behind":             {`<a/><![CDATA[]]>`, xmltree.ErrMalformed},
		"reference behind":         {`<a/>&#32;`, xmltree.ErrMalformed},
		"late declaration":         {` <?xml version="1.0"?><a/>`, xmltree.ErrMalformed},
		"declaration without":      {`<?xml encoding="utf-8"?><a/>`, xmltree.ErrMalformed},
		"digit first":              {`<1a/>`, xmltree.ErrMalformed},
		"depth":                    {strings.Repeat("<a>", 6) + strings.Repeat("</a>", 6), xmltree.ErrTooComplex},
		"size":                     {`<a>` + strings.Repeat(" ", 5000) + `</a>`, xmltree.ErrTooComplex},
		"tokens":                   {`<a>` + strings.Repeat("<b/>", 20) + `</a>`, xmltree.ErrTooComplex},
		"attributes":               {`<a b="" c="" d="" e="" f=""/>`, xmltree.ErrTooComplex},
		"long attribute":           {`<a b="` + strings.Repeat("x", 60) + `"/>`, xmltree.ErrTooComplex},
		"long name":                {`<` + strings.Repeat("x", 60) + `/>`, xmltree.ErrTooComplex},
		"not UTF-8":                {"<a>\xE4</a>", xmltree.ErrEncoding},
		"unknown encoding":         {`<?xml version="1.0" encoding="EBCDIC"?><a/>`, xmltree.ErrEncoding},
		"UTF-32":                   {"\xFF\xFE\x00\x00<\x00\x00\x00", xmltree.ErrEncoding},
		"half a UTF-16 character":  {"\xFF\xFE<\x00a\x00/\x00>\x00a", xmltree.ErrEncoding},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := xmltree.Parse([]byte(c.doc), small)
			if !errors.Is(err, c.want) {
				t.Errorf("error is %v, want %v", err, c.want)
			}
		})
	}
}

func TestErrorTellsThePlace(t *testing.T) {
	t.Parallel()
	_, err := xmltree.Parse([]byte("<a>\n  <b>ä</c></a>"), xmltree.Limits{})
	var e *xmltree.Error
	if !errors.As(err, &e) || e.Line != 2 || e.Column != 7 {
		t.Errorf("error is %v", err)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	const doc = `<a b="é">Müller – 5 €</a>`
	encode := func(s string, f func(string) (string, error)) string {
		out, err := f(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	utf16 := func(e unicode.Endianness, b unicode.BOMPolicy) func(string) (string, error) {
		return unicode.UTF16(e, b).NewEncoder().String
	}
	const head = `<?xml version="1.0" encoding="`
	for name, data := range map[string]string{
		"UTF-8":                  doc,
		"UTF-8 with mark":        "\xEF\xBB\xBF" + doc,
		"UTF-16 LE with mark":    encode(doc, utf16(unicode.LittleEndian, unicode.UseBOM)),
		"UTF-16 BE with mark":    encode(doc, utf16(unicode.BigEndian, unicode.UseBOM)),
		"UTF-16 LE":              encode(head+`UTF-16"?>`+doc, utf16(unicode.LittleEndian, unicode.IgnoreBOM)),
		"UTF-16 BE":              encode(head+`UTF-16"?>`+doc, utf16(unicode.BigEndian, unicode.IgnoreBOM)),
		"UTF-8 called UTF-16":    head + `utf-16"?>` + doc,
		"Windows-1252":           encode(head+`Windows-1252"?>`+doc, charmap.Windows1252.NewEncoder().String),
		"ISO-8859-1 with a euro": encode(head+`ISO-8859-1"?>`+doc, charmap.Windows1252.NewEncoder().String),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := mustParse(t, data)
			if n.Attr("b") != "é" || n.Text != "Müller – 5 €" {
				t.Errorf("read %q, %q", n.Attr("b"), n.Text)
			}
		})
	}
}

func TestLineEndsAreNormalized(t *testing.T) {
	t.Parallel()
	if got := mustParse(t, "<a>x\r\ny\rz&#13;</a>").Text; got != "x\ny\nz\r" {
		t.Errorf("text is %q", got)
	}
}

func TestNilNodes(t *testing.T) {
	t.Parallel()
	var n *xmltree.Node
	for range n.Child("", "a").ChildrenOf("", "b") {
		t.Error("a child of nothing")
	}
	if n.Attr("a") != "" || n.String() != "" || n.Find(xmltree.Path{}) != nil {
		t.Error("nothing has something")
	}
}
