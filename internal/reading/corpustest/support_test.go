//go:build corpus

package corpustest

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/ocr/ppocr"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main(ppocr.Helper())
	os.Exit(m.Run())
}

// mostUnsupported is the share of core fields that may be filled without standing on the page.
const mostUnsupported = 0.02

// visual are the kinds of documents that are read off a page.
var visual = []string{"text_pdf", "text_pdf_stripped", "scan_pdf", "image", "photo", "receipt"}

type entry struct{ ID, File, Kind string }

// TestCoreFieldsStandOnThePage reads every visual document and looks whether the words inside each core field's evidence
// box yield its value. A field without a box counts as invented unless its value stands anywhere on its pages.
func TestCoreFieldsStandOnThePage(t *testing.T) {
	folder := os.Getenv("DOCKET_CORPUS")
	if folder == "" {
		t.Fatal("DOCKET_CORPUS is not set: name a folder with manifest.jsonl")
	}
	reader, err := reading.New(reading.Options{ModelsDir: os.Getenv("DOCKET_MODELS_DIR")})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	var mu sync.Mutex
	total := map[string]*tally{}
	var work sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, e := range manifest(t, folder) {
		work.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			got := score(t, reader, folder, e)
			mu.Lock()
			defer mu.Unlock()
			if total[e.Kind] == nil {
				total[e.Kind] = &tally{}
			}
			total[e.Kind].add(got)
		})
	}
	work.Wait()
	all := tally{}
	for _, kind := range visual {
		if k := total[kind]; k != nil {
			t.Logf("%-18s %5d core fields, %3d not supported, %3d computed", kind, k.filled, k.unsupported, k.computed)
			all.add(*k)
		}
	}
	share := float64(all.unsupported) / float64(max(all.filled, 1))
	t.Logf("%-18s %5d core fields, %3d not supported (%.2f %%)", "all", all.filled, all.unsupported, 100*share)
	if all.filled == 0 || share > mostUnsupported {
		t.Errorf("%.2f %% of the core fields do not stand on the page; at most %.0f %% may", 100*share, 100*mostUnsupported)
	}
}

func manifest(t *testing.T, folder string) []entry {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	only := strings.Split(os.Getenv("DOCKET_CORPUS_KINDS"), ",")
	var out []entry
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		var e entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(visual, e.Kind) && (only[0] == "" || slices.Contains(only, e.Kind)) {
			out = append(out, e)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

type tally struct{ filled, unsupported, computed int }

func (t *tally) add(o tally) {
	t.filled += o.filled
	t.unsupported += o.unsupported
	t.computed += o.computed
}

func score(t *testing.T, reader *reading.Reader, folder string, e entry) tally {
	var out tally
	res, err := reader.Read(context.Background(), reading.Input{Path: filepath.Join(folder, e.File)})
	if err != nil {
		t.Logf("%s: %v", e.ID, err)
		return out
	}
	for _, inv := range res.Invoices {
		if inv.Source != evidence.Text && inv.Source != evidence.OCR {
			continue
		}
		for _, f := range coreFields(&inv.Data) {
			out.filled++
			ev := evidenceOf(inv.Evidence, f.pointer)
			if ev == nil || ev.Box == nil {
				out.computed++
				if !standsAnywhere(res.Pages, f) {
					out.unsupported++
					t.Logf("%s %s: %q stands nowhere", e.ID, f.pointer, f.value)
				}
				continue
			}
			if text := inside(res.Pages, ev); !f.yieldedBy(text) && !(ev.RepairedFrom != "" && strings.Contains(fold(text), fold(ev.RepairedFrom))) && ev.Source != evidence.FromQR {
				out.unsupported++
				t.Logf("%s %s: %q is not in %q", e.ID, f.pointer, f.value, text)
			}
		}
	}
	return out
}

func evidenceOf(all []evidence.Evidence, pointer string) *evidence.Evidence {
	for i := range all {
		if all[i].Pointer == pointer {
			return &all[i]
		}
	}
	return nil
}
