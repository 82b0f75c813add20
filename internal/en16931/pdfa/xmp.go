package pdfa

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

const xmpHead = "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" + `<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description>
`

// xmpHybrid says that the PDF has an invoice as XML in it.
const xmpHybrid = `<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{file}</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>{profile}</fx:ConformanceLevel></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
`

const xmpHybridEnd = `</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`

const xmpTail = `</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`

// extensionProperties describe the fx properties, which PDF/A asks for since they are not its own.
var extensionProperties = [][2]string{
	{"DocumentFileName", "The name of the embedded XML document"},
	{"DocumentType", "The type of the hybrid document"},
	{"Version", "The version of the standard of the embedded XML document"},
	{"ConformanceLevel", "The profile of the embedded XML document"},
}

func metadata(o Options) []byte {
	var b strings.Builder
	fill := strings.NewReplacer("{title}", escape(o.Title), "{producer}", producer, "{date}", o.Created.UTC().Format(time.RFC3339),
		"{file}", o.Profile.FileName(), "{profile}", string(o.Profile))
	b.WriteString(fill.Replace(xmpHead))
	if o.XML != nil {
		hybrid(&b, fill)
	}
	b.WriteString(xmpTail)
	return []byte(b.String())
}

// hybrid adds what Factur-X asks for.
func hybrid(b *strings.Builder, fill *strings.Replacer) {
	b.WriteString(fill.Replace(xmpHybrid))
	for _, p := range extensionProperties {
		b.WriteString(`<rdf:li rdf:parseType="Resource"><pdfaProperty:name>` + p[0] + `</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>` +
			`<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>` + p[1] + "</pdfaProperty:description></rdf:li>\n")
	}
	b.WriteString(xmpHybridEnd)
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
