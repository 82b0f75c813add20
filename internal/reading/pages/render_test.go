package pages_test

import (
	"bytes"
	"image/png"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func TestRenderDrawsAPage(t *testing.T) {
	t.Parallel()
	doc := openPDF(t, testkit.PDF{Pages: []testkit.PDFPage{{}, {Width: 720, Height: 360,
		Texts: []testkit.PDFText{{X: 20, Y: 60, Size: 60, S: "HHH", Bold: true}}}}}.Bytes(), pages.Limits{})
	img, err := doc.Render(t.Context(), pages.RenderOptions{Page: 2, DPI: 144, Grey: true})
	if err != nil {
		t.Fatal(err)
	}
	if img.Width != 1440 || img.Height != 720 || img.Channels != 1 || img.DPI != 144 || img.Blank() {
		t.Fatalf("got %d x %d x %d at %v", img.Width, img.Height, img.Channels, img.DPI)
	}
	turned, err := doc.Render(t.Context(), pages.RenderOptions{Page: 2, DPI: 72, Rotation: 90})
	if err != nil || turned.Width != 360 || turned.Height != 720 || turned.Channels != 3 {
		t.Fatalf("turned: %d x %d x %d, %v", turned.Width, turned.Height, turned.Channels, err)
	}
	b, err := turned.PNG()
	if err != nil {
		t.Fatal(err)
	}
	if c, err := png.DecodeConfig(bytes.NewReader(b)); err != nil || c.Width != 360 {
		t.Fatalf("PNG %+v, %v", c, err)
	}
	blank, err := doc.Render(t.Context(), pages.RenderOptions{Page: 1, DPI: 72, Grey: true})
	if err != nil || !blank.Blank() {
		t.Fatalf("an empty page has ink, %v", err)
	}
	if _, err := doc.Render(t.Context(), pages.RenderOptions{Page: 3, DPI: 72}); fault.CodeOf(err) != fault.CodeNotFound {
		t.Fatalf("page 3 of 2: %v", err)
	}
	if _, err := doc.Render(t.Context(), pages.RenderOptions{Page: 2, DPI: 4000}); fault.CodeOf(err) != fault.CodeImageTooLarge {
		t.Fatalf("a wall of a page: %v", err)
	}
}

func TestPicturesListsAScan(t *testing.T) {
	t.Parallel()
	doc := openPDF(t, testkit.ScanPDF(testkit.DrawLines("a"), testkit.DrawLines("b")), pages.Limits{})
	got, err := doc.Pictures(t.Context(), 1, 2)
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if p := got[1]; p.Page != 2 || p.Width != 1240 || p.PPI != 150 || p.Colour || p.Points() < 490000 || p.Points() > 510000 {
		t.Fatalf("got %+v of %v square points", p, p.Points())
	}
}

func TestScanTakesThePictureThatThePageShows(t *testing.T) {
	t.Parallel()
	want := testkit.DrawLines("Invoice 4711 of the month", "and its second line, which is longer", "third")
	doc := openPDF(t, testkit.PDF{Pages: []testkit.PDFPage{{Picture: &want}, {Picture: &want, Rotate: 180},
		{Picture: &want, Texts: []testkit.PDFText{{X: 40, Y: 700, Size: 90, S: "PAID PAID"}, {X: 40, Y: 600, Size: 90, S: "PAID PAID"}}}}}.Bytes(), pages.Limits{})
	list, err := doc.Pictures(t.Context(), 1, 3)
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	img, ok, err := doc.Scan(t.Context(), list[0])
	if err != nil || !ok || img.Channels != 1 || img.DPI != 150 || !bytes.Equal(img.Pix, want.Pix) {
		t.Errorf("the scan is not as it was put in: %v, %v", ok, err)
	}
	for _, p := range list[1:] {
		if _, ok, err := doc.Scan(t.Context(), p); ok || err != nil {
			t.Errorf("page %d is not what its picture shows: %v, %v", p.Page, ok, err)
		}
	}
}

func TestAttachmentsTakesXMLOut(t *testing.T) {
	t.Parallel()
	doc := testkit.PDF{Pages: []testkit.PDFPage{{}}, Files: []testkit.PDFFile{
		{Name: "factur-x.xml", Data: []byte("<a/>")}, {Name: "notes.txt", Data: []byte("hi")}, {Name: "../../evil.xml", Data: []byte("<b/>")}}}
	got, err := openPDF(t, doc.Bytes(), pages.Limits{}).Attachments(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Name != "factur-x.xml" || string(got[0].Data) != "<a/>" || got[1].Name != "../../evil.xml" {
		t.Fatalf("got %+v", got)
	}
	none, err := openPDF(t, testkit.TextPDF([]string{"x"}), pages.Limits{}).Attachments(t.Context())
	if err != nil || none != nil {
		t.Fatalf("%+v, %v", none, err)
	}
}
