package einvoice

import (
	"strings"

	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

// known are documents that are recognised in order to be refused by name. Empty spaces match any namespace.
var known = []struct {
	space, local  string
	code, message string
}{
	{"fatturapa.gov.it", "", CodeNotInvoice, "the document is a message of Italy's Sistema di Interscambio, but no invoice"},
	{"ivaservizi.agenziaentrate.gov.it", "", CodeNotInvoice, "the document is a message of Italy's tax agency, but no invoice"},
	{"SCRDMCCBDACIOMessageStructure", "", CodeOrderX, "the document is an Order-X order, which is not supported"},
	{"", "SCRDMCCBDACIOMessageStructure", CodeOrderX, "the document is an Order-X order, which is not supported"},
	{"", "CrossIndustryOrder", CodeOrderX, "the document is an Order-X order, which is not supported"},
	{"urn:oasis:names:specification:ubl:schema:xsd:", "", CodeNotInvoice, "the document is a UBL document, but neither an invoice nor a credit note"},
	{"urn:un:unece:uncefact:data:standard:", "", CodeNotInvoice, "the document is a UN/CEFACT document, but no invoice"},
	{"", "CrossIndustryInvoice", CodeUnsupported, "the document is a cross industry invoice of an unknown version"},
	{"", "CrossIndustryDocument", CodeUnsupported, "the document is a cross industry document of an unknown version"},
	{"", "Invoice", CodeUnsupported, "the document is an invoice in an unknown format"},
	{"", "CreditNote", CodeUnsupported, "the document is a credit note in an unknown format"},
}

// foreign are formats of countries that are not read, by the namespace or the root, or where they are UBL by what they say of
// themselves in ProfileID or CustomizationID, in small letters.
var foreign = []struct{ space, local, says, name string }{
	{"", "", "reporting:1.0", "a ZATCA e-invoice (Saudi Arabia)"},
	{"", "", "clearance:1.0", "a ZATCA e-invoice (Saudi Arabia)"},
	{"", "", "dian 2.1", "a factura electrónica of the DIAN (Colombia)"},
	{"", "", "tr1.2", "an e-Fatura (Türkiye)"},
	{"http://www.sat.gob.mx/cfd/", "", "", "a CFDI (Mexico)"},
	{"http://www.sat.gob.gt/", "", "", "a FEL (Guatemala)"},
	{"http://www.portalfiscal.inf.br/", "", "", "an NF-e (Brazil)"},
	{"http://www.abrasf.org.br/", "", "", "an NFS-e (Brazil)"},
	{"http://www.sped.fazenda.gov.br/", "", "", "an NFS-e (Brazil)"},
	{"http://www.sii.cl/", "", "", "a DTE (Chile)"},
	{"comprobanteselectronicos.go.cr", "", "", "a comprobante electrónico (Costa Rica)"},
	{"http://cfe.dgi.gub.uy", "", "", "a CFE (Uruguay)"},
	{"http://ekuatia.set.gov.py", "", "", "a documento electrónico (Paraguay)"},
	{"http://dgi-fep.mef.gob.pa", "", "", "a factura electrónica (Panama)"},
	{"schemas.nav.gov.hu", "", "", "an invoice of Online Számla (Hungary)"},
	{"aade.gr/mydata", "", "", "a myDATA document (Greece)"},
	{"urn:ticketbai:", "", "", "a TicketBAI invoice (Basque Country)"},
	{"urn:oecd:standardauditfile", "", "", "a SAF-T audit file"},
	{"isdoc.cz", "", "", "an ISDOC invoice (Czechia)"},
	{"urn:eslog:", "", "", "an e-SLOG invoice (Slovenia)"},
	{"", "IzdaniRacunEnostavni", "", "an e-SLOG invoice (Slovenia)"},
	{"", "Finvoice", "", "a Finvoice (Finland)"},
	{"", "INVOICE_CENTER", "", "a TEAPPSXML invoice (Finland)"},
	{"e2b.no", "", "", "an e2b invoice (Norway)"},
	{"opentrans.org", "", "", "an openTRANS document"},
	{"urn:gs1:ecom:", "", "", "a GS1 XML document"},
	{"", "Comprobante", "", "a CFDI (Mexico)"},
	{"", "nfeProc", "", "an NF-e (Brazil)"},
	{"", "Файл", "", "a formalised document (Russia)"},
	{"crd.gov.pl", "", "", "a form of Poland's tax office that is no invoice FA"},
}

// refuseForeign names the format of a country that is not read; nil for any other document.
func refuseForeign(root *xmltree.Node) error {
	space := strings.ToLower(root.Space)
	for _, f := range foreign {
		if f.says != "" && !says(root, f.says) || f.says == "" && !strings.Contains(space, f.space) || f.local != "" && f.local != root.Local {
			continue
		}
		return &Error{Code: CodeNational, Message: "the document is " + f.name + ", a format that is not supported"}
	}
	return nil
}

// says tells whether a document of UBL names a profile or a customization that begins so.
func says(root *xmltree.Node, what string) bool {
	if !ubl.Recognizes(root) {
		return false
	}
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(root.Child(basic, "ProfileID").String())), what) ||
		strings.HasPrefix(strings.ToLower(strings.TrimSpace(root.Child(basic, "CustomizationID").String())), what)
}

func refuse(root *xmltree.Node) error {
	for _, k := range known {
		if strings.Contains(root.Space, k.space) && (k.local == "" || k.local == root.Local) {
			return &Error{Code: k.code, Message: k.message}
		}
	}
	return &Error{Code: CodeNotInvoice, Message: "the document is XML, but no invoice"}
}
