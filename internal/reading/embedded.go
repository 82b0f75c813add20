package reading

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// withPDF does something with the first PDF among the documents that an XML invoice has in it: what people see as its pages.
// There is none in XML that is no invoice, and then nothing is done.
func withPDF(ctx context.Context, path string, limits pages.Limits, do func(*pages.PDF) error) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read document: %w", err)
	}
	content := pdfIn(ctx, data)
	if content == nil {
		return ctx.Err()
	}
	dir, err := sandbox.NewDir()
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := os.WriteFile(dir.Path("pages.pdf"), content, 0o600); err != nil {
		return fmt.Errorf("unpack a PDF: %w", err)
	}
	pdf, err := pages.OpenPDF(dir.Path("pages.pdf"), limits)
	if err != nil {
		return err
	}
	return do(pdf)
}

// packedPDF is how a PDF begins in base64.
var packedPDF = []byte("JVBERi0")

func pdfIn(ctx context.Context, data []byte) []byte {
	if !bytes.Contains(data, packedPDF) {
		return nil // most have none, and need not be parsed to know it
	}
	docs, err := einvoice.ParseAll(ctx, data, xmltree.Limits{})
	if err != nil {
		return nil
	}
	for _, d := range docs {
		for _, a := range d.Invoice.Attachments {
			if bytes.HasPrefix(a.Content, []byte("%PDF-")) {
				return a.Content
			}
		}
	}
	return nil
}
