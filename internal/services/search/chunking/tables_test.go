package chunking_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
	"github.com/docketapi/docket/internal/reading/testkit"
	"github.com/docketapi/docket/internal/services/search/chunking"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// record is a row of a long table: a key, two texts and an amount.
func record(i int) []string {
	return []string{fmt.Sprintf("KX-%05d", i), fmt.Sprintf("Ventil Typ %d", i%13), fmt.Sprintf("Halle %d", i%7), fmt.Sprintf("%d,%02d", i*3, i%100)}
}

// What stands around the table, between its cells and between its rows in a Word document.
const (
	wordTable = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>`
	wordCell  = "</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>"
	wordRow   = "</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>"
	wordEnd   = "</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)

var heads = []string{"Schluessel", "Artikel", "Ort", "Preis"}

// Every row of a long table comes back whole: all its cells stand in one passage, whatever form the table came in.
func TestEveryRowOfALongTableIsInAPassage(t *testing.T) {
	t.Parallel()
	const many = 5000
	for name, c := range map[string]struct {
		form content.Form
		data []byte
	}{
		"csv":  {content.CSV, joined(many, "", ";", "\n", "")},
		"html": {content.HTML, joined(many, "<html><body><table><tr><td>", "</td><td>", "</td></tr>\n<tr><td>", "</td></tr></table></body></html>")},
		"docx": {content.DOCX, packed(t, "word/document.xml", string(joined(many, wordTable, wordCell, wordRow, wordEnd)))},
		"xlsx": {content.XLSX, workbook(t, many)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := content.Read(t.Context(), content.File{Path: file(t, c.data), Form: c.form}, content.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			eachRowIsWhole(t, many, doc.Blocks)
		})
	}
}

// A PDF's table has no marks: its rows are what stands at one height, on page after page. Some pages have running lines, some
// rows stand at the very edge of the page.
func TestEveryRowOfALongTableOfAPDFIsInAPassage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rows, perPage int
		pitch, top    float64
		head, running bool
	}{
		{rows: 250, perPage: 50, pitch: 15, top: 40, head: true},
		{rows: 600, perPage: 52, pitch: 14, top: 70, running: true},
		{rows: 5000, perPage: 55, pitch: 14, top: 56, head: true, running: true},
	} {
		var doc testkit.PDF
		for i := 0; i < c.rows; {
			doc.Pages = append(doc.Pages, tablePage(len(doc.Pages)+1, i, min(i+c.perPage, c.rows), c.top, c.pitch, c.head, c.running))
			i += c.perPage
		}
		pdf, err := pages.OpenPDF(file(t, doc.Bytes()), pages.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		list, err := pdf.Text(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		eachRowIsWhole(t, c.rows, content.FromPages(list))
	}
}

func tablePage(number, from, to int, top, pitch float64, head, running bool) testkit.PDFPage {
	var p testkit.PDFPage
	y := top
	put := func(cells []string) {
		for k, s := range cells {
			p.Texts = append(p.Texts, testkit.PDFText{X: 50 + 130*float64(k), Y: y, Size: 9, S: s})
		}
		y += pitch
	}
	if running {
		p.Texts = append(p.Texts, testkit.PDFText{X: 50, Y: 28, Size: 9, S: "Inventarliste Werk Nord"},
			testkit.PDFText{X: 500, Y: 832, Size: 9, S: fmt.Sprintf("Seite %d", number)})
	}
	if head {
		put(heads)
	}
	for i := from; i < to; i++ {
		put(record(i))
	}
	return p
}

func eachRowIsWhole(t *testing.T, rows int, blocks []content.Block) {
	t.Helper()
	found := map[string]string{}
	for _, c := range chunking.Cut(blocks, nil) {
		for l := range strings.Lines(c.Text) {
			if at := strings.Index(l, "KX-"); at >= 0 {
				found[l[at:at+8]] = l
			}
		}
	}
	lost := 0
	for i := range rows {
		r := record(i)
		for _, cell := range r {
			if !strings.Contains(found[r[0]], cell) {
				if lost++; lost <= 3 {
					t.Errorf("row %v has become %q", r, found[r[0]])
				}
				break
			}
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d rows are not whole", lost, rows)
	}
}

// joined writes the table with what stands before, between cells, between rows and behind.
func joined(rows int, before, cell, row, behind string) []byte {
	lines := []string{strings.Join(heads, cell)}
	for i := range rows {
		lines = append(lines, strings.Join(record(i), cell))
	}
	return []byte(before + strings.Join(lines, row) + behind)
}

func file(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// packed is a ZIP file of parts: name, content, name, content.
func packed(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func workbook(t *testing.T, rows int) []byte {
	t.Helper()
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const cell = `</t></is></c><c t="inlineStr"><is><t>`
	const row = `</t></is></c></row><row><c t="inlineStr"><is><t>`
	sheet := joined(rows, `<worksheet `+main+`><sheetData><row><c t="inlineStr"><is><t>`, cell, row, `</t></is></c></row></sheetData></worksheet>`)
	return packed(t,
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook `+main+` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Lager" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", string(sheet))
}
