// Package ksef reads FA(3), the structured invoice of Poland's KSeF, and FA(2), which it replaced.
//
// It owns the table of its places (ksef.table) and what its sums by rate, its corrections by differences and its marks mean.
package ksef

import (
	_ "embed"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed ksef.table
var table string

// Format is FA(3).
var Format = national.New(national.Format{
	Name: "ksef", Title: "KSeF FA (Poland)", Root: "Faktura", Table: table, Recognizes: recognizes, Complete: complete,
})

// recognizes tells FA by its root and the house that publishes its versions, each in a namespace of its own.
func recognizes(root *xmltree.Node) bool {
	return root.Local == "Faktura" && strings.Contains(root.Space, "crd.gov.pl")
}

// types are the kinds of invoice by UNTDID 1001.
var types = map[string]string{
	"VAT": "380", "UPR": "380", "ROZ": "380", "ZAL": "386", "KOR": "384", "KOR_ZAL": "384", "KOR_ROZ": "384",
}

func complete(r *national.Reading) {
	inv, fa := r.Data(), national.At(r.Root, "Fa")
	if code, known := types[inv.TypeCode]; known {
		inv.TypeCode = code
	}
	parties(r)
	rates(r, fa)
	lines(r, fa)
	marks(r, fa)
	exchange(r, fa)
	pay(r, fa)
	for n := range fa.ChildrenOf("", "DodatkowyOpis") {
		if national.Text(n, "NrWiersza") == "" {
			r.Note(strings.Trim(national.Text(n, "Klucz")+": "+national.Text(n, "Wartosc"), ": "))
			take(r, "", n, "Klucz", "Wartosc")
		}
	}
	for n := range national.At(r.Root, "Stopka").ChildrenOf("", "Informacje") {
		r.Note(national.Text(n, "StopkaFaktury"))
		take(r, "", n, "StopkaFaktury")
	}
}

// take marks children as read, those that are there.
func take(r *national.Reading, pointer string, n *xmltree.Node, names ...string) {
	for _, name := range names {
		r.Take(pointer, n.Child("", name))
	}
}

// parties completes identifiers: VAT ids have their country in an element of its own, a Polish one has none.
func parties(r *national.Reading) {
	inv := r.Data()
	if inv.Seller.VATID != "" {
		inv.Seller.VATID = "PL" + inv.Seller.VATID
		take(r, "", national.At(r.Root, "Podmiot1"), "PrefiksPodatnika")
	}
	id := national.At(r.Root, "Podmiot2", "DaneIdentyfikacyjne")
	switch country := national.Text(id, "KodUE"); {
	case national.Text(id, "NIP") != "":
		inv.Buyer.VATID = "PL" + inv.Buyer.VATID
	case country != "" && inv.Buyer.VATID != "":
		inv.Buyer.VATID = country + inv.Buyer.VATID
		take(r, "", id, "KodUE")
	}
	for n := range r.Root.ChildrenOf("", "Podmiot3") {
		third(r, n)
	}
	if registry := national.At(r.Root, "Stopka", "Rejestry"); registry != nil {
		inv.Seller.RegistrationID = national.Text(registry, "KRS")
		take(r, "/seller/registration_id", registry, "KRS")
	}
}

// third reads a further party by its role: a factor is paid, a recipient is delivered to.
func third(r *national.Reading, n *xmltree.Node) {
	inv, id := r.Data(), n.Child("", "DaneIdentyfikacyjne")
	name := national.Text(id, "Nazwa")
	switch national.Text(n, "Rola") {
	case "1":
		if inv.Payee == nil {
			inv.Payee = &en16931.Payee{Name: name, RegistrationID: national.Text(id, "NIP")}
			r.Place("/payee/name", id.Child("", "Nazwa"))
		}
	case "2":
		if inv.Delivery == nil {
			inv.Delivery = &en16931.Delivery{}
		}
		if inv.Delivery.Name != "" {
			return
		}
		inv.Delivery.Name = name
		r.Place("/delivery/name", id.Child("", "Nazwa"))
		if a := n.Child("", "Adres"); a != nil { //nolint:misspell // an element in Polish
			inv.Delivery.Address = &en16931.Address{Line1: national.Text(a, "AdresL1"), Line2: national.Text(a, "AdresL2"), Country: national.Text(a, "KodKraju")}
		}
	}
}

// marks turns the marks that the law prescribes for an invoice into its words.
func marks(r *national.Reading, fa *xmltree.Node) {
	inv, notes := r.Data(), national.At(fa, "Adnotacje")
	for _, m := range []struct{ name, text string }{
		{"P_16", "metoda kasowa"}, {"P_17", "samofakturowanie"}, {"P_18", "odwrotne obciążenie"}, {"P_18A", "mechanizm podzielonej płatności"},
	} {
		switch national.Text(notes, m.name) {
		case "1":
			r.Note(m.text)
			take(r, "", notes, m.name)
			if m.name == "P_17" && inv.TypeCode == "380" {
				inv.TypeCode = "389"
			}
		case "2":
			take(r, "", notes, m.name)
		}
	}
	r.Note(national.Text(fa, "PrzyczynaKorekty"))
	take(r, "", fa, "PrzyczynaKorekty")
	for n := range fa.ChildrenOf("", "FakturaZaliczkowa") {
		number := national.Text(n, "NrFaZaliczkowej")
		if number == "" {
			number = national.Text(n, "NrKSeFFaZaliczkowej")
		}
		if number != "" {
			inv.PrecedingInvoices = append(inv.PrecedingInvoices, en16931.DocumentRef{Number: number})
		}
	}
}

// exchange keeps the exchange rate of an invoice in another currency as a note: the VAT in zloty follows from it.
func exchange(r *national.Reading, fa *xmltree.Node) {
	rate := national.Text(fa, "KursWalutyZ")
	if rate == "" {
		for n := range fa.ChildrenOf("", "FaWiersz") {
			if rate = national.Text(n, "KursWaluty"); rate != "" {
				break
			}
		}
	}
	if rate != "" {
		r.Note("Kurs waluty " + r.Data().Currency + "/PLN: " + rate)
		take(r, "", fa, "KursWalutyZ")
	}
}
