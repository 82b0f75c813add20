package display

import (
	"strconv"

	"github.com/docketapi/docket/en16931"
)

func (w *writer) payments() {
	s := Section{Title: w.words["payment"], Term: "BG-16", Pairs: []Pair{w.pair("terms", "BT-20", w.inv.PaymentTerms)}}
	if w.inv.Payment != nil {
		s.Pairs = append(s.Pairs, w.payment(w.inv.Payment)...)
	}
	w.section(s)
	for i := range w.inv.OtherPayments {
		w.section(Section{Title: w.words["payment"], Pairs: w.payment(&w.inv.OtherPayments[i])})
	}
}

func (w *writer) payment(p *en16931.Payment) []Pair {
	out := []Pair{w.pair("means", "BT-81, BT-82", join(" ", p.Text, parenthesis(p.MeansCode))), w.pair("reference", "BT-83", p.Reference)}
	for _, a := range p.Accounts {
		account := w.pair("account", "BT-84", a.IBAN)
		account.Strong = true
		out = append(out, account, w.pair("account_name", "BT-85", a.Name), w.pair("bic", "BT-86", a.BIC))
	}
	if c := p.Card; c != nil {
		out = append(out, w.pair("card", "BT-87, BT-88", join(", ", c.Number, c.Holder)))
	}
	if d := p.DirectDebit; d != nil {
		out = append(out, w.pair("mandate", "BT-89", d.MandateRef), w.pair("creditor", "BT-90", d.CreditorID), w.pair("debited", "BT-91", d.Account))
	}
	return out
}

// instalments are the terms of payment of all ways to pay.
func (w *writer) instalments() {
	t := &Table{Columns: []Column{
		w.column("until", "", false, 0.2), w.column("percent", "", true, 0.15), w.column("base", "", true, 0.15), w.column("amount", "", true, 0.15), w.column("terms", "", false, 0.35),
	}}
	add := func(p *en16931.Payment) {
		for _, x := range p.Terms {
			until := w.day(x.Date)
			if x.Days != nil {
				until = join(", ", until, strconv.Itoa(*x.Days)+" "+w.words["days"])
			}
			t.Rows = append(t.Rows, Row{Cells: []string{until, w.percent(x.Percent), w.number(x.Base), w.number(x.Amount), x.Text}})
		}
	}
	if w.inv.Payment != nil {
		add(w.inv.Payment)
	}
	for i := range w.inv.OtherPayments {
		add(&w.inv.OtherPayments[i])
	}
	w.section(Section{Title: w.words["instalments"], Table: t})
}
