package fields

import (
	"fmt"
	"sort"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/proof"
	"github.com/docketapi/docket/internal/reading/pages"
)

// builder collects an invoice's data with the evidence of each value.
type builder struct {
	doc    *document
	data   en16931.Invoice
	proofs proof.List
}

func newBuilder(d *document) *builder { return &builder{doc: d} }

func (b *builder) invoice() evidence.Invoice {
	sort.SliceStable(b.proofs, func(i, j int) bool { return b.proofs[i].Pointer < b.proofs[j].Pointer })
	calibrate(b.proofs)
	inv := evidence.Invoice{Source: evidence.Text, Data: b.data, Evidence: b.proofs, Checks: findings(&b.data, b.proofs)}
	if b.doc.Source == pages.FromOCR {
		inv.Source = evidence.OCR
	}
	if n := len(b.doc.Pages); n > 0 {
		inv.FirstPage, inv.LastPage = b.doc.Pages[0].Number, b.doc.Pages[n-1].Number
	}
	return inv
}

func pointerf(format string, args ...any) string { return fmt.Sprintf(format, args...) }
