package v1

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
)

// upload is the one part `file` of a form, streamed. Its end is the form's end: a part that follows it is found before
// the reader of the file has seen EOF, so nothing of a wrong form is stored.
type upload struct {
	name     string
	declared string
	part     *multipart.Part
	form     *multipart.Reader
}

func filePart(form *multipart.Reader) (*upload, error) {
	part, err := form.NextPart()
	if errors.Is(err, io.EOF) {
		return nil, fault.New(fault.CodeValidation, "the form needs the part file").At("/file", "is missing")
	}
	if err != nil {
		return nil, formError(err)
	}
	if part.FormName() != "file" {
		return nil, unexpected(part)
	}
	if part.FileName() == "" && part.Header.Get("Content-Type") == "" && !strings.Contains(part.Header.Get("Content-Disposition"), "filename") {
		return nil, fault.New(fault.CodeValidation, "the part file needs a filename").At("/file", "is a field, not a file")
	}
	return &upload{name: baseName(part.FileName()), declared: part.Header.Get("Content-Type"), part: part, form: form}, nil
}

// Read gives the file's bytes.
func (u *upload) Read(p []byte) (int, error) {
	n, err := u.part.Read(p)
	if errors.Is(err, io.EOF) {
		if next, nerr := u.form.NextPart(); nerr == nil {
			return n, unexpected(next)
		} else if !errors.Is(nerr, io.EOF) {
			return n, formError(nerr)
		}
		return n, io.EOF
	}
	if err != nil {
		return n, formError(err)
	}
	return n, nil
}

func unexpected(part *multipart.Part) error {
	return fault.New(fault.CodeValidation, "the form has the one part file").At("/"+clip(part.FormName()), "is not a part of this form")
}

// formError tells a form over its limit from one that breaks off or is none.
func formError(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return fmt.Errorf("read form: %w", err) // the edge knows its status
	}
	return fault.Wrap(err, fault.CodeMalformed, "the form ends early or cannot be read")
}

// baseName is the file's name without folders, in either notation, and without control characters.
func baseName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return ""
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	return clip(name)
}

func clip(s string) string {
	const most = 255
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
