package fields_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// What recognition tears apart or takes for something else is put right where the page tells what it was.
func TestMisreadHeader(t *testing.T) {
	t.Parallel()
	s := newSheet(1).text(`
Moorhof PIant WorId S.r.I.
Torfweg 3                                  Rechnungsdatum: 1 1.06.2026
26639 Wiesmoor                             Document no.: B02916
F120774740                                 IBAN: N09386011117947

Total due                                  EUR 200.00`)
	s.page.Source = pages.FromOCR
	got := fields.Extract([]pages.Page{s.page}, fields.Options{})[0]
	if d := got.Data.IssueDate.String(); d != "2026-06-11" || got.Data.Number != "B02916" || got.Data.Seller.Name != "Moorhof PIant World S.r.l." || got.Data.Seller.VATID != "FI20774740" {
		t.Errorf("date %s, number %q, seller %q, VAT identifier %q", d, got.Data.Number, got.Data.Seller.Name, got.Data.Seller.VATID)
	}
	if p := got.Data.Payment; p == nil || len(p.Accounts) != 1 || p.Accounts[0].IBAN != "NO9386011117947" {
		t.Errorf("payment %+v", p)
	}
	repaired := map[string]string{}
	for _, e := range got.Evidence {
		if e.RepairedFrom != "" {
			repaired[e.Pointer] = e.RepairedFrom
		}
	}
	for pointer, want := range map[string]string{"/seller/name": "Moorhof PIant WorId S.r.I.", "/issue_date": "1 1.06.2026", "/seller/vat_id": "F120774740", "/payment/accounts/0/iban": "N09386011117947"} {
		if repaired[pointer] != want {
			t.Errorf("%s: repaired from %q, want %q", pointer, repaired[pointer], want)
		}
	}
}
