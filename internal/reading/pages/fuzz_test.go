package pages

import (
	"bytes"
	"strings"
	"testing"
)

func FuzzReadBBox(f *testing.F) {
	f.Add(`<page width="10.0" height="20.0">` + "\n" + `<line xMin="1">` + "\n" +
		`<word xMin="1.0" yMin="2.0" xMax="3.0" yMax="4.0">a&amp;b</word>` + "\n</page>\n")
	f.Add(`<page width="1e308" height="-1">`)
	f.Add("<page width=\"5\" height=\"5\">\n<word xMin=\"1\">x\n</page>")
	f.Add("<page width=\"5\" height=\"5\">\n<line>\n<word xMin=\"1\" yMin=\"1\" xMax=\"4\" yMax=\"2\">1\u00a0234\u00ad</word>\n</page>")
	f.Fuzz(func(t *testing.T, markup string) {
		_ = readBBox(strings.NewReader(markup), func(b bboxPage) error { // errors are an answer, panics are not
			p := b.toPage(1, false)
			for _, w := range p.Words() {
				if b := w.Box; b.X0 < 0 || b.Y0 < 0 || b.X1 > 1 || b.Y1 > 1 || b.X0 > b.X1 || b.Y0 > b.Y1 || w.Text == "" {
					t.Fatalf("word %+v", w)
				}
			}
			return nil
		})
	})
}

func FuzzHints(f *testing.F) {
	f.Add([]byte("%PDF-1.7 /Rotate 90 /EmbeddedFile"))
	f.Add([]byte("<< /Type /ObjStm >> stream\nx\x9c\x03\x00\x00\x00\x00\x01 endstream"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := ReadHints(bytes.NewReader(data), int64(len(data))); err != nil {
			t.Fatal(err)
		}
	})
}
