package console_test

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	gen "github.com/docketapi/docket/gen/console"
	"github.com/docketapi/docket/internal/api/console"
)

const page = "text/html,application/xhtml+xml,*/*;q=0.8"

func TestBesideTellsTheConsoleFromTheAPI(t *testing.T) {
	files := fstest.MapFS{"index.html": {Data: []byte("<p>page")}, "assets/a-1.js": {Data: []byte("let a")}, "icon.svg": {Data: []byte("<svg/>")}}
	api := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	h, err := console.Beside(api, files, []string{"v1", "docs"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path, accept string
		status               int
		body, cache          string
	}{
		{"GET", "/", "*/*", 200, "<p>page", "no-cache"},
		{"GET", "/inbox", page, 200, "<p>page", "no-cache"},
		{"GET", "/invoices/0198b7c4", page, 200, "<p>page", "no-cache"},
		{"HEAD", "/inbox", page, 200, "", "no-cache"},
		{"GET", "/assets/a-1.js", "*/*", 200, "let a", "public, max-age=31536000, immutable"},
		{"GET", "/icon.svg", "image/*", 200, "<svg/>", "no-cache"},
		{"GET", "/assets/gone.js", page, 418, "", ""},
		{"GET", "/inbox", "application/json", 418, "", ""},
		{"GET", "/v1/invoices", page, 418, "", ""},
		{"GET", "/docs", page, 418, "", ""},
		{"POST", "/", page, 418, "", ""},
		{"GET", "/../index.html", "*/*", 418, "", ""},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, c.path, nil)
		r.Header.Set("Accept", c.accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status || w.Body.String() != c.body || w.Header().Get("Cache-Control") != c.cache {
			t.Errorf("%s %s (%s): %d %q %q", c.method, c.path, c.accept, w.Code, w.Body, w.Header().Get("Cache-Control"))
		}
	}
}

func TestBesideWantsAPage(t *testing.T) {
	if _, err := console.Beside(http.NotFoundHandler(), fstest.MapFS{}, nil); err == nil {
		t.Error("no page is no console")
	}
}

// TestBuiltConsole holds what is embedded to what its policy allows, and to its size: 250 kB of compressed scripts in all.
func TestBuiltConsole(t *testing.T) {
	files, err := fs.Sub(gen.Files, "files")
	if err != nil {
		t.Fatal(err)
	}
	h, err := console.Beside(http.NotFoundHandler(), files, nil)
	if err != nil {
		t.Fatal(err)
	}
	html, csp := get(t, h, "/")
	if strings.Contains(csp, "unsafe") || regexp.MustCompile(`(?s)<style|<script[^>]*>[^<]|https?:`).MatchString(html) {
		t.Errorf("the page has something inline or from elsewhere: %s\n%s", csp, html)
	}
	size := 0
	err = fs.WalkDir(files, ".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".js") {
			size += compressed(t, h, "/"+name)
		}
		return err
	})
	if err != nil || size == 0 || size > 250_000 {
		t.Errorf("scripts take %d bytes compressed, %v", size, err)
	}
}

func get(t *testing.T, h http.Handler, path string) (string, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	return w.Body.String(), w.Header().Get("Content-Security-Policy")
}

func compressed(t *testing.T, h http.Handler, path string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	size := w.Body.Len()
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if _, err := io.Copy(io.Discard, z); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return size
}
