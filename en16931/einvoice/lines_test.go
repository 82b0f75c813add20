package einvoice_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
)

// TestTooManyLines ends at the line that is one too many, wherever lines stand.
func TestTooManyLines(t *testing.T) {
	t.Parallel()
	const ubl = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">`
	for lines, want := range map[int]string{einvoice.MaxLines: "", einvoice.MaxLines + 1: einvoice.CodeTooMany} {
		_, err := einvoice.Parse([]byte(ubl+strings.Repeat("<a:InvoiceLine/>", lines)+"</Invoice>"), xmltree.Limits{})
		var refused *einvoice.Error
		if errors.As(err, &refused) != (want != "") || refused != nil && refused.Code != want {
			t.Errorf("%d lines: %v", lines, err)
		}
	}
	const cii = `<r:CrossIndustryInvoice xmlns:r="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
		xmlns:a="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"><r:SupplyChainTradeTransaction>`
	// What is broken behind the limit is not reached.
	_, err := einvoice.Tree([]byte(cii+strings.Repeat("<a:IncludedSupplyChainTradeLineItem/>", einvoice.MaxLines+1)+"<broken"), xmltree.Limits{})
	var refused *einvoice.Error
	if !errors.As(err, &refused) || refused.Code != einvoice.CodeTooMany {
		t.Errorf("CII: %v", err)
	}
}
