package main_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/docketapi/docket/examples"
	clientv1 "github.com/docketapi/docket/gen/client/v1"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// kinds are files of each kind with what somebody who looks for them types.
func kinds(t *testing.T) map[string]struct {
	content   []byte
	questions []string
} {
	t.Helper()
	return map[string]struct {
		content   []byte
		questions []string
	}{
		"wartung.pdf": {
			testkit.TextPDF(
				[]string{"Wartungsvertrag WV-2031/0417", "Der Kolbenverdichter wird jedes Quartal geprüft."},
				[]string{"Kündigungsfrist: drei Monate.", "Konto DE02 1203 0000 0000 2020 51"}),
			[]string{"WV-2031/0417", "wv 2031 0417", "Kuendigungsfrist", "kundigungsfrist", "verdichter", "DE02120300000000202051", "geprueft Quartal"},
		},
		"schein.png": {
			testkit.DrawLines("Lieferschein LS-7719-3301", "Zahnradpumpe mit Dichtung", "Abholung durch die Spedition").PNG(),
			[]string{"LS77193301", "LS 7719 3301", "Zahnradpumpen", "radpumpe"},
		},
		"rechnung.xml":   {examples.InvoiceXML, []string{"NW-2026-0417", "nw20260417", "NW 2026 0417"}},
		"protokoll.txt":  {[]byte("Übergabe der Schlüssel an Frau Jäger.\n\nZähler CHE-116.281.710, Stand 40 118."), []string{"Uebergabe", "Jaeger", "CHE116281710", "jager schlussel"}},
		"handbuch.md":    {[]byte("# Betrieb\n\nDie **Rückstellfeder** alle 500 Stunden fetten.\n\n| Teil | Nummer |\n|---|---|\n| Feder | FX-90021 |\n"), []string{"Rueckstellfeder", "stellfeder", "FX90021", "fx 90021"}},
		"preise.html":    {[]byte("<!DOCTYPE html><html><head><title>Tarif</title></head><body><h1>Tarif</h1><p>Prélèvement à l'échéance du contrat KT 5502 8846.</p></body></html>"), []string{"prelevement", "échéance", "KT55028846"}},
		"lager.csv":      {[]byte("Artikel;Menge;Ort\nHydraulikschlauch;12;Regal C\nSpannhülse;40;Regal D\n"), []string{"Hydraulikschlauch", "spannhuelse", "schlauch"}},
		"miete.docx":     {word(t, "Mietvertrag über das Gewächshaus", "Die Kaution beträgt 2.480,00 EUR. Mieter ist DE 136 695 976."), []string{"Gewaechshaus", "2480.00", "DE136695976", "Kaution"}},
		"bestand.xlsx":   {workbook(t), []string{"Kugelhähne", "kugelhahn", "BST-2029-77", "bst202977"}},
		"nachricht.eml":  {[]byte(message), []string{"Kranführer", "Kranfuehrer", "SCH 4471 20"}},
		"frankreich.txt": {[]byte("Virement sur FR1420041010050500013M02606 avant vendredi."), []string{"FR14 2004 1010 0505 0001 3M02 606", "virements"}},
	}
}

const message = "From: Ada Beispiel <ada@beispiel.example>\r\nTo: hof@kontor.example\r\nSubject: =?utf-8?q?Schaden_am_Kranf=C3=BChrerhaus?=\r\n" +
	"Date: Tue, 3 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=b\"\r\n\r\n" +
	"--=b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag,\r\n\r\nder Kranführer meldet Schaden SCH-4471-20.\r\n" +
	"--=b\r\nContent-Type: text/csv; name=teile.csv\r\nContent-Disposition: attachment; filename=teile.csv\r\n\r\nTeil;Zahl\r\nSeilrolle;2\r\n--=b--\r\n"

// word is a Word file of paragraphs.
func word(t *testing.T, paragraphs ...string) []byte {
	t.Helper()
	body := ""
	for _, p := range paragraphs {
		body += "<w:p><w:r><w:t>" + p + "</w:t></w:r></w:p>"
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", "<Types/>"},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`},
	} {
		f, err := w.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(part[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "Beleg", "B1": "Ware", "A2": "BST-2029-77", "B2": "Kugelhahn", "A3": "BST-2029-78", "B3": "Flansch"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// put uploads a file and gives the document when it is indexed.
func put(t *testing.T, c *clientv1.ClientWithResponses, name string, content []byte) clientv1.Document {
	t.Helper()
	body, contentType := upload(t, name, content)
	prefer := "wait=60"
	res, err := c.UploadDocumentWithBodyWithResponse(t.Context(), &clientv1.UploadDocumentParams{Prefer: &prefer}, contentType, bytes.NewReader(body))
	if err != nil || res.JSON201 == nil {
		t.Fatalf("upload %s: %v %s", name, err, res.Body)
	}
	return *res.JSON201
}

func find(t *testing.T, c *clientv1.ClientWithResponses, query string, mode clientv1.SearchMode) *clientv1.SearchResult {
	t.Helper()
	limit := 5
	res, err := c.SearchWithResponse(t.Context(), &clientv1.SearchParams{}, clientv1.SearchRequest{Query: query, Mode: &mode, Limit: &limit})
	if err != nil || res.JSON200 == nil {
		t.Fatalf("search %q: %v %s", query, err, res.Body)
	}
	return res.JSON200
}

// TestEveryKindOfFileIsFound uploads a file of each kind to docket dev and looks for it as soon as the upload is answered.
func TestEveryKindOfFileIsFound(t *testing.T) {
	t.Parallel()
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	files := kinds(t)
	for name, f := range files {
		d := put(t, c, name, f.content)
		if d.Index.State != clientv1.IndexStateIndexed || d.Index.Chunks == 0 {
			t.Fatalf("%s: %+v", name, d.Index)
		}
		for _, mode := range []clientv1.SearchMode{clientv1.SearchModeText, clientv1.SearchModeHybrid} {
			for _, q := range f.questions {
				found := find(t, c, q, mode)
				if len(found.Items) == 0 || found.Items[0].DocumentID != d.ID || string(found.Mode) != string(mode) || found.Degraded {
					t.Errorf("%s: %s %q finds %+v", name, mode, q, found)
				}
			}
		}
	}
	until(t, "the file of the mail is found", func() bool {
		found := find(t, c, "Seilrolle", clientv1.SearchModeText)
		return len(found.Items) > 0 && found.Items[0].Name == "teile.csv"
	})
}

// TestAskRightAfterUpload asks about a document as soon as its upload is answered, and about one that nobody waited for: the
// answer rests on it, or says that it is still being read. An empty answer that says nothing is none.
func TestAskRightAfterUpload(t *testing.T) {
	t.Parallel()
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	ask := func(question string) *clientv1.ChatbotAnswer {
		res, err := c.AskChatbotWithResponse(t.Context(), &clientv1.AskChatbotParams{}, clientv1.ChatbotRequest{Message: question})
		if err != nil || res.JSON200 == nil {
			t.Fatalf("ask %q: %v %s", question, err, res.Body)
		}
		return res.JSON200
	}
	cites := func(a *clientv1.ChatbotAnswer, d clientv1.Document) bool {
		return slices.ContainsFunc(a.Citations, func(x clientv1.Citation) bool { return x.DocumentID == d.ID })
	}
	waited := put(t, c, "kran.txt", []byte("Der Turmdrehkran am Osthafen trägt 48 Tonnen."))
	if a := ask("Wie viel trägt der Turmdrehkran am Osthafen?"); !cites(a, waited) {
		t.Errorf("behind an upload that waited: %+v", a)
	}
	body, contentType := upload(t, "wehr.txt", []byte("Das Stauwehr Lindenau öffnet bei 312 Zentimetern."))
	res, err := c.UploadDocumentWithBodyWithResponse(t.Context(), &clientv1.UploadDocumentParams{}, contentType, bytes.NewReader(body))
	if err != nil || res.JSON201 == nil {
		t.Fatalf("upload: %v %s", err, res.Body)
	}
	until(t, "the answer rests on the document", func() bool {
		a := ask("Wann öffnet das Stauwehr Lindenau?")
		if !cites(a, *res.JSON201) && !strings.Contains(a.Answer, "noch gelesen") {
			t.Fatalf("while it may be read: %+v", a)
		}
		return cites(a, *res.JSON201)
	})
}
