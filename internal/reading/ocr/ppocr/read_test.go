package ppocr

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
)

// letter is a page of an invented seller in several sizes.
var letter = []printed{
	{90, 130, 34, true, "Nordlicht Möbelwerk GmbH"},
	{90, 175, 18, false, "Kanalstraße 14, 24103 Kiel"},
	{90, 300, 20, false, "Rechnung Nr. 2025-00417"},
	{620, 300, 20, false, "Datum: 14.03.2025"},
	{90, 420, 17, false, "Regal Fichte geölt"},
	{560, 420, 17, false, "4"},
	{640, 420, 17, false, "89,50"},
	{760, 420, 17, false, "358,00"},
	{90, 460, 17, false, "Aufbau und Lieferung"},
	{760, 460, 17, false, "120,00"},
	{560, 540, 22, true, "Summe: 478,00 €"},
	{90, 640, 12, false, "Zahlbar innerhalb von 14 Tagen ohne Abzug."},
}

const letterWidth, letterHeight = 900, 760

func linesOf(t ocr.Text) []string {
	out := make([]string, len(t.Lines))
	for i, l := range t.Lines {
		out[i] = l.Text()
	}
	return out
}

func wantLetter(t *testing.T, got ocr.Text) {
	t.Helper()
	all := "\n" + strings.Join(linesOf(got), "\n") + "\n"
	for _, l := range letter {
		if !strings.Contains(all, "\n"+l.text+"\n") {
			t.Errorf("line %q was not read; got %q", l.text, all)
		}
	}
	if len(got.Lines) != len(letter) {
		t.Errorf("read %d lines, want %d", len(got.Lines), len(letter))
	}
}

func newEngine(tb testing.TB) *Engine {
	tb.Helper()
	e, err := New(Options{ModelsDir: modelsDir(tb), Workers: 2, Timeout: 2 * time.Minute})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { e.Close() })
	return e
}

func TestEngineReadsAPage(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	page := toRaster(drawPage(t, letterWidth, letterHeight, letter))
	for _, degrees := range []int{0, 90, 180, 270} {
		got, err := e.Recognize(context.Background(), turned(page, degrees))
		if err != nil {
			t.Fatal(err)
		}
		if want := (360 - degrees) % 360; got.Rotation != want {
			t.Errorf("page turned by %d: rotation %d, want %d", degrees, got.Rotation, want)
		}
		wantLetter(t, got)
		wantPlaces(t, got)
	}
}

// wantPlaces checks that each printed line's first word begins where it was printed.
func wantPlaces(t *testing.T, got ocr.Text) {
	t.Helper()
	for _, l := range letter {
		first, _, _ := strings.Cut(l.text, " ")
		var best *pages.Word
		for i := range got.Lines {
			if got.Lines[i].Text() == l.text {
				best = &got.Lines[i].Words[0]
			}
		}
		if best == nil || best.Text != first {
			continue // reported by wantLetter
		}
		x, y := best.Box.X0*letterWidth, (best.Box.Y0+best.Box.Y1)/2*letterHeight
		if math.Abs(x-float64(l.x)) > l.size/3 || math.Abs(y-(float64(l.y)-l.size/3)) > l.size/3 {
			t.Errorf("%q stands at %.0f,%.0f, printed at %d,%d", first, x, y, l.x, l.y)
		}
	}
}

func TestEngineReadsALeaningPage(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	page := drawPage(t, letterWidth, letterHeight, letter)
	for _, degrees := range []float64{-4, 1.5, 6} {
		got, err := e.Recognize(context.Background(), toRaster(leaning(page, degrees)))
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got.Skew-degrees) > 0.5 || got.Rotation != 0 {
			t.Errorf("page leaning by %.1f: skew %.2f, rotation %d", degrees, got.Skew, got.Rotation)
		}
		wantLetter(t, got)
	}
}

func TestEngineReadsSizes(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	lines := []printed{
		{40, 40, 11, false, "Kleingedrucktes: Erfüllungsort ist Kiel"},
		{40, 100, 24, false, "Total à payer: 1.234,50 EUR"},
		{40, 220, 72, true, "INVOICE 88-1020"},
		{40, 300, 16, false, "DE89 3704 0044 0532 0130 00"},
	}
	got, err := e.Recognize(context.Background(), toRaster(drawPage(t, 900, 360, lines)))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(linesOf(got), "\n")
	for _, l := range lines {
		if !strings.Contains(all, l.text) {
			t.Errorf("%q was not read; got %q", l.text, all)
		}
	}
}

func TestEngineReadsNothingFromAnEmptyPage(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	got, err := e.Recognize(context.Background(), toRaster(drawPage(t, 400, 300, nil)))
	if err != nil || len(got.Lines) != 0 || got.Rotation != 0 {
		t.Errorf("got %+v, %v; want no lines", got, err)
	}
}

func BenchmarkRead(b *testing.B) {
	r, err := NewReader(modelsDir(b), DefaultSettings)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	img := toRaster(drawPage(b, letterWidth, letterHeight, letter))
	for b.Loop() {
		if _, err := r.Read(img); err != nil {
			b.Fatal(err)
		}
	}
}
