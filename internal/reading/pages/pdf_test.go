package pages_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	api.DisableConfigDir()
	os.Exit(m.Run())
}

func openPDF(t *testing.T, data []byte, limits pages.Limits) *pages.PDF {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := pages.OpenPDF(path, limits)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func textOf(t *testing.T, data []byte) []pages.Page {
	t.Helper()
	got, err := openPDF(t, data, pages.Limits{}).Text(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func wordsOf(p pages.Page) string {
	var out []string
	for _, w := range p.Words() {
		out = append(out, w.Text)
	}
	return strings.Join(out, " ")
}

func near(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }

func TestTextGivesWordsWithBoxes(t *testing.T) {
	t.Parallel()
	doc := testkit.PDF{Pages: []testkit.PDFPage{
		{Width: 600, Height: 800, Texts: []testkit.PDFText{{X: 60, Y: 80, Size: 10, S: "Größe 10 €"}, {X: 60, Y: 400, Size: 10, S: "Summe"}}},
		{},
		{Texts: []testkit.PDFText{{X: 50, Y: 50, Size: 10, S: "xx", Ligature: "o\\336ce"}, {X: 50, Y: 90, Size: 10, S: "under", Hidden: true}}},
	}}
	got := textOf(t, doc.Bytes())
	if len(got) != 3 {
		t.Fatalf("%d pages, want 3: an empty page counts", len(got))
	}
	p := got[0]
	if p.Number != 1 || p.Width != 600 || p.Height != 800 || p.Source != pages.FromText || p.Rotation != 0 {
		t.Fatalf("page %+v", p)
	}
	if wordsOf(p) != "Größe 10 € Summe" || len(p.Lines) != 2 {
		t.Fatalf("words %q in %d lines", wordsOf(p), len(p.Lines))
	}
	if b := p.Lines[1].Box; !near(b.X0, 0.1) || b.Y1 < 0.49 || b.Y1 > 0.51 || b.X1 < 0.13 || b.X1 > 0.17 {
		t.Fatalf("box of Summe: %+v", b)
	}
	if len(got[1].Lines) != 0 || got[1].Characters() != 0 {
		t.Fatalf("empty page has %+v", got[1].Lines)
	}
	if !strings.HasSuffix(wordsOf(got[2]), "under") {
		t.Fatalf("text under a scan: %q", wordsOf(got[2]))
	}
}

func TestTextSeesThePageAsAReaderDoes(t *testing.T) {
	t.Parallel()
	texts := []testkit.PDFText{{X: 120, Y: 150, Size: 12, S: "one two three"}, {X: 10, Y: 20, Size: 12, S: "Outside"}}
	for name, c := range map[string]struct {
		page          testkit.PDFPage
		words         string
		width, height float64
		rotation      int
		x, y          float64 // of the first word of the line
	}{
		"cropped":   {testkit.PDFPage{Crop: [4]float64{100, 100, 500, 700}}, "one two three", 400, 600, 0, 20. / 400, 41. / 600},
		"sideways":  {testkit.PDFPage{Rotate: 90}, "one two three Outside", 600, 800, 270, 120. / 600, 141. / 800},
		"over":      {testkit.PDFPage{Rotate: 180}, "one two three Outside", 600, 800, 180, 120. / 600, 141. / 800},
		"other way": {testkit.PDFPage{Rotate: 270}, "one two three Outside", 600, 800, 90, 120. / 600, 141. / 800},
	} {
		c.page.Width, c.page.Height, c.page.Texts = 600, 800, texts
		p := textOf(t, testkit.PDF{Pages: []testkit.PDFPage{c.page}}.Bytes())[0]
		if p.Width != c.width || p.Height != c.height || p.Rotation != c.rotation {
			t.Errorf("%s: page %v x %v turned by %d", name, p.Width, p.Height, p.Rotation)
		}
		for _, w := range strings.Fields(c.words) {
			if !strings.Contains(wordsOf(p), w) {
				t.Errorf("%s: %q lacks %q", name, wordsOf(p), w)
			}
		}
		if strings.Contains(wordsOf(p), "Outside") != strings.Contains(c.words, "Outside") {
			t.Errorf("%s: text outside of the crop box: %q", name, wordsOf(p))
		}
		for _, w := range p.Words() {
			if w.Text == "one" && (!near(w.Box.X0, c.x) || !near(w.Box.Y0, c.y)) {
				t.Errorf("%s: one is at %+v", name, w.Box)
			}
		}
	}
}

func TestTextTellsSoup(t *testing.T) {
	t.Parallel()
	soup := textOf(t, testkit.PDF{Pages: []testkit.PDFPage{{Texts: []testkit.PDFText{
		{X: 50, Y: 50, Size: 10, S: "Invoice total of the month", Private: true}}}}}.Bytes())[0]
	if !soup.Garbled() {
		t.Errorf("private-use text passes for text: %q", wordsOf(soup))
	}
	shifted := textOf(t, testkit.TextPDF([]string{shift("Rechnung Nummer Datum Kunde Bestellung vom Lieferdatum"),
		shift("Artikel Menge Einzelpreis Gesamtpreis Summe netto zzgl Umsatzsteuer"),
		shift("Bitte zahlen Sie den Betrag ohne Abzug auf unser Konto bei der Bank")}))[0]
	if !shifted.Garbled() {
		t.Errorf("shifted letters pass for text")
	}
	good := textOf(t, testkit.TextPDF([]string{"Invoice No. RE-2024/0815 of 03.04.2024", "10 x Widget 4,50 EUR 45,00",
		"VAT ID DE123456788 IBAN DE02 1203 0000 0000 2020 51", "https://example.org, info@example.org (Berlin)"}))[0]
	if good.Garbled() {
		t.Errorf("good text passes for soup: %q", wordsOf(good))
	}
	rows := []string{"Price list  page 1"}
	for i := range 40 {
		rows = append(rows, fmt.Sprintf("QPDHKZ%d  QPDHKZ%d  PCS Stk", 100000+7*i, 100000+7*i))
	}
	if codes := textOf(t, testkit.TextPDF(rows))[0]; codes.Garbled() {
		t.Errorf("a list of codes passes for soup: %q", wordsOf(codes))
	}
}

func TestTextRefusesWhatIsNoReadablePDF(t *testing.T) {
	t.Parallel()
	whole := testkit.TextPDF([]string{"page one"}, []string{"page two"}, []string{"page three"})
	for name, c := range map[string]struct {
		data   []byte
		limits pages.Limits
		code   fault.Code
	}{
		"no pages":  {testkit.PDF{}.Bytes(), pages.Limits{}, fault.CodePDFNoPages},
		"rubbish":   {[]byte("%PDF-1.4\nnothing of the kind"), pages.Limits{}, fault.CodePDFDamaged},
		"cut off":   {whole[:len(whole)/8], pages.Limits{}, fault.CodePDFDamaged},
		"too many":  {whole, pages.Limits{Pages: 2}, fault.CodeTooManyPages},
		"encrypted": {encrypt(t, whole, "secret", "owner"), pages.Limits{}, fault.CodePDFEncrypted},
	} {
		got, err := openPDF(t, c.data, c.limits).Text(t.Context())
		if fault.CodeOf(err) != c.code {
			t.Errorf("%s: %d pages, error %v, want %s", name, len(got), err, c.code)
		}
	}
	exact := openPDF(t, whole, pages.Limits{Pages: 3})
	if got, err := exact.Text(t.Context()); err != nil || len(got) != 3 {
		t.Errorf("as many pages as allowed: %d, %v", len(got), err)
	}
}

func TestTextOpensWithoutAUserPassword(t *testing.T) {
	t.Parallel()
	got := textOf(t, encrypt(t, testkit.TextPDF([]string{"readable all the same"}), "", "owner"))
	if wordsOf(got[0]) != "readable all the same" {
		t.Fatalf("got %q", wordsOf(got[0]))
	}
}

// shift is what a font gives that numbers its glyphs from the space and says nothing of characters.
func shift(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' {
			return r
		}
		return r - 29
	}, s)
}

func encrypt(t *testing.T, data []byte, user, owner string) []byte {
	t.Helper()
	conf := model.NewAESConfiguration(user, owner, 256)
	conf.Permissions = model.PermissionsNone
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(data), &out, conf); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
