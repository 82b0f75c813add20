package reading

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/semaphore"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/ocr"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/testkit"
)

// brokenEngine panics where a page is recognised: in a goroutine of the reader's.
type brokenEngine struct{}

func (brokenEngine) Name() string { return "broken" }

func (brokenEngine) Recognize(context.Context, pages.Raster) (ocr.Text, error) {
	var lines []pages.Line
	return ocr.Text{Lines: lines[:1]}, nil
}

func brokenReader(log *bytes.Buffer) *Reader {
	return &Reader{
		engine: brokenEngine{}, limits: pages.Limits{}.OrDefaults(), cores: semaphore.NewWeighted(2), close: func() error { return nil },
		log: slog.New(slog.NewTextHandler(log, nil)),
	}
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPanicEndsOneFileOfABatch(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	r := brokenReader(&log)
	picture := testkit.DrawLines("RECHNUNG", "Gesamtbetrag 119,00 EUR")
	scan := write(t, "scan.pdf", testkit.ScanPDF(picture, picture, picture))
	text := write(t, "text.pdf", testkit.TextPDF([]string{"RECHNUNG Nr. RE-2024-0815 vom 12.03.2024", "Gesamtbetrag 119,00 EUR"}))
	var got []FileResult
	err := r.ParseFiles(t.Context(), []string{text, scan, text}, 2, func(f FileResult) error {
		got = append(got, f)
		return nil
	})
	if err != nil || len(got) != 3 || got[0].Error != nil || got[2].Error != nil || got[1].Error == nil || got[1].Error.Code != fault.CodeReadFailed {
		t.Fatalf("got %+v, %v", got, err)
	}
	if s := log.String(); strings.Count(s, "panicked") != 1 || !strings.Contains(s, "brokenEngine") {
		t.Errorf("logged: %s", s)
	}
	if _, err := r.Pages(t.Context(), scan); fault.CodeOf(err) != fault.CodeReadFailed {
		t.Errorf("pages: %v", err)
	}
}

const ubl = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>RE-2024-0815</cbc:ID></Invoice>`

func TestXMLSurvivesWhateverItsPagesDo(t *testing.T) {
	t.Parallel()
	doc, err := einvoice.Parse([]byte(ubl), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text func(context.Context) ([]pages.Page, error)
		code string
	}{
		"panic":   {func(context.Context) ([]pages.Page, error) { panic("a bug") }, "reading_failed"},
		"timeout": {func(context.Context) ([]pages.Page, error) { return nil, fault.New(fault.CodeReadTimeout, "slow") }, "reading_timeout"},
		"damaged": {func(context.Context) ([]pages.Page, error) { return nil, fault.New(fault.CodePDFDamaged, "torn") }, "pdf_damaged"},
		"unknown": {func(context.Context) ([]pages.Page, error) { return nil, errors.New("the disk hiccups") }, ""},
	} {
		var log bytes.Buffer
		got, err := brokenReader(&log).readHybrid(t.Context(), Input{Progress: func(string, int) {}}, doc, nil, c.text)
		if err != nil || len(got.Invoices) != 1 || got.Invoices[0].Data.Number != "RE-2024-0815" {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		if f := find(got.Invoices[0].Checks, "DOCKET-XML-05"); f == nil || f.Actual != c.code {
			t.Errorf("%s: nothing says that the pages were not compared: %+v", name, f)
		}
		if strings.Contains(log.String(), "panicked") != (name == "panic") {
			t.Errorf("%s: logged %s", name, log.String())
		}
	}
}

func find(list []en16931.Finding, rule string) *en16931.Finding {
	for i := range list {
		if list[i].Rule == rule {
			return &list[i]
		}
	}
	return nil
}

// The page is broken in the file itself: its tree, its content, its size.
func TestXMLSurvivesABrokenPage(t *testing.T) {
	t.Parallel()
	whole := testkit.PDF{Pages: []testkit.PDFPage{{Texts: []testkit.PDFText{{X: 56, Y: 72, Size: 11, S: "RECHNUNG RE-2024-0815"}}}},
		Files: []testkit.PDFFile{{Name: "factur-x.xml", Data: []byte(ubl)}}}.Bytes()
	r := &Reader{engine: brokenEngine{}, limits: pages.Limits{}.OrDefaults(), cores: semaphore.NewWeighted(2)}
	for name, change := range map[string][2]string{
		"no page":     {"/Kids [", "/Kids [99 0 R "},
		"wrong count": {"/Count 1", "/Count 0"},
		"no tree":     {"/Type /Pages", "/Type /Pagez"},
		"no size":     {"/MediaBox [", "/MediaBux ["},
		"no content":  {"/Contents ", "/Contents 77 0 R /Was "},
		"whole":       {"%PDF-1.7", "%PDF-1.7"},
	} {
		data := bytes.Replace(whole, []byte(change[0]), []byte(change[1]), 1)
		if name != "whole" && bytes.Equal(data, whole) {
			t.Fatalf("%s: nothing was broken", name)
		}
		got, err := r.Read(t.Context(), Input{Path: write(t, "x.pdf", data)})
		if err != nil || len(got.Invoices) != 1 || got.Invoices[0].Data.Number != "RE-2024-0815" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
