package facturx_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/en16931/facturx"
)

func options() facturx.Options {
	return facturx.Options{
		XML: []byte("<a>invoice</a>"), Profile: facturx.EN16931, Title: "Invoice 7 – Müller & Co",
		Created: time.Date(2031, 5, 2, 10, 0, 0, 0, time.UTC),
	}
}

func pages(t *testing.T) []facturx.Page {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 60, 80)), nil); err != nil {
		t.Fatal(err)
	}
	return []facturx.Page{{JPEG: b.Bytes(), DPI: 72}, {Pixels: bytes.Repeat([]byte{255}, 40*50), Width: 40, Height: 50, Channels: 1}}
}

func TestWriteMakesAPDFThatOthersRead(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := facturx.Write(&out, pages(t), options()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.pdf")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := exec.Command("pdfinfo", path).CombinedOutput()
	if err != nil || !strings.Contains(string(info), "Pages:           2") || !strings.Contains(string(info), "Müller & Co") {
		t.Errorf("pdfinfo: %v\n%s", err, info)
	}
	if o, err := exec.Command("pdfdetach", "-saveall", "-o", dir, path).CombinedOutput(); err != nil {
		t.Fatalf("pdfdetach: %v\n%s", err, o)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "factur-x.xml")); err != nil || string(got) != "<a>invoice</a>" {
		t.Errorf("attached is %q, %v", got, err)
	}
	for _, want := range []string{"/AFRelationship /Alternative", "<pdfaid:part>3</pdfaid:part>", "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>", "Müller &amp; Co"} {
		if !bytes.Contains(out.Bytes(), []byte(want)) {
			t.Errorf("the PDF lacks %s", want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := facturx.Write(&out, nil, options()); !errors.Is(err, facturx.ErrNoPages) {
		t.Errorf("no pages: %v", err)
	}
	for name, p := range map[string]facturx.Page{"broken JPEG": {JPEG: []byte("x")}, "too few pixels": {Pixels: []byte{1}, Width: 2, Height: 2, Channels: 1}, "two channels": {Pixels: []byte{1, 2}, Width: 1, Height: 1, Channels: 2}} {
		if err := facturx.Write(&out, []facturx.Page{p}, options()); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestProfileOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]facturx.Profile{
		"urn:factur-x.eu:1p0:minimum": facturx.Minimum, "urn:factur-x.eu:1p0:basicwl": facturx.BasicWL,
		"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":           facturx.Basic,
		"urn:cen.eu:en16931:2017":                                               facturx.EN16931,
		"urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":       facturx.Extended,
		"urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0": facturx.XRechnung,
		"urn:ferd:CrossIndustryDocument:invoice:1p0:comfort":                    facturx.EN16931,
		"urn:ferd:CrossIndustryDocument:invoice:1p0:extended":                   facturx.Extended,
		"urn:cen.eu:en16931:2017#compliant#urn:zugferd.de:2p0:basic":            facturx.Basic, "other": "",
	} {
		if got := facturx.ProfileOf(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

func TestChoosePrefersTheStandardsNames(t *testing.T) {
	t.Parallel()
	got := facturx.Choose([]string{"terms.pdf", "other.xml", "ZUGFeRD-invoice.xml", "factur-x.xml"})
	if !slices.Equal(got, []int{3, 2, 1}) {
		t.Errorf("order is %v", got)
	}
}
