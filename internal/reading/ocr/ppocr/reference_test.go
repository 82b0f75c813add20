package ppocr

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/docketapi/docket/examples"
	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
)

// referenceRead is what the reference pipeline makes of a page.
type referenceRead struct {
	CPU   float64  `json:"cpu"` // seconds
	Lines []string `json:"lines"`
}

// BenchmarkReference reads the same pictures as the reference pipeline in Python (rapidocr: the same models, one thread) and
// gives the processor time of both a page, their ratio, and how many of the reference's lines we read alike, spaces ignored.
// DOCKET_RAPIDOCR is the Python that tools/bench/rapidocr/build.sh prints. The pages are the scans and pictures of DOCKET_CORPUS;
// without it, drawn ones.
func BenchmarkReference(b *testing.B) {
	python := os.Getenv("DOCKET_RAPIDOCR")
	if python == "" {
		b.Skip("DOCKET_RAPIDOCR is not set: this machine has no Python to measure rapidocr with")
	}
	rasters := referencePages(b)
	theirs := readByReference(b, python, rasters)
	for _, c := range []struct {
		name     string
		settings Settings
	}{{"as_shipped", DefaultSettings}, {"added_steps_off", ReferenceSettings}} {
		b.Run(c.name, func(b *testing.B) {
			r, err := NewReader(modelsDir(b), c.settings)
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			for b.Loop() {
				compare(b, r, rasters, theirs)
			}
		})
	}
}

func compare(b *testing.B, r *Reader, rasters []pages.Raster, theirs []referenceRead) {
	var ours, reference float64
	alike, lines := 0, 0
	for i, img := range rasters {
		before := processorTime(b)
		text, err := r.Read(img)
		if err != nil {
			b.Fatal(err)
		}
		ours += processorTime(b) - before
		reference += theirs[i].CPU
		lines += len(theirs[i].Lines)
		alike += common(text, theirs[i].Lines)
	}
	n := float64(len(rasters))
	b.ReportMetric(n, "pages")
	b.ReportMetric(ours/n, "cpu-s/page")
	b.ReportMetric(reference/n, "reference-cpu-s/page")
	b.ReportMetric(ours/reference, "cpu-ratio")
	b.ReportMetric(100*float64(alike)/float64(lines), "%-lines-alike")
}

// common counts the lines of a text that stand in the other one too, each once, spaces ignored.
func common(text ocr.Text, others []string) int {
	left := map[string]int{}
	for _, l := range text.Lines {
		left[strings.Join(strings.Fields(l.Text()), "")]++
	}
	n := 0
	for _, other := range others {
		if key := strings.Join(strings.Fields(other), ""); left[key] > 0 {
			left[key]--
			n++
		}
	}
	return n
}

func processorTime(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func readByReference(b *testing.B, python string, rasters []pages.Raster) (out []referenceRead) {
	dir := b.TempDir()
	args := []string{"../../../../tools/bench/rapidocr/reference.py"}
	for i, img := range rasters {
		path := filepath.Join(dir, fmt.Sprintf("%04d.ppm", i))
		if err := os.WriteFile(path, portable(img), 0o600); err != nil {
			b.Fatal(err)
		}
		args = append(args, path)
	}
	answer, err := exec.Command(python, args...).Output()
	if err != nil {
		b.Fatalf("run the reference: %v", err)
	}
	for line := range bytes.Lines(answer) {
		var read referenceRead
		if err := json.Unmarshal(line, &read); err != nil {
			b.Fatal(err)
		}
		out = append(out, read)
	}
	if len(out) != len(rasters) {
		b.Fatalf("the reference read %d of %d pages", len(out), len(rasters))
	}
	return out
}

// portable is a picture as a PPM or PGM file.
func portable(img pages.Raster) []byte {
	kind := "P6"
	if img.Channels == 1 {
		kind = "P5"
	}
	return append(fmt.Appendf(nil, "%s\n%d %d\n255\n", kind, img.Width, img.Height), img.Pix...)
}

func referencePages(b *testing.B) (out []pages.Raster) {
	folder := os.Getenv("DOCKET_CORPUS")
	if folder == "" {
		path := filepath.Join(b.TempDir(), "invoice.pdf")
		if err := os.WriteFile(path, examples.InvoicePDF, 0o600); err != nil {
			b.Fatal(err)
		}
		return append(rastersOf(b, path), toRaster(drawPage(b, letterWidth, letterHeight, letter)))
	}
	manifest, err := os.ReadFile(filepath.Join(folder, "manifest.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(manifest)); lines.Scan(); {
		var entry struct{ File, Kind string }
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			b.Fatal(err)
		}
		if entry.Kind == "scan_pdf" || entry.Kind == "image" {
			out = append(out, rastersOf(b, filepath.Join(folder, entry.File))...)
		}
	}
	return out
}

// rastersOf are the pages of a file as pictures: its own where a page is one, else drawn at 200 dpi.
func rastersOf(b *testing.B, path string) (out []pages.Raster) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := f.Read(head)
	if kind := pages.Sniff(head[:n]); kind.Image() {
		info, _ := f.Stat()
		images, err := pages.OpenImages(kind, f, info.Size(), pages.Limits{}.OrDefaults())
		if err != nil {
			b.Fatal(err)
		}
		img, err := images.Decode(1)
		if err != nil {
			b.Fatal(err)
		}
		return []pages.Raster{img}
	}
	pdf, err := pages.OpenPDF(path, pages.Limits{}.OrDefaults())
	if err != nil {
		b.Fatal(err)
	}
	info, err := pdf.Info(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	for i := range info {
		out = append(out, rasterOf(b, pdf, i+1))
	}
	return out
}

func rasterOf(b *testing.B, pdf *pages.PDF, number int) pages.Raster {
	ctx := context.Background()
	if pictures, err := pdf.Pictures(ctx, number, number); err == nil && len(pictures) == 1 {
		if img, ok, err := pdf.Scan(ctx, pictures[0]); err == nil && ok {
			return img
		}
	}
	img, err := pdf.Render(ctx, pages.RenderOptions{Page: number, DPI: 200})
	if err != nil {
		b.Fatal(err)
	}
	return img
}
