package cii

import (
	"strings"

	"github.com/docketapi/docket/en16931/internal/binding"
	"github.com/docketapi/docket/en16931/xmltree"
)

// The namespaces of ZUGFeRD 1.0, by the prefixes of their successors.
var oldSpaces = map[string]string{
	"rsm": "urn:ferd:CrossIndustryDocument:invoice:1p0",
	"ram": standard + "ReusableAggregateBusinessInformationEntity:12",
	"udt": standard + "UnqualifiedDataType:15",
	"qdt": standard + "QualifiedDataType:12",
}

const oldSettlement = "rsm:SpecifiedSupplyChainTradeTransaction/ram:ApplicableSupplyChainTradeSettlement/"

// oldNames are the elements that D16B calls otherwise than ZUGFeRD 1.0 did.
var oldNames = map[string]string{
	"CrossIndustryInvoice":                            "CrossIndustryDocument",
	"ExchangedDocumentContext":                        "SpecifiedExchangedDocumentContext",
	"ExchangedDocument":                               "HeaderExchangedDocument",
	"SupplyChainTradeTransaction":                     "SpecifiedSupplyChainTradeTransaction",
	"ApplicableHeaderTradeAgreement":                  "ApplicableSupplyChainTradeAgreement",
	"ApplicableHeaderTradeDelivery":                   "ApplicableSupplyChainTradeDelivery",
	"ApplicableHeaderTradeSettlement":                 "ApplicableSupplyChainTradeSettlement",
	"SpecifiedLineTradeAgreement":                     "SpecifiedSupplyChainTradeAgreement",
	"SpecifiedLineTradeDelivery":                      "SpecifiedSupplyChainTradeDelivery",
	"SpecifiedLineTradeSettlement":                    "SpecifiedSupplyChainTradeSettlement",
	"SpecifiedTradeSettlementHeaderMonetarySummation": "SpecifiedTradeSettlementMonetarySummation",
	"SpecifiedTradeSettlementLineMonetarySummation":   "SpecifiedTradeSettlementMonetarySummation",
	"RateApplicablePercent":                           "ApplicablePercent",
	"IssuerAssignedID":                                "ID",
}

// newNames are the inverse, as far as a name says by itself what became of it; newName knows the rest.
var newNames = func() map[string]string {
	out := make(map[string]string, len(oldNames))
	for now, old := range oldNames {
		if old != "ID" && old != "SpecifiedTradeSettlementMonetarySummation" {
			out[old] = now
		}
	}
	return out
}()

var newSpaces = func() map[string]string {
	out := make(map[string]string, len(oldSpaces))
	for prefix, old := range oldSpaces {
		out[old] = spaces[prefix]
	}
	return out
}()

// IsZF10 tells whether the element is the root of a ZUGFeRD 1.0 invoice.
func IsZF10(root *xmltree.Node) bool { return root.Is(oldSpaces["rsm"], "CrossIndustryDocument") }

func oldName(_ string, name binding.Name) binding.Name {
	for prefix, space := range spaces {
		if space == name.Space {
			name.Space = oldSpaces[prefix]
			break
		}
	}
	if old, ok := oldNames[name.Local]; ok {
		name.Local = old
	}
	return name
}

func newName(parent string, name binding.Name) binding.Name {
	if space, ok := newSpaces[name.Space]; ok {
		name.Space = space
		switch {
		case name.Local == "ID" && strings.HasSuffix(parent, "ReferencedDocument"):
			name.Local = "IssuerAssignedID"
		case name.Local != "SpecifiedTradeSettlementMonetarySummation":
		case parent == "SpecifiedLineTradeSettlement":
			name.Local = "SpecifiedTradeSettlementLineMonetarySummation"
		default:
			name.Local = "SpecifiedTradeSettlementHeaderMonetarySummation"
		}
		if now, ok := newNames[name.Local]; ok {
			name.Local = now
		}
	}
	return name
}
