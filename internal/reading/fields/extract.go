package fields

import (
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Options are what the caller knows besides the pages.
type Options struct {
	// QR are the decoded texts of QR codes by page number, with their places.
	QR map[int][]QRCode
}

// QRCode is a decoded QR code and where it stands.
type QRCode struct {
	Text string
	Box  pages.Box
}

// maxPages bounds the work on one document; what stands behind is not read.
const maxPages = 200

// Extract reads the invoices that the pages hold, in order. There is always at least one, which is empty when nothing
// was found.
func Extract(in []pages.Page, opt Options) []evidence.Invoice {
	if len(in) > maxPages {
		in = in[:maxPages]
	}
	built := make([]*layout.Page, len(in))
	for i, p := range in {
		built[i] = layout.Build(p)
	}
	var out []evidence.Invoice
	for _, r := range split(built) {
		out = append(out, extractOne(built[r.from:r.to], opt))
	}
	return out
}

type pageRange struct{ from, to int }

func extractOne(built []*layout.Page, opt Options) evidence.Invoice {
	d := newDocument(built)
	d.readCode(opt)
	b := newBuilder(d)
	d.parties(b)
	d.header(b)
	d.totals(b)
	d.breakdown(b)
	d.payment(b)
	d.partyDetails(b)
	d.applyCode(b)
	d.consequences(b)
	return b.invoice()
}
