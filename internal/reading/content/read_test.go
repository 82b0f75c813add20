package content_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content"
)

func read(t testing.TB, data []byte, form content.Form) (content.Document, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return content.Read(t.Context(), content.File{Path: path, Form: form}, content.Limits{})
}

func TestForms(t *testing.T) {
	t.Parallel()
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("Größe und Maß.\n\nZweiter Absatz."))
	if err != nil {
		t.Fatal(err)
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte("Größe „Maß“ – 5 €"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file string
		data []byte
		form content.Form
		want string
	}{
		"text":        {"a.bin", []byte("Titel\n=====\n\nEine Zeile\nund noch eine.\n\n- Punkt\n- Punkt zwei\n"), content.Text, "heading1: Titel\nparagraph0: Eine Zeile/und noch eine.\nitem1: - Punkt\nitem1: - Punkt zwei\n"},
		"UTF-16":      {"a.txt", utf16, content.Text, "paragraph0: Größe und Maß.\nparagraph0: Zweiter Absatz.\n"},
		"Windows":     {"a.txt", windows, content.Text, "paragraph0: Größe „Maß“ – 5 €\n"},
		"spaces":      {"a.txt", []byte("  \n\t\n "), content.Text, ""},
		"Markdown":    {"a", []byte(markdownText), content.Markdown, "row0: title: x\nheading1: Handbuch\nparagraph0: Text mit Nachdruck und Verweis.\nheading2: Teile\nitem1: eins\nitem1: zwei\nitem2: innen\nrow0: Teil: Filter; Zahl: 2\nparagraph0: code zeile\n"},
		"HTML":        {"a.txt", []byte(htmlText), content.HTML, "heading1: Preisliste\nheading1: Preise\nparagraph0: Gültig ab März.\nitem1: Ventil\nitem1: Rohr\nrow0: Teil: Ventil; Preis: 12,50\n"},
		"CSV":         {"a.csv", []byte("Artikel;Preis\n\"Ventil; groß\";12,50\nRohr;3\n"), content.CSV, "row0: Artikel: Ventil; groß; Preis: 12,50\nrow0: Artikel: Rohr; Preis: 3\n"},
		"bare CSV":    {"a.csv", []byte("1,2,3\n4,5,6\n"), content.CSV, "row0: 1; 2; 3\nrow0: 4; 5; 6\n"},
		"DOCX":        {"a", docx(t, wordBody), content.DOCX, "heading1: Mietvertrag\nparagraph0: Die Miete beträgt 900 EUR.\nitem2: Keller\nrow0: Raum: Küche; Fläche: 12,5\n"},
		"XLSX":        {"a", xlsx(t), content.XLSX, "heading1: Lager Nord\nrow0: Artikel: Ventil; Preis: 12.5\nrow0: Artikel: Dichtung; Preis: 3\n"},
		"e-mail":      {"a", []byte(mail), content.Email, "heading1: Lieferung nächste Woche\nparagraph0: From: Ada Beispiel <ada@beispiel.example>/To: lager@kontor.example/Date: Tue, 3 Mar 2026 10:00:00 +0100\nparagraph0: Guten Tag,\nparagraph0: die Ware kommt später.\n"},
		"e-invoice":   {"a", []byte(ublText), content.XML, "heading1: Rechnung R-77\nrow0: Rechnungsnummer: R-77\nrow0: Rechnungsdatum: 2026-02-01\nrow0: Verkäufer: Nordlicht Werkzeuge GmbH/Adresse: Lübeck, DE\nrow0: Hinweis: Bitte zahlen Sie den Betrag innerhalb von zehn Tagen.\nheading2: Positionen\nrow0: Position 1: Bohrer; Menge: 2 C62; Positionsbetrag: 100.00 EUR\nheading2: Summen\nrow0: Gesamtbetrag: 119.00 EUR\nrow0: Zahlbetrag: 119.00 EUR\n"},
		"another XML": {"a", []byte(`<order id="7"><deliveryDate>2026-01-02</deliveryDate></order>`), content.XML, "row0: order: id 7\nrow0: delivery Date: 2026-01-02\n"},
	} {
		d := content.Detect(bytes.NewReader(c.data), int64(len(c.data)), c.file)
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

func TestDetectOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		data, name string
		want       content.Form
	}{
		{"%PDF-1.7", "a.txt", content.PDF},
		{"\x89PNG\r\n\x1a\n", "a.md", content.Image},
		{"\x00\x01\x02\x03\x04binary", "a.txt", content.Unknown},
		{"PK\x03\x04 not a zip", "a.docx", content.DOCX},
		{string(zipped(t, "x", "y")), "a.docx", content.ZIP},
		{"Hallo, wie geht es?\nMir, gut.\n", "a.txt", content.Text},
		{"Notiz", "a.md", content.Markdown},
		{"Note: this\nTo: be\n\nor not", "a.txt", content.Text},
		{"<?xml version='1.0'?><Invoice/>", "a.html", content.XML},
		{"a\tb\tc\n1\t2\t3\n4\t5\t6\n7\t8\t9\n", "a", content.CSV},
	} {
		if got := content.Detect(strings.NewReader(c.data), int64(len(c.data)), c.name).Form; got != c.want {
			t.Errorf("%.20q: got %q, want %q", c.data, got, c.want)
		}
	}
}

func TestAttachments(t *testing.T) {
	t.Parallel()
	doc, err := read(t, []byte(mail), content.Email)
	if err != nil || len(doc.Attachments) != 1 {
		t.Fatalf("%+v, %v", doc.Attachments, err)
	}
	if a := doc.Attachments[0]; a.MediaType != "text/csv" || strings.TrimSpace(string(a.Data)) != "a;b\r\n1;2" {
		t.Errorf("attachment %+v", a)
	}
	many := strings.Replace(mail, "--=b--", strings.Repeat("--=b\r\nContent-Type: text/csv; name=l.csv\r\nContent-Disposition: attachment; filename=l.csv\r\n\r\nx;y\r\n", 80)+"--=b--", 1)
	doc, err = read(t, []byte(many), content.Email)
	if err != nil || len(doc.Attachments) != 50 || len(doc.Skipped) != 1 {
		t.Errorf("%d attachments, skipped %q, %v", len(doc.Attachments), doc.Skipped, err)
	}
}

func TestHostileFiles(t *testing.T) {
	t.Parallel()
	boundaries := "From: a\r\nTo: b\r\nSubject: c\r\n" + strings.Repeat("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", 500)
	for name, c := range map[string]struct {
		data []byte
		form content.Form
		want fault.Code
	}{
		"bomb":             {bomb(t), content.DOCX, fault.CodeDocumentTooComplex},
		"bomb as workbook": {bomb(t), content.XLSX, fault.CodeDocumentTooComplex},
		"many parts":       {manyParts(t, 10_001), content.DOCX, fault.CodeDocumentTooComplex},
		"cut":              {docx(t, wordBody)[:200], content.DOCX, fault.CodeDocumentDamaged},
		"no text":          {zipped(t, "a", "b"), content.DOCX, fault.CodeDocumentDamaged},
		"twice":            {zipped(t, "word/document.xml", "<a/>", "word/document.xml", "<b/>"), content.DOCX, fault.CodeDocumentDamaged},
		"deep":             {docx(t, deep(5000, "<w:r>", "</w:r>")), content.DOCX, fault.CodeDocumentTooComplex},
		"not closed":       {docx(t, "<w:p><w:r>"), content.DOCX, fault.CodeDocumentDamaged},
		"entities":         {zipped(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), content.DOCX, fault.CodeDocumentDamaged},
		"not a workbook":   {zipped(t, "xl/workbook.xml", "<workbook/>"), content.XLSX, ""},
		"no workbook":      {[]byte("PK\x03\x04"), content.XLSX, fault.CodeDocumentDamaged},
		"nested mail":      {[]byte(boundaries), content.Email, fault.CodeDocumentTooComplex},
		"wide CSV":         {[]byte(strings.Repeat(strings.Repeat("x;", 5000)+"\n", 3)), content.CSV, fault.CodeDocumentTooComplex},
		"long":             {bytes.Repeat([]byte("wort und "), 2<<20), content.Text, fault.CodeDocumentTooComplex},
		"many":             {bytes.Repeat([]byte("x\n\n"), 300_000), content.Text, fault.CodeDocumentTooComplex},
		"binary":           {[]byte("a\x00\x01\x02\x03"), content.Text, fault.CodeDocumentDamaged},
		"XML with DTD":     {[]byte(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), content.XML, fault.CodeXMLDTD},
		"picture":          {[]byte("x"), content.Image, fault.CodeUnsupportedFormat},
		"deep HTML":        {[]byte(deep(200_000, "<div>", "</div>")), content.HTML, ""},
		"deep tables":      {[]byte(deep(50_000, "<table><tr><td>", "")), content.HTML, ""},
		"brackets":         {[]byte("# a\n" + strings.Repeat("[", 300_000)), content.Markdown, ""},
		"stars":            {[]byte("# a\n" + strings.Repeat("*a **b ", 60_000)), content.Markdown, ""},
		"quotes":           {[]byte(strings.Repeat(">", 100_000) + "a"), content.Markdown, fault.CodeDocumentTooComplex},
	} {
		begun := time.Now()
		_, err := read(t, c.data, c.form)
		if c.want == "" && err == nil {
			t.Logf("%s: %s", name, time.Since(begun))
			continue
		}
		if known, ok := fault.As(err); !ok || c.want != "" && known.Code != c.want || !fault.IsPermanent(err) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %s", name, time.Since(begun))
	}
}

func TestReadingEndsWithItsTimeAndItsCaller(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, bytes.Repeat([]byte("wort\n\n"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := content.Read(t.Context(), content.File{Path: path, Form: content.Text}, content.Limits{Wall: time.Nanosecond}); fault.CodeOf(err) != fault.CodeReadTimeout {
		t.Errorf("time: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := content.Read(ctx, content.File{Path: path, Form: content.Text}, content.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("caller: %v", err)
	}
}

// check holds for every document: valid text under the limits, or a public fault that trying again does not cure.
func check(t *testing.T, data []byte, form content.Form) {
	t.Helper()
	doc, err := read(t, data, form)
	if err != nil {
		if _, ok := fault.As(err); !ok || !fault.IsPermanent(err) {
			t.Fatalf("not a public fault: %v", err)
		}
		return
	}
	for _, b := range doc.Blocks {
		if !utf8.ValidString(b.Text) || strings.ContainsRune(b.Text, 0) || strings.TrimSpace(b.Text) == "" || b.Kind == content.Heading && (b.Level < 1 || b.Level > 6) {
			t.Fatalf("block %+v", b)
		}
	}
}

func fuzz(f *testing.F, form content.Form, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		content.Detect(bytes.NewReader(data), int64(len(data)), "a.csv")
		check(t, data, form)
	})
}

func FuzzText(f *testing.F)     { fuzz(f, content.Text, []byte("a\n==\n\n- b\n1) c\xff")) }
func FuzzMarkdown(f *testing.F) { fuzz(f, content.Markdown, []byte(markdownText)) }
func FuzzHTML(f *testing.F)     { fuzz(f, content.HTML, []byte(htmlText)) }
func FuzzCSV(f *testing.F)      { fuzz(f, content.CSV, []byte("a;b\n\"c\nd\";2\n")) }
func FuzzXML(f *testing.F)      { fuzz(f, content.XML, []byte(ublText), []byte("<a b='c'>d</a>")) }
func FuzzEmail(f *testing.F)    { fuzz(f, content.Email, []byte(mail)) }
func FuzzDOCX(f *testing.F)     { fuzz(f, content.DOCX, docx(f, wordBody)) }
func FuzzXLSX(f *testing.F)     { fuzz(f, content.XLSX, xlsx(f)) }

func FuzzWordText(f *testing.F) {
	f.Add(wordBody)
	f.Fuzz(func(t *testing.T, body string) { check(t, docx(t, body), content.DOCX) })
}
