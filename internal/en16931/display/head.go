package display

import "github.com/docketapi/docket/en16931"

func (w *writer) facts() {
	inv := w.inv
	delivered := ""
	if inv.Delivery != nil {
		delivered = w.day(inv.Delivery.Date)
	}
	object := ""
	if inv.InvoicedObject != nil {
		object = identifier(*inv.InvoicedObject)
	}
	pairs := []Pair{
		w.pair("issue_date", "BT-2", w.day(inv.IssueDate)), w.pair("due_date", "BT-9", w.day(inv.DueDate)), w.pair("tax_point", "BT-7", w.day(inv.TaxPointDate)),
		w.pair("delivered", "BT-72", delivered), w.pair("period", "BG-14", w.period(inv.Period)), w.pair("currency", "BT-5", inv.Currency),
		w.pair("buyer_reference", "BT-10", inv.BuyerReference), w.pair("project", "BT-11", inv.ProjectRef), w.pair("contract", "BT-12", inv.ContractRef),
		w.pair("order", "BT-13", inv.PurchaseOrderRef), w.pair("sales_order", "BT-14", inv.SalesOrderRef), w.pair("receiving", "BT-15", inv.ReceivingRef),
		w.pair("despatch", "BT-16", inv.DespatchRef), w.pair("tender", "BT-17", inv.TenderRef), w.pair("object", "BT-18", object),
		w.pair("accounting", "BT-19", inv.AccountingRef),
	}
	pairs[1].Strong = true
	for _, p := range inv.PrecedingInvoices {
		pairs = append(pairs, w.pair("preceding", "BT-25, BT-26", join(", ", p.Number, w.day(p.IssueDate))))
	}
	w.section(Section{Title: w.words["facts"], Pairs: pairs})
}

// partyTerms are the business terms of a party's values.
type partyTerms struct {
	group, name, trading, id, registration, vat, tax, legal, endpoint, address, contact string
}

var (
	sellerTerms         = partyTerms{"BG-4", "BT-27", "BT-28", "BT-29", "BT-30", "BT-31", "BT-32", "BT-33", "BT-34", "BG-5", "BG-6"}
	buyerTerms          = partyTerms{"BG-7", "BT-44", "BT-45", "BT-46", "BT-47", "BT-48", "", "", "BT-49", "BG-8", "BG-9"}
	representativeTerms = partyTerms{group: "BG-11", name: "BT-62", vat: "BT-63", address: "BG-12"}
)

func (w *writer) parties() {
	inv := w.inv
	w.party("seller", sellerTerms, inv.Seller, true)
	w.party("buyer", buyerTerms, inv.Buyer, true)
	if inv.TaxRepresentative != nil {
		w.party("representative", representativeTerms, *inv.TaxRepresentative, false)
	}
	if p := inv.Payee; p != nil {
		id := ""
		if p.ID != nil {
			id = identifier(*p.ID)
		}
		w.section(Section{Title: w.words["payee"], Term: "BG-10", Pairs: []Pair{
			w.pair("name", "BT-59", p.Name), w.pair("id", "BT-60", id), w.pair("registration", "BT-61", join(" ", p.RegistrationID, parenthesis(p.RegistrationScheme))),
		}})
	}
	if d := inv.Delivery; d != nil {
		location := ""
		if d.LocationID != nil {
			location = identifier(*d.LocationID)
		}
		w.section(Section{Title: w.words["delivery"], Term: "BG-13", Pairs: []Pair{
			w.pair("name", "BT-70", d.Name), w.pair("location", "BT-71", location), w.pair("address", "BG-15", address(d.Address)),
		}})
	}
}

func (w *writer) party(title string, t partyTerms, p en16931.Party, beside bool) {
	pairs := []Pair{w.pair("name", t.name, p.Name)}
	pairs[0].Strong = true
	if p.TradingName != p.Name {
		pairs = append(pairs, w.pair("trading_name", t.trading, p.TradingName))
	}
	pairs = append(pairs, w.pair("address", t.address, address(p.Address)), w.pair("vat_id", t.vat, p.VATID), w.pair("tax_id", t.tax, p.TaxID),
		w.pair("registration", t.registration, join(" ", p.RegistrationID, parenthesis(p.RegistrationScheme))))
	for _, id := range p.IDs {
		pairs = append(pairs, w.pair("id", t.id, identifier(id)))
	}
	if p.Endpoint != nil {
		pairs = append(pairs, w.pair("endpoint", t.endpoint, identifier(*p.Endpoint)))
	}
	if c := p.Contact; c != nil {
		pairs = append(pairs, w.pair("contact", t.contact, join(", ", c.Name, c.Phone, c.Email)))
	}
	pairs = append(pairs, w.pair("legal", t.legal, p.LegalInfo))
	w.section(Section{Title: w.words[title], Term: t.group, Pairs: pairs, Beside: beside})
}
