//go:build pictures

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestPictures takes a picture of every screen, in three widths, light and dark, into the folder of DOCKET_PICTURES.
func TestPictures(t *testing.T) {
	p, _ := served(t)
	screens := furnished(t, p)
	dir := os.Getenv("DOCKET_PICTURES")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	open := browser(t, p)
	for _, scheme := range []string{"light", "dark"} {
		b := open(t)
		b.scheme(scheme)
		b.signIn(testKey)
		for _, s := range screens {
			for _, width := range []int64{1280, 768, 390} {
				b.do(chromedp.EmulateViewport(width, 844))
				b.open(s.path)
				b.shows(s.whole)
				if s.click != "" {
					b.click(s.click)
				}
				time.Sleep(300 * time.Millisecond) // what fades in
				picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
				if err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(s.name, " ", "-"), width, scheme)
				if err := os.WriteFile(filepath.Join(dir, name), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
