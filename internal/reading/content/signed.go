package content

import (
	"bytes"
	"context"
	"io"
	"os"
	"path"
	"strings"

	"github.com/docketapi/docket/internal/reading/signed"
)

// readP7M reads the file that was signed. One that is no XML is a document of its own.
func readP7M(b *builder, data []byte) {
	inner, err := signed.Content(data)
	if err != nil {
		b.err = damaged(err, "%s", err)
		return
	}
	b.held(Attachment{Data: inner})
}

// readASIC reads the files in a container for signed files.
func readASIC(b *builder, f *os.File) {
	list, skipped, err := zipFiles(f, b.limits)
	if err != nil {
		b.err = err
		return
	}
	b.doc.Skipped = skipped
	for _, e := range list {
		name := zipName(e)
		if name == "mimetype" || strings.HasPrefix(name, "META-INF/") || !b.ok() {
			continue // what belongs to the container
		}
		b.err = eachFile(b.ctx, e, func(name string, body io.Reader) error {
			data, err := io.ReadAll(body)
			if err == nil {
				b.held(Attachment{Name: name, Data: data})
			}
			return err
		})
	}
}

// held reads a file that another holds: XML as if it were that, any other is attached.
func (b *builder) held(a Attachment) {
	if !b.whole && Detect(bytes.NewReader(a.Data), int64(len(a.Data)), a.Name).Form == XML {
		readXML(b, a.Data)
		return
	}
	b.attach(a)
}

// Wraps tells the forms that hold the file that counts: signed ones and messages.
func (f Form) Wraps() bool { return f == P7M || f == ASIC || f == Email || f == MSG }

// Signed tells the forms that hold a file with its signature.
func (f Form) Signed() bool { return f == P7M || f == ASIC }

// Held are the files in a file of a form that wraps others. Limits and errors are those of Read.
func Held(ctx context.Context, file File, limits Limits) ([]Attachment, error) {
	doc, err := read(ctx, file, limits, true)
	if err != nil {
		return nil, err
	}
	for i := range doc.Attachments {
		if a := &doc.Attachments[i]; a.Name == "" {
			a.Name = strings.TrimSuffix(path.Base(file.Path), path.Ext(file.Path))
		}
	}
	return doc.Attachments, nil
}
