package einvoice

import (
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// known are documents that are recognised in order to be refused by name. Empty spaces match any namespace.
var known = []struct {
	space, local  string
	code, message string
}{
	{"fatturapa.gov.it", "", CodeFatturaPA, "the document is a FatturaPA, which is not supported"},
	{"ivaservizi.agenziaentrate.gov.it", "", CodeFatturaPA, "the document is a FatturaPA, which is not supported"},
	{"", "FatturaElettronica", CodeFatturaPA, "the document is a FatturaPA, which is not supported"},
	{"", "FatturaElettronicaSemplificata", CodeFatturaPA, "the document is a FatturaPA, which is not supported"},
	{"SCRDMCCBDACIOMessageStructure", "", CodeOrderX, "the document is an Order-X order, which is not supported"},
	{"", "SCRDMCCBDACIOMessageStructure", CodeOrderX, "the document is an Order-X order, which is not supported"},
	{"", "CrossIndustryOrder", CodeOrderX, "the document is an Order-X order, which is not supported"},
	{"urn:oasis:names:specification:ubl:schema:xsd:", "", CodeNotInvoice, "the document is a UBL document, but neither an invoice nor a credit note"},
	{"urn:un:unece:uncefact:data:standard:", "", CodeNotInvoice, "the document is a UN/CEFACT document, but no invoice"},
	{"", "CrossIndustryInvoice", CodeUnsupported, "the document is a cross industry invoice of an unknown version"},
	{"", "CrossIndustryDocument", CodeUnsupported, "the document is a cross industry document of an unknown version"},
	{"ebinterface.at", "", CodeUnsupported, "the document is an ebInterface invoice, which is not supported"},
	{"facturae", "", CodeUnsupported, "the document is a Facturae invoice, which is not supported"},
	{"", "Invoice", CodeUnsupported, "the document is an invoice in an unknown format"},
	{"", "CreditNote", CodeUnsupported, "the document is a credit note in an unknown format"},
}

func refuse(root *xmltree.Node) error {
	for _, k := range known {
		if strings.Contains(root.Space, k.space) && (k.local == "" || k.local == root.Local) {
			return &Error{Code: k.code, Message: k.message}
		}
	}
	return &Error{Code: CodeNotInvoice, Message: "the document is XML, but no invoice"}
}
