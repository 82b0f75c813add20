package pages

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/reading/sandbox"
)

// Attachment is a file inside a PDF.
type Attachment struct {
	Name string
	Data []byte
}

// Limits of what is taken out of a PDF: an invoice's XML is the only file that matters here.
const (
	maxAttachment  = 64 << 20
	maxAttachments = 64
)

// Attachments takes the embedded XML files out, in the order of their names. It costs nothing when the PDF's bytes say
// that it can hold none. Errors as Text.
func (d *PDF) Attachments(ctx context.Context) ([]Attachment, error) {
	if !d.hints.Embedded {
		return nil, nil
	}
	dir, err := sandbox.NewDir()
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	// Without -o each file keeps its own name; poppler refuses names that lead out of the folder.
	out := dir.Path("files")
	if err := os.Mkdir(out, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of attachments: %w", err)
	}
	res, err := sandbox.Run(ctx, sandbox.Command{Program: "pdfdetach", Args: []string{"-saveall", "-o", out, d.path}, Dir: dir.Path(),
		Limits: sandbox.Limits{Wall: d.limits.Wall, Memory: popplerMemory, FileSize: maxAttachment}})
	if err != nil {
		return nil, err
	}
	if err := failed(res); err != nil && res.ExitCode != 0 && len(found(out)) == 0 {
		return nil, err
	}
	return readAttachments(out)
}

func found(dir string) []string {
	names, _ := filepath.Glob(filepath.Join(dir, "*")) // the pattern is well-formed
	sort.Strings(names)
	return names[:min(len(names), maxAttachments)]
}

func readAttachments(dir string) ([]Attachment, error) {
	var got []Attachment
	for _, path := range found(dir) {
		if !strings.EqualFold(filepath.Ext(path), ".xml") {
			continue
		}
		st, err := os.Lstat(path)
		if err != nil || !st.Mode().IsRegular() || st.Size() > maxAttachment {
			continue // not a file of ours to read
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("read attachment: %w", err)
		}
		data, err := io.ReadAll(io.LimitReader(f, maxAttachment))
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("read attachment: %w", err)
		}
		got = append(got, Attachment{Name: filepath.Base(path), Data: data})
	}
	return got, nil
}
