// Package facturae reads Facturae 3.2, the invoice of Spain's public bodies, in all its versions.
//
// It owns the table of its places (facturae.table) and what its taxes, withheld taxes, corrections and batches mean.
package facturae

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

//go:embed facturae.table
var table string

// Format is Facturae.
var Format = national.New(national.Format{
	Name: "facturae", Title: "Facturae (Spain)", Root: "Facturae", Table: table, Recognizes: recognizes, Split: split, Complete: complete,
})

func recognizes(root *xmltree.Node) bool {
	return root.Local == "Facturae" && strings.Contains(strings.ToLower(root.Space), "facturae")
}

// split gives each invoice of a batch the parties.
func split(root *xmltree.Node) (out []*xmltree.Node) {
	all := root.Child("", "Invoices")
	for one := range all.ChildrenOf("", "Invoice") {
		out = append(out, national.Replace(root, all, national.Only(all, "Invoice", one)))
	}
	return out
}

func complete(r *national.Reading) {
	inv := r.Data()
	n := national.At(r.Root, "Invoices", "Invoice")
	header(r, n)
	party(r, &inv.Seller, national.At(r.Root, "Parties", "SellerParty"))
	party(r, &inv.Buyer, national.At(r.Root, "Parties", "BuyerParty"))
	taxes(r, n)
	lines(r, n)
	adjustments(inv)
	exchange(r, n)
	totals(r, n)
	payments(r, n)
	for i := range inv.Attachments {
		inv.Attachments[i].ID = strconv.Itoa(i + 1)
		if t, known := mediaTypes[strings.ToLower(inv.Attachments[i].MimeType)]; known {
			inv.Attachments[i].MimeType = t
		}
	}
}

var mediaTypes = map[string]string{
	"pdf": "application/pdf", "xml": "application/xml", "doc": "application/msword", "gif": "image/gif", "rtf": "application/rtf",
	"bmp": "image/bmp", "tiff": "image/tiff", "html": "text/html", "jpg": "image/jpeg", "png": "image/png", "xls": "application/vnd.ms-excel",
}

// header completes the number, which a series stands before, and the kind.
func header(r *national.Reading, n *xmltree.Node) {
	inv, head := r.Data(), n.Child("", "InvoiceHeader")
	inv.Number = numbered(national.Text(head, "InvoiceSeriesCode"), inv.Number)
	r.Take("/number", head.Child("", "InvoiceSeriesCode"))
	inv.TypeCode = map[string]string{"FC": "380", "FA": "380", "AF": "389"}[inv.TypeCode]
	fix := head.Child("", "Corrective")
	if class := national.Text(head, "InvoiceClass"); class == "OR" || class == "CR" || fix != nil {
		inv.TypeCode = "384"
	}
	if len(inv.PrecedingInvoices) > 0 {
		p := &inv.PrecedingInvoices[0]
		p.Number = numbered(national.Text(fix, "InvoiceSeriesCode"), p.Number)
		r.Take("", fix.Child("", "InvoiceSeriesCode"))
	}
	r.Note(national.Text(fix, "ReasonDescription"))
	r.Place("/notes", fix.Child("", "ReasonDescription"))
	if national.Text(fix, "CorrectionMethod") == "01" {
		r.Say(en16931.Warning, "The invoice takes the place of the one that it corrects: it states the whole sums, not the difference.", "/totals/gross")
	}
}

// numbered is the number with its series, which make it unique together.
func numbered(series, number string) string {
	if series == "" || number == "" || strings.HasPrefix(number, series) {
		return number
	}
	return series + number
}

func party(r *national.Reading, p *en16931.Party, n *xmltree.Node) {
	id := n.Child("", "TaxIdentification")
	switch residence := national.Text(id, "ResidenceTypeCode"); {
	case p.VATID == "":
	case residence == "R" && !strings.HasPrefix(p.VATID, "ES"):
		p.VATID = "ES" + p.VATID
	case residence == "E":
		p.TaxID, p.VATID = p.VATID, ""
	}
	r.Take("", id.Child("", "ResidenceTypeCode"))
	person := n.Child("", "Individual")
	if p.Name == "" && person != nil {
		p.Name = strings.Join(strings.Fields(national.Text(person, "Name")+" "+national.Text(person, "FirstSurname")+" "+national.Text(person, "SecondSurname")), " ")
		for _, name := range []string{"Name", "FirstSurname", "SecondSurname"} {
			r.Take("", person.Child("", name))
		}
	}
	if p.Address != nil {
		p.Address.Country = alpha2(p.Address.Country)
	}
}

// countries are ISO 3166-1 by their three letters: those that trade with Spain most; others stay as they are.
var countries = map[string]string{
	"ESP": "ES", "DEU": "DE", "FRA": "FR", "PRT": "PT", "ITA": "IT", "GBR": "GB", "NLD": "NL", "BEL": "BE", "AUT": "AT", "IRL": "IE", "LUX": "LU", "AND": "AD",
	"POL": "PL", "SWE": "SE", "DNK": "DK", "FIN": "FI", "GRC": "GR", "CZE": "CZ", "SVK": "SK", "SVN": "SI", "HUN": "HU", "ROU": "RO", "BGR": "BG", "HRV": "HR",
	"EST": "EE", "LVA": "LV", "LTU": "LT", "MLT": "MT", "CYP": "CY", "CHE": "CH", "NOR": "NO", "USA": "US", "MEX": "MX", "ARG": "AR", "COL": "CO", "CHL": "CL",
	"PER": "PE", "BRA": "BR", "MAR": "MA", "CHN": "CN", "JPN": "JP", "TUR": "TR", "UKR": "UA", "GIB": "GI", "CAN": "CA",
}

func alpha2(code string) string {
	if two, known := countries[code]; known {
		return two
	}
	return code
}

func exchange(r *national.Reading, n *xmltree.Node) {
	x := national.At(n, "InvoiceIssueData", "ExchangeRateDetails")
	if rate := national.Text(x, "ExchangeRate"); rate != "" {
		r.Note("Tipo de cambio " + r.Data().Currency + "/EUR: " + rate + " " + national.Text(x, "ExchangeRateDate"))
	}
}
