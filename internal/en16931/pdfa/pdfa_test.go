package pdfa_test

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/en16931/facturx"
	"github.com/docketapi/docket/internal/en16931/pdfa"
)

func options() pdfa.Options {
	return pdfa.Options{
		XML: []byte("<a>invoice</a>"), Profile: facturx.EN16931, Title: "Invoice 7 – Müller & Co",
		Created: time.Date(2031, 5, 2, 10, 0, 0, 0, time.UTC),
	}
}

// noise is a picture as a camera makes it: every pixel another.
func noise(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32())
	}
	return img
}

func pages() []pdfa.Page {
	grey := image.NewGray(image.Rect(0, 0, 40, 50))
	draw.Draw(grey, grey.Rect, image.White, image.Point{}, draw.Src)
	return []pdfa.Page{
		{Width: 595, Height: 842, Picture: noise(300, 400), Words: []pdfa.Word{
			{Text: "Rechnung", X0: .1, Y0: .1, X1: .3, Y1: .12}, {Text: "№", X0: .31, Y0: .1, X1: .35, Y1: .12},
			{Text: "𝟟€", X0: .1, Y0: .2, X1: .12, Y1: .22}, {Text: "", X0: .1, Y0: .3, X1: .1, Y1: .3},
		}},
		{Width: 595, Height: 842, Picture: grey},
		{Width: 595, Height: 842, Texts: []pdfa.Text{{X: 50, Y: 50, Size: 20, Bold: true, Text: "Zażółć"}, {X: 500, Y: 80, Size: 9, Right: true, Text: "Ωμέγα 票"}}},
	}
}

func write(t *testing.T, list []pdfa.Page) []byte {
	t.Helper()
	var out bytes.Buffer
	w := pdfa.NewWriter(&out, options())
	for _, p := range list {
		if err := w.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWriteMakesAPDFThatOthersRead(t *testing.T) {
	t.Parallel()
	out := write(t, pages())
	dir := t.TempDir()
	path := filepath.Join(dir, "a.pdf")
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := exec.Command("pdfinfo", path).CombinedOutput()
	if err != nil || !strings.Contains(string(info), "Pages:           3") || !strings.Contains(string(info), "Müller & Co") {
		t.Errorf("pdfinfo: %v\n%s", err, info)
	}
	text, err := exec.Command("pdftotext", "-layout", path, "-").CombinedOutput()
	for _, want := range []string{"Rechnung №", "𝟟€", "Zażółć", "Ωμέγα ?"} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("the text lacks %q: %v\n%s", want, err, text)
		}
	}
	if o, err := exec.Command("pdfdetach", "-saveall", "-o", dir, path).CombinedOutput(); err != nil {
		t.Fatalf("pdfdetach: %v\n%s", err, o)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "factur-x.xml")); err != nil || string(got) != "<a>invoice</a>" {
		t.Errorf("attached is %q, %v", got, err)
	}
	for _, want := range []string{"/AFRelationship /Alternative", "<pdfaid:part>3</pdfaid:part>", "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>", "Müller &amp; Co"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("the PDF lacks %s", want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	if err := pdfa.NewWriter(io.Discard, options()).Close(); !errors.Is(err, pdfa.ErrNoPages) {
		t.Errorf("no pages: %v", err)
	}
	for name, p := range map[string]pdfa.Page{"no size": {}, "no pixels": {Width: 9, Height: 9, Picture: image.NewGray(image.Rectangle{})}} {
		if err := pdfa.NewWriter(io.Discard, options()).Add(p); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
