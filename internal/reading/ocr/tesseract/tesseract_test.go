package tesseract

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
	"github.com/docketapi/docket/internal/reading/testkit"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

var letter = []string{"Rechnung Nr. 4711 vom 12.03.2024", "Musterfirma Beispiel GmbH, Hauptweg 7, 12345 Teststadt",
	"Position 1 Schrauben verzinkt 10 Stück 2,50 25,00", "Zwischensumme netto 25,00 EUR", "Umsatzsteuer 19 % 4,75 EUR",
	"Gesamtbetrag 29,75 EUR", "Bitte zahlen Sie innerhalb von vierzehn Tagen ohne Abzug."}

func raster(p testkit.Picture) pages.Raster {
	return pages.Raster{Width: p.Width, Height: p.Height, Channels: p.Channels, Pix: p.Pix, DPI: 150}
}

func textOf(t ocr.Text) string {
	var b strings.Builder
	for _, l := range t.Lines {
		b.WriteString(l.Text() + "\n")
	}
	return b.String()
}

func find(t *testing.T, text ocr.Text, word string) pages.Word {
	t.Helper()
	for _, l := range text.Lines {
		for _, w := range l.Words {
			if w.Text == word {
				return w
			}
		}
	}
	t.Fatalf("%q is not in:\n%s", word, textOf(text))
	return pages.Word{}
}

func TestRecognizeReadsAPage(t *testing.T) {
	t.Parallel()
	text, err := New(Options{}).Recognize(t.Context(), raster(testkit.DrawLines(letter...)))
	if err != nil {
		t.Fatal(err)
	}
	w := find(t, text, "Gesamtbetrag")
	// DrawLines: the sixth line's baseline is at 350 of 1754 pixels, its left edge at 110 of 1240.
	if w.Box.X0 < 0.08 || w.Box.X0 > 0.1 || w.Box.Y0 > 0.2 || w.Box.Y1 < 0.195 || w.Box.Y1 > 0.21 || w.Confidence < 0.8 {
		t.Fatalf("got %+v", w)
	}
	if len(text.Lines) != len(letter) || text.Rotation != 0 {
		t.Fatalf("%d lines, turned by %d:\n%s", len(text.Lines), text.Rotation, textOf(text))
	}
}

func TestRecognizeTurnsThePage(t *testing.T) {
	t.Parallel()
	long := append(append([]string{}, letter...), letter...)
	text, err := New(Options{}).Recognize(t.Context(), raster(testkit.DrawLines(long...).Turned(90)))
	if err != nil {
		t.Fatal(err)
	}
	if text.Rotation != 270 {
		t.Fatalf("turned by %d, want 270:\n%s", text.Rotation, textOf(text))
	}
	if w := find(t, text, "Gesamtbetrag"); w.Box.X0 < 0.08 || w.Box.X0 > 0.1 || w.Box.Y1 < 0.195 {
		t.Fatalf("got %+v", w)
	}
}

func TestRecognizeSeesThroughShadows(t *testing.T) {
	t.Parallel()
	p := testkit.DrawLines(letter...)
	for y := range p.Height {
		for x := range p.Width {
			i := y*p.Width + x
			p.Pix[i] = byte(int(p.Pix[i]) * (30 + 70*x/p.Width) / 100)
			if x < 60 {
				p.Pix[i] = 5 // a scanner's border
			}
		}
	}
	text, err := New(Options{}).Recognize(t.Context(), raster(p))
	if err != nil {
		t.Fatal(err)
	}
	if w := find(t, text, "Gesamtbetrag"); w.Box.X0 < 0.08 || w.Box.X0 > 0.1 {
		t.Fatalf("got %+v", w)
	}
}

func TestRecognizeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(Options{}).Recognize(ctx, raster(testkit.DrawLines("x"))); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

func TestPreparedMapsBoxesThroughEveryTurn(t *testing.T) {
	t.Parallel()
	p := prepared{img: pages.Raster{Width: 160, Height: 300, Channels: 1, Pix: make([]byte, 160*300)}, scale: 2, left: 10, top: 20, width: 100, height: 200}
	want := p.box(20, 30, 40, 10)
	for _, degrees := range []int{90, 180, 270} {
		turned := p.turn(degrees)
		x, y, w, h := 300.-30-10, 20., 10., 40. // at 90
		switch degrees {
		case 180:
			x, y, w, h = 160-20-40, 300-30-10, 40, 10
		case 270:
			x, y, w, h = 30, 160-20-40, 10, 40
		}
		got := turned.box(x, y, w, h).Turn(360 - degrees)
		for i, d := range []float64{got.X0 - want.X0, got.Y0 - want.Y0, got.X1 - want.X1, got.Y1 - want.Y1} {
			if d > 1e-9 || d < -1e-9 {
				t.Errorf("turned by %d: side %d of %+v, want %+v", degrees, i, got, want)
			}
		}
	}
}

func TestParseOrientationWantsCertainty(t *testing.T) {
	t.Parallel()
	for report, want := range map[string]int{
		"Rotate: 90\nOrientation confidence: 7.2\n":    90,
		"Rotate: 180\nOrientation confidence: 0.01\n":  0,
		"Rotate: 45\nOrientation confidence: 9\n":      0,
		"Too few characters. Skipping this page\n":     0,
		"Rotate: -90\nOrientation confidence: 12.00\n": 270,
	} {
		if got := parseOrientation(report); got != want {
			t.Errorf("%q: %d, want %d", report, got, want)
		}
	}
}

func FuzzParseTSV(f *testing.F) {
	f.Add([]byte("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
		"4\t1\t1\t1\t1\t0\t10\t10\t50\t10\t-1\t\n5\t1\t1\t1\t1\t1\t10\t10\t50\t10\t96.1\tSumme\n"))
	f.Add([]byte("5\t1\t1\t1\t1\t1\tNaN\t1e309\t-1\t10\t96\tx\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := prepared{scale: 1, width: 100, height: 100}
		for _, l := range parseTSV(data).text(p, 0).Lines {
			for _, w := range l.Words {
				if w.Text == "" || !(w.Confidence >= 0 && w.Confidence <= 1) || !(w.Box.X0 >= 0 && w.Box.X1 <= 1 && w.Box.Y0 >= 0 && w.Box.Y1 <= 1) {
					t.Fatalf("got %+v", w)
				}
			}
		}
	})
}
