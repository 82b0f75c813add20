package content_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content"
)

const (
	slideNS = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	openNS  = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"`
)

func shape(kind, text string) string {
	return `<p:sp><p:nvSpPr><p:nvPr><p:ph type="` + kind + `"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:txBody></p:sp>`
}

// pptx has two slides, shown in the other order than they are numbered.
func pptx(t testing.TB) []byte {
	t.Helper()
	rel := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/>`
	}
	return zipped(
		t, "ppt/presentation.xml", `<p:presentation `+slideNS+`><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", `<Relationships>`+rel("rId1", "slide", "slides/slide1.xml")+rel("rId2", "slide", "slides/slide2.xml")+`</Relationships>`,
		"ppt/slides/slide1.xml", `<p:sld `+slideNS+`><p:graphicFrame><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Linie</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>Fahrten</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Nord</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>12</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame></p:sld>`,
		"ppt/slides/slide2.xml", `<p:sld `+slideNS+`>`+shape("title", "Fahrplan")+shape("body", "Ab Oktober stündlich")+shape("sldNum", "7")+`</p:sld>`,
		"ppt/slides/_rels/slide2.xml.rels", `<Relationships>`+rel("rId1", "notesSlide", "../notesSlides/notesSlide1.xml")+`</Relationships>`,
		"ppt/notesSlides/notesSlide1.xml", `<p:notes `+slideNS+`>`+shape("body", "Auf Ferien hinweisen")+`</p:notes>`)
}

func openDocument(t testing.TB, mimetype, body string) []byte {
	t.Helper()
	return zipped(t, "mimetype", mimetype, "content.xml", `<office:document-content `+openNS+`><office:body>`+body+`</office:body></office:document-content>`,
		"styles.xml", `<office:document-styles `+openNS+`><office:master-styles><style:master-page><style:header><text:p>Kopfzeile Werk Nord</text:p></style:header></style:master-page></office:master-styles></office:document-styles>`)
}

const (
	odtBody = `<office:text><text:h text:outline-level="2">Auftrag</text:h><text:p>Die Pumpe<text:s text:c="2"/>wird<text:line-break/>geliefert.</text:p><text:list><text:list-item><text:p>Dichtung</text:p></text:list-item></text:list><text:tracked-changes><text:p>weg</text:p></text:tracked-changes></office:text>`
	odsBody = `<office:spreadsheet><table:table table:name="Bestand"><table:table-row><table:table-cell><text:p>Teil</text:p></table:table-cell><table:table-cell><text:p>Menge</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>Rohr</text:p></table:table-cell><table:table-cell office:value="4"/><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet>`
	odpBody = `<office:presentation><draw:page draw:name="Auftakt"><draw:frame><draw:text-box><text:p>Willkommen</text:p></draw:text-box></draw:frame><presentation:notes><text:p>Begrüßen</text:p></presentation:notes></draw:page></office:presentation>`
	rtfText = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}{\*\generator X;}{\info{\title Weg}}\f0 Die L\'e4nge \u8364? 5.\par{\f1 \'c4\'e0}\par\trowd Teil\cell Zahl\cell\row\trowd Rohr\cell 3\cell\row{\pict 00ff}Ende\line Zeile\par}`
)

func epub(t testing.TB, more ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{
		"mimetype", "application/epub+zip",
		"META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
		"OEBPS/book.opf", `<package><metadata><dc:title xmlns:dc="d">Handbuch der Schleusen</dc:title><dc:creator xmlns:dc="d">A. Beispiel</dc:creator></metadata><manifest><item id="b" href="zwei.xhtml"/><item id="a" href="eins%20a.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`,
		"OEBPS/eins a.xhtml", `<html><body><h1>Anfang</h1><p>Das Tor.</p></body></html>`,
		"OEBPS/zwei.xhtml", `<html><body><p>Das Ende.</p></body></html>`,
	}, more...)...)
}

const mbox = "From ada@beispiel.example Tue Mar  3 10:00:00 2026\nFrom: ada@beispiel.example\nTo: b@kontor.example\nSubject: Erste\nDate: Tue, 3 Mar 2026 10:00:00 +0100\n\n>From hier an gilt es.\nFrom heute an 2026 auch.\n\n" +
	"From b@kontor.example Wed Mar  4 10:00:00 2026\nFrom: b@kontor.example\nTo: ada@beispiel.example\nSubject: Zweite\nDate: Wed, 4 Mar 2026 10:00:00 +0100\n\nDanke.\n"

func TestPackedForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		form content.Form
		want string
	}{
		"PPTX": {pptx(t), content.PPTX, "heading1: Fahrplan\nparagraph0: Ab Oktober stündlich\nparagraph0: Auf Ferien hinweisen\nheading1: Slide 2\nrow0: Linie: Nord; Fahrten: 12\n"},
		"ODT":  {openDocument(t, "application/vnd.oasis.opendocument.text", odtBody), content.ODT, "heading2: Auftrag\nparagraph0: Die Pumpe wird/geliefert.\nitem1: Dichtung\nparagraph0: Kopfzeile Werk Nord\n"},
		"ODS":  {openDocument(t, "application/vnd.oasis.opendocument.spreadsheet", odsBody), content.ODS, "heading1: Bestand\nrow0: Teil: Rohr; Menge: 4\nrow0: Teil: Rohr; Menge: 4\nparagraph0: Kopfzeile Werk Nord\n"},
		"ODP":  {openDocument(t, "application/vnd.oasis.opendocument.presentation", odpBody), content.ODP, "heading1: Auftakt\nparagraph0: Willkommen\nparagraph0: Begrüßen\nparagraph0: Kopfzeile Werk Nord\n"},
		"RTF":  {[]byte(rtfText), content.RTF, "paragraph0: Die Länge € 5.\nparagraph0: Да\nrow0: Teil: Rohr; Zahl: 3\nparagraph0: Ende/Zeile\n"},
		"EPUB": {epub(t, "META-INF/encryption.xml", `<encryption><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>`), content.EPUB, "heading1: Handbuch der Schleusen\nparagraph0: A. Beispiel\nheading1: Anfang\nparagraph0: Das Tor.\nparagraph0: Das Ende.\n"},
		"mbox": {[]byte(mbox), content.Mbox, "heading1: Erste\nparagraph0: From: ada@beispiel.example/To: b@kontor.example/Date: Tue, 3 Mar 2026 10:00:00 +0100\nparagraph0: From hier an gilt es./From heute an 2026 auch.\nheading1: Zweite\nparagraph0: From: b@kontor.example/To: ada@beispiel.example/Date: Wed, 4 Mar 2026 10:00:00 +0100\nparagraph0: Danke.\n"},
		"ZIP":  {zipped(t, "a/", "", "a/liste.csv", "x;y\n", "__MACOSX/a/._liste.csv", "z", "brief.txt", "Guten Tag"), content.ZIP, "row0: a/liste.csv\nrow0: brief.txt\n"},
		"MSG":  {outlookMessage(), content.MSG, "heading1: Lieferung Größe\nparagraph0: From: Ada Beispiel <ada@beispiel.example>/To: Lager/Date: Tue, 03 Mar 2026 09:00:00 +0000\nparagraph0: Die Ware kommt.\n"},
	} {
		d := content.Detect(bytes.NewReader(c.data), int64(len(c.data)), "file")
		if d.Form != c.form || d.MediaType == "" {
			t.Errorf("%s: is %q, %s", name, d.Form, d.MediaType)
		}
		doc, err := read(t, c.data, c.form)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := show(doc.Blocks); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

func TestHeadsAndFeetOfADOCX(t *testing.T) {
	t.Parallel()
	part := func(name, text string) string {
		return `<w:` + name + ` ` + wordNS + `><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:` + name + `>`
	}
	doc, err := read(t, zipped(t, "word/document.xml", part("document", "Vertrag"), "word/header1.xml", part("hdr", "Akte QX-1"), "word/header2.xml", part("hdr", "Akte QX-1"),
		"word/footer1.xml", part("ftr", "Vertraulich")), content.DOCX)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := show(doc.Blocks), "paragraph0: Akte QX-1\nparagraph0: Vertrag\nparagraph0: Vertraulich\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// What cannot be read says why, whatever its name.
func TestWhyAFileIsNotRead(t *testing.T) {
	t.Parallel()
	locked := compoundFile(map[string][]byte{"EncryptedPackage": make([]byte, 64), "EncryptionInfo": make([]byte, 64)})
	flagged := zipped(t, "word/document.xml", "<a/>")
	flagged[6] |= 1 // of the first file
	flagged[bytes.Index(flagged, []byte("PK\x01\x02"))+8] |= 1
	for name, c := range map[string]struct {
		data []byte
		file string
		form content.Form
		want fault.Code
	}{
		"encrypted DOCX":     {locked, "a.docx", content.DOCX, fault.CodeDocumentEncrypted},
		"encrypted XLSX":     {locked, "a.xlsx", content.XLSX, fault.CodeDocumentEncrypted},
		"encrypted ODT":      {zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>", "content.xml", "x"), "a", content.ODT, fault.CodeDocumentEncrypted},
		"encrypted EPUB":     {epub(t, "META-INF/encryption.xml", `<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>`), "a", content.EPUB, fault.CodeDocumentEncrypted},
		"encrypted ZIP":      {bytes.ReplaceAll(flagged, []byte("word/document.xml"), []byte("word/document.txt")), "a", content.ZIP, fault.CodeDocumentEncrypted},
		"cut DOCX":           {docx(t, wordBody)[:300], "a.docx", content.DOCX, fault.CodeDocumentDamaged},
		"cut PPTX":           {pptx(t)[:300], "a.bin", content.PPTX, fault.CodeDocumentDamaged},
		"cut ODT":            {openDocument(t, "application/vnd.oasis.opendocument.text", odtBody)[:200], "b.odt", content.ODT, fault.CodeDocumentDamaged},
		"cut ZIP":            {zipped(t, "x", "y")[:20], "a", content.ZIP, fault.CodeDocumentDamaged},
		"cut message":        {outlookMessage()[:600], "a.msg", content.MSG, fault.CodeDocumentDamaged},
		"no text of a deck":  {zipped(t, "ppt/presentation.xml", "<!DOCTYPE a><a/>"), "a", content.PPTX, fault.CodeDocumentDamaged},
		"Word of before":     {compoundFile(map[string][]byte{"WordDocument": make([]byte, 64)}), "a.doc", content.Unknown, fault.CodeUnsupportedFormat},
		"mojibake":           {noise(600), "a.txt", content.Unknown, fault.CodeUnsupportedFormat},
		"groups in an RTF":   {[]byte(`{\rtf1` + strings.Repeat("{", 100_000)), "a", content.RTF, fault.CodeDocumentTooComplex},
		"bomb in a ZIP":      {bomb(t), "a", content.DOCX, fault.CodeDocumentTooComplex},
		"deep OpenDocument":  {openDocument(t, "application/vnd.oasis.opendocument.text", deep(1000, "<text:section>", "</text:section>")), "a", content.ODT, fault.CodeDocumentTooComplex},
		"many of an archive": {manyParts(t, 10_001), "a", content.DOCX, fault.CodeDocumentTooComplex},
	} {
		if d := content.Detect(bytes.NewReader(c.data), int64(len(c.data)), c.file); d.Form != c.form {
			t.Errorf("%s: is %q", name, d.Form)
		}
		if _, err := read(t, c.data, c.form); fault.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// noise is bytes beyond ASCII in no order.
func noise(n int) []byte {
	out := make([]byte, n)
	for i, x := 0, uint32(1); i < n; i++ {
		x = x*1664525 + 1013904223
		out[i] = byte(x>>24) | 0x80
		if i%7 == 6 {
			out[i] = ' '
		}
	}
	return out
}

// Zero bytes that a program left in a text are dropped, not the text.
func TestStrayZeroBytes(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"Der Kran\x00 steht still.", "Der Kran steht still.\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"} {
		doc, err := read(t, []byte(data), content.Text)
		if err != nil || show(doc.Blocks) != "paragraph0: Der Kran steht still.\n" {
			t.Errorf("%q: %s, %v", data, show(doc.Blocks), err)
		}
	}
}

func TestFilesOfAnArchive(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(path, zipped(t, "ordner/eins.txt", "eins", "zwei.txt", "zwei", ".DS_Store", "x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if doc, err := read(t, bytes.ReplaceAll(bomb(t), []byte("word/document.xml"), []byte("word/document.txt")), content.ZIP); err != nil || len(doc.Skipped) != 1 {
		t.Errorf("bomb: skipped %q, %v", doc.Skipped, err)
	}
	var got []string
	err := content.Files(t.Context(), path, content.Limits{Files: 1}, func(name string, body io.Reader) error {
		text, err := io.ReadAll(body)
		got = append(got, name+"="+string(text))
		return err
	})
	if err != nil || strings.Join(got, " ") != "ordner/eins.txt=eins" {
		t.Errorf("%v, %v", got, err)
	}
}

func FuzzPPTX(f *testing.F) { fuzz(f, content.PPTX, pptx(f)) }
func FuzzODT(f *testing.F) {
	fuzz(f, content.ODT, openDocument(f, "application/vnd.oasis.opendocument.text", odtBody))
}
func FuzzRTF(f *testing.F)  { fuzz(f, content.RTF, []byte(rtfText)) }
func FuzzEPUB(f *testing.F) { fuzz(f, content.EPUB, epub(f)) }
func FuzzMSG(f *testing.F)  { fuzz(f, content.MSG, outlookMessage()) }
func FuzzMbox(f *testing.F) { fuzz(f, content.Mbox, []byte(mbox)) }
