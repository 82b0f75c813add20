// Package console serves the web console beside the API: its built files, and its first page at every path that a screen has.
//
// It owns which requests are the console's and the headers that its files get. It does not own the screens (web/), nor
// anything they ask for: that is the API, under the same rights as for any other client.
package console

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// policy lets the console load what this server gives, and pictures of pages that it fetched itself; nothing inline, nothing
// from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
	"font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const index = "index.html"

type file struct {
	kind   string
	plain  []byte
	zipped func() ([]byte, error) // made when it is first asked for, so that a start does not wait for it
}

// Beside answers what is the console's and leaves the rest to api: GET of a built file, and of a path that no API has by a
// browser that wants a page. apis are the first elements of the API's paths, such as "v1".
func Beside(api http.Handler, files fs.FS, apis []string) (http.Handler, error) {
	built, err := load(files)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, a := range apis {
		taken[a] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f, name, ok := built.find(r, taken); ok {
			serve(w, r, name, f)
			return
		}
		api.ServeHTTP(w, r)
	}), nil
}

type set map[string]file

func load(files fs.FS) (set, error) {
	out := set{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		out[name] = pack(name, content)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load console: %w", err)
	}
	if _, ok := out[index]; !ok {
		return nil, errors.New("load console: it has no " + index)
	}
	return out, nil
}

func pack(name string, content []byte) file {
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	return file{kind: kind, plain: content, zipped: sync.OnceValues(func() ([]byte, error) { return compress(content) })}
}

func compress(content []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if _, err := z.Write(content); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return b.Bytes(), nil
}

// find is the file that a request is for. A path that no API has is a screen's when a page is asked for by name, as browsers
// do; the root always is.
func (s set) find(r *http.Request, taken map[string]bool) (file, string, bool) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return file{}, "", false
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if f, ok := s[name]; ok && name != index {
		return f, name, true
	}
	first, _, _ := strings.Cut(name, "/")
	if name == "" || (!taken[first] && !strings.HasPrefix(name, "assets/") && strings.Contains(r.Header.Get("Accept"), "text/html")) {
		return s[index], index, true
	}
	return file{}, "", false
}

func serve(w http.ResponseWriter, r *http.Request, name string, f file) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", policy)
	h.Set("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Vary", "Accept-Encoding")
	// A built file's name changes with its content; the page that names it is asked for each time.
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if zipped, err := f.zipped(); err == nil { // else as it is
			h.Set("Content-Encoding", "gzip")
			body = zipped
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the caller has gone
	}
}
