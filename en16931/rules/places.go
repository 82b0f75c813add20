package rules

import (
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// placeBinding says that an element is a place in the JSON: a member, or an item of a list.
type placeBinding struct {
	parent string // local name of the parent, "" for any
	name   string
	list   bool
	when   func(*xmltree.Node) bool
}

var ublPlaces = map[string][]placeBinding{
	"InvoiceLine":             {{name: "lines", list: true}},
	"CreditNoteLine":          {{name: "lines", list: true}},
	"AllowanceCharge":         levelsOf(ublIndicator, "Invoice", "CreditNote", "InvoiceLine", "CreditNoteLine"),
	"TaxSubtotal":             {{parent: "TaxTotal", name: "taxes", list: true, when: ofDocument}},
	"BillingReference":        {{name: "preceding_invoices", list: true}},
	"Note":                    {{parent: "Invoice", name: "notes", list: true}, {parent: "CreditNote", name: "notes", list: true}},
	"CommodityClassification": {{name: "classifications", list: true}},
	"AdditionalItemProperty":  {{name: "attributes", list: true}},
	"Price":                   {{name: "price"}},
	"PaymentMeans":            {{name: "payment"}},
	"PayeeFinancialAccount":   {{parent: "PaymentMeans", name: "accounts", list: true}},
	"AccountingSupplierParty": {{name: "seller"}},
	"AccountingCustomerParty": {{name: "buyer"}},
	"PayeeParty":              {{name: "payee"}},
	"TaxRepresentativeParty":  {{name: "tax_representative"}},
	"Delivery":                {{name: "delivery"}},
	"InvoicePeriod":           {{name: "period"}},
	"AdditionalDocumentReference": {{name: "attachments", list: true, when: func(n *xmltree.Node) bool {
		return isAttachment(n.Child(cbc, "DocumentTypeCode").String())
	}}},
}

var ciiPlaces = map[string][]placeBinding{
	"IncludedSupplyChainTradeLineItem":     {{name: "lines", list: true}},
	"SpecifiedTradeAllowanceCharge":        levelsOf(ciiIndicator, "ApplicableHeaderTradeSettlement", "SpecifiedLineTradeSettlement"),
	"ApplicableTradeTax":                   {{parent: "ApplicableHeaderTradeSettlement", name: "taxes", list: true}},
	"InvoiceReferencedDocument":            {{parent: "ApplicableHeaderTradeSettlement", name: "preceding_invoices", list: true}},
	"IncludedNote":                         {{parent: "ExchangedDocument", name: "notes", list: true}},
	"DesignatedProductClassification":      {{name: "classifications", list: true}},
	"ApplicableProductCharacteristic":      {{name: "attributes", list: true}},
	"SpecifiedLineTradeAgreement":          {{name: "price"}},
	"SellerTradeParty":                     {{name: "seller"}},
	"BuyerTradeParty":                      {{name: "buyer"}},
	"PayeeTradeParty":                      {{name: "payee"}},
	"SellerTaxRepresentativeTradeParty":    {{name: "tax_representative"}},
	"ApplicableHeaderTradeDelivery":        {{name: "delivery"}},
	"BillingSpecifiedPeriod":               {{name: "period"}},
	"SpecifiedTradeSettlementPaymentMeans": {{name: "payment"}},
	"PayeePartyCreditorFinancialAccount":   {{parent: "SpecifiedTradeSettlementPaymentMeans", name: "accounts", list: true}},
	"AdditionalReferencedDocument": {{parent: "ApplicableHeaderTradeAgreement", name: "attachments", list: true, when: func(n *xmltree.Node) bool {
		return isAttachment(n.Child(ram, "TypeCode").String())
	}}},
}

// levelsOf binds allowances and charges below the given parents.
func levelsOf(isCharge func(*xmltree.Node) bool, parents ...string) (out []placeBinding) {
	isAllowance := func(n *xmltree.Node) bool { return !isCharge(n) }
	for _, p := range parents {
		out = append(out, placeBinding{p, "charges", true, isCharge}, placeBinding{p, "allowances", true, isAllowance})
	}
	return out
}

func ublIndicator(n *xmltree.Node) bool { return isTrue(n.Child(cbc, "ChargeIndicator").String()) }

func ciiIndicator(n *xmltree.Node) bool { return isTrue(n.Child(ram, "ChargeIndicator").String()) }

// isAttachment leaves out the invoiced object (130) and the project (50), which have terms of their own.
func isAttachment(typeCode string) bool { return typeCode != "130" && typeCode != "50" }

// ofDocument keeps the VAT breakdown apart from the VAT of a line.
func ofDocument(n *xmltree.Node) bool {
	up := n.Parent.Parent
	return up != nil && up.Parent == nil
}

func isTrue(s string) bool {
	switch strings.TrimSpace(s) {
	case "true", "1":
		return true
	}
	return false
}
