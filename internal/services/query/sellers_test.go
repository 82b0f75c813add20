package query_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/services/query"
)

// sold are invoices of some sellers, with the account that each is paid to.
var sold = map[string]string{
	"case, marks and spaces":  "NORD-BAU GmbH||; Nord Bau Gmbh||",
	"a VAT id in common":      "Ober Bau GmbH|DE1|; Ober Bau|DE1|",
	"an account in common":    "Brugge Hout BV||a; Brugge Hout||a",
	"nothing in common":       "Brugge Hout BV|BE1|a; Brugge Hout|BE2|b",
	"firms of one group":      "Tarn Gas Ltd|GB1|a; Tarn Power Ltd|GB1|a",
	"a name in other letters": "ТОВ Ластівка||; тов ластівка||",
	"names without letters":   "+++||; ---||",
	"only VAT ids":            "|AT1|; |AT2|; |AT1|",
	"nothing is known":        "||; ||",
}

func TestSellersAreToldApart(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"case, marks and spaces": "1: Nord Bau Gmbh", "a VAT id in common": "1: Ober Bau / Ober Bau GmbH", "an account in common": "1: Brugge Hout / Brugge Hout BV",
		"nothing in common": "2: Brugge Hout; Brugge Hout BV", "firms of one group": "2: Tarn Gas Ltd; Tarn Power Ltd",
		"a name in other letters": "1: тов ластівка", "names without letters": "2: +++; ---", "only VAT ids": "2: AT1; AT2", "nothing is known": "0: ",
	}
	st := newStack(t)
	for name, list := range sold {
		st.caller = st.workspace(t)
		for _, line := range strings.Split(list, "; ") {
			c := strings.Split(line, "|")
			id := st.add(t, st.caller.WorkspaceID, []string{"1", "380", "2026-01-01", "", c[0], c[1], "EUR", "10", "1", ""}, "ready")
			_, err := st.conn.Exec(t.Context(), `INSERT INTO seller_accounts (workspace_id, invoice_id, vat_id, name, country, account, is_new)
				VALUES ($1, $2, $3, '', '', $4, false)`, st.caller.WorkspaceID, id, c[1], c[2])
			must(t, err)
		}
		found, err := st.s.Run(t.Context(), st.caller, query.Query{Measure: query.Count, Of: query.Sellers})
		must(t, err)
		groups, err := st.s.Run(t.Context(), st.caller, query.Query{Measure: query.Sum, GroupBy: []query.Group{query.BySeller}, Order: query.ByName})
		must(t, err)
		var names []string
		for _, i := range groups.Items {
			names = append(names, cmp.Or(i.Seller, i.SellerVATID))
		}
		if got := found.Items[0].Value.String() + ": " + strings.Join(slices.Sorted(slices.Values(names)), "; "); got != want[name] {
			t.Errorf("%s: %s, want %s", name, got, want[name])
		}
	}
}
