package reading_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func withFiles(files ...testkit.PDFFile) []byte {
	doc := testkit.PDF{Pages: []testkit.PDFPage{{}}, Files: files}
	for i, s := range bill {
		doc.Pages[0].Texts = append(doc.Pages[0].Texts, testkit.PDFText{X: 56, Y: 72 + 18*float64(i), Size: 11, S: s})
	}
	return doc.Bytes()
}

func TestReadTakesTheInvoiceWhateverItsName(t *testing.T) {
	t.Parallel()
	invoice := []byte(xml)
	other := testkit.PDFFile{Name: "Stunden 3/2024.csv", Data: []byte("a;b")}
	var many []testkit.PDFFile
	for i := range 70 {
		many = append(many, testkit.PDFFile{Name: fmt.Sprintf("a%d.txt", i), Data: []byte("x")})
	}
	for name, files := range map[string][]testkit.PDFFile{
		"slash":               {{Name: "Rechnung 3/2024.xml", Data: invoice}},
		"slash in another":    {other, {Name: "factur-x.xml", Data: invoice}},
		"no name":             {{Name: "", Data: invoice}},
		"another has no name": {{Name: "", Data: []byte("x")}, {Name: "factur-x.xml", Data: invoice}},
		"dot":                 {{Name: ".", Data: invoice}},
		"two dots":            {{Name: "..", Data: invoice}},
		"up":                  {{Name: "../../factur-x.xml", Data: invoice}},
		"no extension":        {{Name: "zugferd", Data: invoice}},
		"blanks":              {{Name: "factur-x.xml  ", Data: invoice}},
		"other extension":     {{Name: "invoice.dat", Data: invoice}},
		"only UF":             {{Name: "factur-x.xml", Data: invoice, OnlyUF: true}},
		"only AF":             {{Name: "factur-x.xml", Data: invoice, Unlisted: true}},
		"only AF, one listed": {other, {Name: "factur-x.xml", Data: invoice, Unlisted: true}},
		"the 71st":            append(many, testkit.PDFFile{Name: "z.xml", Data: invoice}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := read(t, withFiles(files...)).Invoices[0]; got.Source != evidence.FacturX {
				t.Errorf("source %s: %+v", got.Source, got.Checks)
			}
		})
	}
}

func TestReadSaysWhatItPassedOver(t *testing.T) {
	t.Parallel()
	second := []byte(strings.Replace(xml, "RE-2024-0815", "RE-2024-0999", 1))
	for name, c := range map[string]struct {
		files  []testkit.PDFFile
		source evidence.Kind
		want   string
	}{
		"two of a name": {[]testkit.PDFFile{{Name: "factur-x.xml", Data: []byte(xml)}, {Name: "factur-x.xml", Data: second}},
			evidence.FacturX, "holds more than one invoice"},
		"the same twice": {[]testkit.PDFFile{{Name: "factur-x.xml", Data: []byte(xml)}, {Name: "copy.xml", Data: []byte(xml)}},
			evidence.FacturX, ""},
		"broken":      {[]testkit.PDFFile{{Name: "factur-x.xml", Data: []byte("<a")}}, evidence.Text, "the pages were read instead"},
		"broken, one": {[]testkit.PDFFile{{Name: "factur-x.xml", Data: []byte("<a")}, {Name: "r.xml", Data: []byte(xml)}}, evidence.FacturX, "r.xml was read instead"},
		"no invoice":  {[]testkit.PDFFile{{Name: "notes/1.txt", Data: []byte("hello")}}, evidence.Text, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, withFiles(c.files...)).Invoices[0]
			said := ""
			for _, f := range got.Checks {
				if f.Rule == "DOCKET-EMBEDDED-XML" {
					said += f.Message
				}
			}
			if got.Source != c.source || got.Data.Number != "RE-2024-0815" || !strings.Contains(said, c.want) || (said == "") != (c.want == "") {
				t.Errorf("source %s, number %s, said %q", got.Source, got.Data.Number, said)
			}
		})
	}
}
