package ubl_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/ubl"
	"github.com/docketapi/docket/en16931/xmltree"
)

func written(t *testing.T, inv en16931.Invoice) string {
	t.Helper()
	var b strings.Builder
	if err := ubl.Write(&b, &inv); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCreditNotesOfEveryType(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"261", "262", "296", "308", "381", "420", "458"} {
		if got := written(t, en16931.Invoice{TypeCode: code}); !strings.Contains(got, "<cbc:CreditNoteTypeCode>"+code+"<") {
			t.Errorf("%s is written as %s", code, got)
		}
	}
}

func TestSalesOrderWithoutPurchaseOrder(t *testing.T) {
	t.Parallel()
	xml := written(t, en16931.Invoice{TypeCode: "380", SalesOrderRef: "SO-5"})
	if !strings.Contains(xml, "<cbc:ID>NA<") || !strings.Contains(xml, "<cbc:SalesOrderID>SO-5<") {
		t.Fatalf("written as %s", xml)
	}
	root, err := xmltree.Parse([]byte(xml), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	inv, err := ubl.Read(root)
	if err != nil || inv.PurchaseOrderRef != "" || inv.SalesOrderRef != "SO-5" {
		t.Errorf("read as %q, %q: %v", inv.PurchaseOrderRef, inv.SalesOrderRef, err)
	}
}
