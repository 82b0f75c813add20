package fields

import (
	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/certainty"
	"github.com/docketapi/docket/internal/reading/fields/consequences"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/lines"
	"github.com/docketapi/docket/internal/reading/fields/parties"
	"github.com/docketapi/docket/internal/reading/fields/payment"
	"github.com/docketapi/docket/internal/reading/fields/taxes"
	"github.com/docketapi/docket/internal/reading/fields/totals"
	"github.com/docketapi/docket/internal/reading/pages"
)

// Options are what the caller knows besides the pages.
type Options struct {
	// QR are the decoded texts of QR codes by page number, with their places.
	QR map[int][]QRCode
}

// QRCode is a decoded QR code and where it stands.
type QRCode = payment.QRCode

// Extract reads the invoices that the pages hold, in order. There is always at least one, which is empty when nothing
// was found. One of more than einvoice.MaxLines lines is not read on: it has one line more than that, and nothing else.
func Extract(in []pages.Page, opt Options) []evidence.Invoice {
	built := make([]*layout.Page, len(in))
	for i, p := range in {
		built[i] = layout.Build(p)
	}
	var out []evidence.Invoice
	for _, r := range split(built) {
		out = append(out, extract(built[r.from:r.to], opt))
	}
	return out
}

// extract reads one invoice. The order is meaning: each step is given what the steps before found, and nothing else. The
// line items are looked for before the totals are chosen, since their sum helps to choose; a payment code beats the text.
func extract(in []*layout.Page, opt Options) evidence.Invoice {
	set := candidates.Find(in)
	code := payment.FindCode(in, opt.QR)
	who := parties.Read(set)
	head := header.Read(header.Input{Set: set, NearParty: who.Headings.Near})
	pool := amounts.Of(set)
	items := lines.Extract(in, totals.LineContext(pool))
	if len(items.Lines) > einvoice.MaxLines {
		return evidence.Invoice{Data: en16931.Invoice{Lines: items.Lines}}
	}
	pool = pool.WithItems(items.Regions)
	sums := totals.Read(totals.Input{Pool: pool, Items: items, Asked: code.Asked()})
	tax := taxes.Read(taxes.Input{Pool: pool, Totals: sums.Totals, Lines: items.Lines})
	pay := payment.Read(payment.Input{Set: set, OfBuyer: who.Headings.OfBuyer})

	inv, proofs := assemble(who, head, items, sums, tax, pay)
	code.Apply(&inv, &proofs)
	sheet := kind.PaperOf(in, set.Receipt)
	writePaper(set, sheet, &inv, &proofs)
	proofs.Add(consequences.Fill(&inv, consequences.DirectDebit(in))...)
	sure := certainty.Input{Set: set, Header: head.Grounds, Seller: who.Ground, Gross: sums.Ground}
	return finish(sure, sheet.Paper, inv, proofs)
}
