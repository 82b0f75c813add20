package national

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/xmltree"
)

// The rules of what reading has to say.
const (
	RuleChecked = "DOCKET-NATIONAL-01" // what the invoice was held to
	RuleSettled = "DOCKET-NATIONAL-02" // a part of the total that the buyer does not pay to the seller
	RuleRead    = "DOCKET-NATIONAL-03" // a value that is not stated in so many words
)

// Reading is an invoice in the making: what the table read, to be completed.
type Reading struct {
	Root     *xmltree.Node
	Invoice  en16931.Invoice // when reading has ended
	Findings []en16931.Finding
	// Computed are the pointers of amounts that the document does not state and that follow from others.
	Computed []string
	// Estimated tells that net amounts of lines were computed from gross ones, so that their sum may differ by their rounding.
	Estimated bool

	inv    *en16931.Invoice
	taken  []*xmltree.Node
	places []binding.Place
	rows   []int // of the VAT breakdown: which row each row of the document became a part of; nil when each is its own
}

// Data is the invoice as it is so far.
func (r *Reading) Data() *en16931.Invoice { return r.inv }

// At is the first element on the way of names below n, nil when there is none.
func At(n *xmltree.Node, names ...string) *xmltree.Node {
	for _, name := range names {
		n = n.Child("", name)
	}
	return n
}

// Text is the text of the element on the way of names below n, "" when there is none.
func Text(n *xmltree.Node, names ...string) string {
	return strings.TrimSpace(At(n, names...).String())
}

// Number is the number of the element on the way of names below n, absent when there is none.
func Number(n *xmltree.Node, names ...string) en16931.Decimal {
	d, err := en16931.ParseDecimal(Text(n, names...))
	if err != nil {
		return en16931.Decimal{}
	}
	return d
}

// Day is the date of the element on the way of names below n, the zero date when there is none; a time behind it is left out.
func Day(n *xmltree.Node, names ...string) en16931.Date {
	text := Text(n, names...)
	d, err := en16931.ParseDate(text[:min(len(text), len("2006-01-02"))])
	if err != nil {
		return en16931.Date{}
	}
	return d
}

// Take marks the element as read, which is no extension then; pointer says what it became, "" for nothing of its own.
func (r *Reading) Take(pointer string, n *xmltree.Node) {
	if n == nil {
		return
	}
	r.taken = append(r.taken, n)
	if pointer != "" {
		r.places = append(r.places, binding.Place{Pointer: pointer, Node: n})
	}
}

// Place says what an element became that is kept as an extension all the same.
func (r *Reading) Place(pointer string, n *xmltree.Node) {
	if n != nil {
		r.places = append(r.places, binding.Place{Pointer: pointer, Node: n})
	}
}

// Say adds what a reader of the invoice has to know of how it was read.
func (r *Reading) Say(severity en16931.Severity, message string, pointers ...string) {
	r.Findings = append(r.Findings, en16931.Finding{Rule: RuleRead, Severity: severity, Message: message, Pointers: pointers})
}

// Note adds a note of the invoice.
func (r *Reading) Note(text string) {
	if text = strings.TrimSpace(text); text != "" {
		r.inv.Notes = append(r.inv.Notes, en16931.Note{Text: text})
	}
}

// maxFindings bounds what is said of one invoice: nobody reads more.
const maxFindings = 100

// Settle takes a part of the total for paid that the buyer does not pay to the seller: withheld tax, VAT by split payment. what
// names it for people.
func (r *Reading) Settle(what string, amount en16931.Decimal) {
	if !amount.IsPresent() || amount.Value().IsZero() {
		return
	}
	r.inv.Totals.Paid = Sum(r.inv.Totals.Paid, amount)
	r.computed("/totals/paid")
	if len(r.Findings) == maxFindings {
		return
	}
	r.Findings = append(r.Findings, en16931.Finding{
		Rule: RuleSettled, Severity: en16931.Information, Pointers: []string{"/totals/paid", "/totals/due"}, Terms: []string{"BT-113", "BT-115"},
		Message: "The paid amount has " + what + ", which the buyer does not pay to the seller: EN 16931 has no term of its own for it.",
		Actual:  amount.String(),
	})
}

func (r *Reading) computed(pointer string) {
	for _, p := range r.Computed {
		if p == pointer {
			return
		}
	}
	r.Computed = append(r.Computed, pointer)
}
