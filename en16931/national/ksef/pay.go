package ksef

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// means are the ways to pay by UNTDID 4461.
var means = map[string]struct{ code, text string }{
	"1": {"10", "gotówka"}, "2": {"48", "karta"}, "3": {"ZZZ", "bon"}, "4": {"20", "czek"}, "5": {"ZZZ", "kredyt"}, "6": {"30", "przelew"}, "7": {"68", "płatność mobilna"},
}

func pay(r *national.Reading, fa *xmltree.Node) {
	inv, p := r.Data(), fa.Child("", "Platnosc")
	way := means[national.Text(p, "FormaPlatnosci")]
	r.Place("/payment/means_code", p.Child("", "FormaPlatnosci"))
	if other := national.Text(p, "OpisPlatnosci"); other != "" {
		way.code, way.text = "ZZZ", other
		take(r, "/payment/text", p, "PlatnoscInna", "OpisPlatnosci")
	}
	var list []national.Instalment
	for _, name := range []string{"RachunekBankowyFaktora", "RachunekBankowy"} { // a factor is to be paid in place of the seller
		for n := range p.ChildrenOf("", name) {
			take(r, "", n, "NrRB", "SWIFT")
			r.Place(pointer("/payment/accounts", len(list))+"/iban", n.Child("", "NrRB"))
			list = append(list, national.Instalment{Means: way.code, Text: way.text, Account: account(n)})
		}
	}
	if len(list) == 0 {
		list = []national.Instalment{{Means: way.code, Text: way.text}}
	}
	accounts := len(list)
	for n := range p.ChildrenOf("", "TerminPlatnosci") {
		x := national.Instalment{Means: list[0].Means, Text: list[0].Text, Date: national.Day(n, "Termin")}
		r.Take("/due_date", n.Child("", "Termin"))
		described(r, n)
		list = append(list, x)
	}
	r.Pay(list[:accounts])
	r.Pay(list[accounts:])
	paid(r, fa, p)
	settlement(r, fa)
	if inv.Payment != nil && inv.Payment.MeansCode == "" && len(inv.Payment.Accounts) > 0 {
		inv.Payment.MeansCode = "30"
	}
}

// account reads an account; the 26 digits of a Polish one are its IBAN without the country.
func account(n *xmltree.Node) en16931.Account {
	number := strings.ReplaceAll(national.Text(n, "NrRB"), " ", "")
	if len(number) == 26 && strings.Trim(number, "0123456789") == "" {
		number = "PL" + number
	}
	return en16931.Account{IBAN: number, BIC: national.Text(n, "SWIFT"), Name: national.Text(n, "OpisRachunku")}
}

// described reads a term of payment that has no date: so many days from an event, or, in FA(2), free text.
func described(r *national.Reading, n *xmltree.Node) {
	d := n.Child("", "TerminOpis")
	text := strings.TrimSpace(strings.Join([]string{national.Text(d, "Ilosc"), national.Text(d, "Jednostka"), national.Text(d, "ZdarzeniePoczatkowe")}, " "))
	if d != nil && len(d.Children) == 0 {
		text = strings.TrimSpace(d.Text)
	}
	inv := r.Data()
	if text != "" && inv.PaymentTerms == "" {
		inv.PaymentTerms = text
		r.Place("/payment_terms", d)
	}
}

// paid reads what has been paid: all of it, or parts.
func paid(r *national.Reading, fa, p *xmltree.Node) {
	inv := r.Data()
	if national.Text(p, "Zaplacono") == "1" {
		inv.Totals.Paid = national.Number(fa, "P_15")
		r.Place("/totals/paid", p.Child("", "Zaplacono"))
		return
	}
	for n := range p.ChildrenOf("", "ZaplataCzesciowa") {
		part := national.Number(n, "KwotaZaplatyCzesciowej")
		inv.Totals.Paid = national.Sum(inv.Totals.Paid, part)
		r.Take("/totals/paid", n.Child("", "KwotaZaplatyCzesciowej"))
	}
}

// settlement reads what is added to the sum to pay, and taken off, without being a part of the invoice's total.
func settlement(r *national.Reading, fa *xmltree.Node) {
	s := fa.Child("", "Rozliczenie")
	for n := range s.ChildrenOf("", "Odliczenia") {
		r.Settle("a deduction («"+national.Text(n, "Powod")+"»)", national.Number(n, "Kwota"))
	}
	for n := range s.ChildrenOf("", "Obciazenia") {
		r.Settle("a debit as a negative payment («"+national.Text(n, "Powod")+"»)", national.Minus(national.Number(n, "Kwota")))
	}
	if due := national.Number(s, "DoZaplaty"); due.IsPresent() {
		r.Data().Totals.Due = due
		r.Take("/totals/due", s.Child("", "DoZaplaty"))
	}
}
