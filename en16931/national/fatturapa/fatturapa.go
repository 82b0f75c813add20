// Package fatturapa reads FatturaPA, the invoice of Italy's Sistema di Interscambio, also in its simplified form.
//
// It owns the table of its places (fatturapa.table) and what its withheld taxes, social security funds, stamp duty and split
// payment mean for what is to be paid.
package fatturapa

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed fatturapa.table
var table string

// Format is FatturaPA.
var Format = national.New(national.Format{
	Name: "fatturapa", Title: "FatturaPA (Italy)", Root: "FatturaElettronica", Table: table, Recognizes: recognizes, Split: split, Complete: complete,
})

func recognizes(root *xmltree.Node) bool {
	return root.Local == "FatturaElettronica" || root.Local == "FatturaElettronicaSemplificata"
}

// split gives each body the header: a file may have a lot of invoices from one seller to one buyer.
func split(root *xmltree.Node) (out []*xmltree.Node) {
	for body := range root.ChildrenOf("", "FatturaElettronicaBody") {
		out = append(out, national.Only(root, "FatturaElettronicaBody", body))
	}
	return out
}

// types are the kinds of document by UNTDID 1001.
var types = map[string]string{
	"TD01": "380", "TD02": "386", "TD03": "386", "TD04": "381", "TD05": "383", "TD06": "380", "TD07": "380", "TD08": "381", "TD09": "383",
	"TD16": "389", "TD17": "389", "TD18": "389", "TD19": "389", "TD20": "389", "TD21": "389", "TD22": "389", "TD23": "389",
	"TD24": "380", "TD25": "380", "TD26": "380", "TD27": "380", "TD28": "389", "TD29": "380",
}

func complete(r *national.Reading) {
	inv := r.Data()
	body := national.At(r.Root, "FatturaElettronicaBody")
	if code, known := types[inv.TypeCode]; known {
		inv.TypeCode = code
	}
	parties(r)
	simplified(r, body)
	split := splitRates(body)
	lines(r, body, split)
	breakdown(r, body)
	for i := range inv.Charges {
		c := &inv.Charges[i]
		if name, known := funds[c.Reason]; known {
			c.Reason = name
		}
		c.TaxCategory = category(c.TaxCategory, c.TaxRate, split.has(c.TaxRate))
	}
	references(r, body)
	totals(r, body)
	payments(r, body)
	files(inv)
}

// parties puts names and identifiers together that stand in parts.
func parties(r *national.Reading) {
	inv, head := r.Data(), national.At(r.Root, "FatturaElettronicaHeader")
	party(r, "/seller", &inv.Seller, head.Child("", "CedentePrestatore"))
	party(r, "/buyer", &inv.Buyer, head.Child("", "CessionarioCommittente"))
	if inv.TaxRepresentative != nil {
		party(r, "/tax_representative", inv.TaxRepresentative, head.Child("", "RappresentanteFiscale"))
	}
	sent := head.Child("", "DatiTrasmissione")
	code, pec := national.Text(sent, "CodiceDestinatario"), national.Text(sent, "PECDestinatario")
	switch {
	case code != "" && strings.Trim(code, "0") != "" && strings.Trim(code, "X") != "":
		inv.Buyer.Endpoint = &en16931.ID{ID: code, Scheme: "0205"}
		if len(code) == 6 { // an office of the public administration
			inv.Buyer.Endpoint.Scheme = "0201"
		}
		r.Take("/buyer/endpoint/id", sent.Child("", "CodiceDestinatario"))
	case pec != "":
		inv.Buyer.Endpoint = &en16931.ID{ID: pec, Scheme: "0202"}
		r.Take("/buyer/endpoint/id", sent.Child("", "PECDestinatario"))
	}
}

func party(r *national.Reading, at string, p *en16931.Party, n *xmltree.Node) {
	for _, below := range []*xmltree.Node{n.Child("", "DatiAnagrafici"), n, n.Child("", "IdentificativiFiscali")} {
		id := below.Child("", "IdFiscaleIVA")
		if country := national.Text(id, "IdPaese"); country != "" && p.VATID != "" {
			p.VATID = country + p.VATID
			r.Take("", id.Child("", "IdPaese"))
			break
		}
	}
	for _, below := range []*xmltree.Node{national.At(n, "DatiAnagrafici", "Anagrafica"), n.Child("", "AltriDatiIdentificativi"), n} {
		if p.Name == "" {
			p.Name = strings.TrimSpace(national.Text(below, "Nome") + " " + national.Text(below, "Cognome"))
			r.Take(at+"/name", below.Child("", "Nome"))
			r.Take("", below.Child("", "Cognome"))
		}
	}
	seat := n.Child("", "Sede")
	if number := national.Text(seat, "NumeroCivico"); number != "" && p.Address != nil {
		p.Address.Line1 = strings.TrimSpace(p.Address.Line1 + ", " + number)
		r.Take("", seat.Child("", "NumeroCivico"))
	}
	if office := national.Text(n, "IscrizioneREA", "Ufficio"); office != "" && p.RegistrationID != "" {
		p.RegistrationID = office + "-" + p.RegistrationID
		r.Take("", national.At(n, "IscrizioneREA", "Ufficio"))
	}
}

// references ties orders that name their lines to these.
func references(r *national.Reading, body *xmltree.Node) {
	inv := r.Data()
	lines := make(map[string]*en16931.Line, len(inv.Lines))
	for i := range inv.Lines {
		lines[inv.Lines[i].ID] = &inv.Lines[i]
	}
	for n := range national.At(body, "DatiGenerali").ChildrenOf("", "DatiOrdineAcquisto") {
		item := national.Text(n, "NumItem")
		for ref := range n.ChildrenOf("", "RiferimentoNumeroLinea") {
			if l := lines[strings.TrimSpace(ref.Text)]; item != "" && l != nil && l.OrderLineRef == "" {
				l.OrderLineRef = item
			}
		}
	}
}

// mediaTypes are those of the formats that attachments name.
var mediaTypes = map[string]string{
	"pdf": "application/pdf", "xml": "application/xml", "txt": "text/plain", "csv": "text/csv", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "zip": "application/zip",
}

func files(inv *en16931.Invoice) {
	for i := range inv.Attachments {
		a := &inv.Attachments[i]
		if t, known := mediaTypes[strings.ToLower(a.MimeType)]; known {
			a.MimeType = t
		}
		a.ID = strconv.Itoa(i + 1)
	}
}
