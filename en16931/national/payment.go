package national

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
)

// Instalment is one of the ways and days to pay that a format lists: the whole sum where there is one.
type Instalment struct {
	Means     string // UNTDID 4461
	Text      string // of the means
	Reference string
	Account   en16931.Account
	Debit     *en16931.DirectDebit
	Date      en16931.Date
	Amount    en16931.Decimal
}

// Pay adds the instalments to the invoice: its ways to pay, the accounts of each, the due date, and where there are several
// days or sums a term for each. The due date is the first one's.
func (r *Reading) Pay(list []Instalment) {
	for _, x := range list {
		r.means(x)
		if r.inv.DueDate.IsZero() {
			r.inv.DueDate = x.Date
		}
	}
	if len(list) < 2 {
		return
	}
	var terms []en16931.PaymentTerm
	var texts []string
	for _, x := range list {
		if x.Date.IsZero() && !x.Amount.IsPresent() {
			continue
		}
		terms = append(terms, en16931.PaymentTerm{Date: x.Date, Amount: x.Amount})
		texts = append(texts, strings.TrimSpace(x.Date.String()+" "+x.Amount.String()))
	}
	r.inv.AddTerms(terms)
	if r.inv.PaymentTerms == "" {
		r.inv.PaymentTerms = strings.Join(texts, "\n")
	}
}

// mostCompared is how many ways to pay, or accounts, are compared with a further one.
const mostCompared = 1000

// means adds a way to pay, or an account to one that is there.
func (r *Reading) means(x Instalment) {
	p := en16931.Payment{MeansCode: x.Means, Text: x.Text, Reference: x.Reference, DirectDebit: x.Debit}
	if x.Account != (en16931.Account{}) {
		p.Accounts = []en16931.Account{x.Account}
	}
	if p.MeansCode == "" && p.Text == "" && p.Reference == "" && p.DirectDebit == nil && len(p.Accounts) == 0 {
		return
	}
	if first := r.inv.Payment; first == nil || first.MeansCode == "" && first.Text == "" && len(first.Accounts) == 0 {
		if first != nil {
			p.Terms = first.Terms
		}
		r.inv.Payment = &p
		return
	}
	if len(r.inv.OtherPayments) > mostCompared { // an invoice of so many is refused
		r.inv.OtherPayments = append(r.inv.OtherPayments, p)
		return
	}
	all := append([]*en16931.Payment{r.inv.Payment}, pointers(r.inv.OtherPayments)...)
	for _, have := range all {
		if have.MeansCode == p.MeansCode && have.Text == p.Text && have.Reference == p.Reference && (p.DirectDebit == nil) == (have.DirectDebit == nil) {
			for _, a := range p.Accounts {
				if len(have.Accounts) > mostCompared || !slices.Contains(have.Accounts, a) {
					have.Accounts = append(have.Accounts, a)
				}
			}
			return
		}
	}
	r.inv.OtherPayments = append(r.inv.OtherPayments, p)
}

func pointers(list []en16931.Payment) []*en16931.Payment {
	out := make([]*en16931.Payment, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}
