package fields_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/pages"
)

// turned is a text as its words stand on the page, from left to right.
func turned(text string) string {
	words := strings.Fields(text)
	slices.Reverse(words)
	return strings.Join(words, " ")
}

// A page that is written from right to left is read so: names in reading order, values left of their labels, and evidence
// where the words stand.
func TestPageFromRightToLeft(t *testing.T) {
	t.Parallel()
	sh := newSheet(1)
	for i, l := range []string{"הרים גבוהים תוכנה", "רחוב החרוב 10", "חיפה 3303114"} {
		sh.putRight(2+i, 88, turned(l))
	}
	for i, l := range []string{"חשבונית מס׳: R2207", "תאריך: 12/06/2025", "לכבוד: מלון הארז", "שדרות הגפן 30"} {
		sh.putRight(8+i, 88, turned(l))
	}
	for i, l := range [][2]string{{"₪300.00", "סה״כ לפני מע״מ"}, {"₪54.00", "מע״מ 18%"}, {"₪354.00", "סה״כ כולל מע״מ"}} {
		sh.putRight(16+i, 30, l[0])
		sh.putRight(16+i, 60, turned(l[1]))
	}
	got := fields.Extract([]pages.Page{sh.page}, fields.Options{})[0]
	d := got.Data
	if d.Seller.Name != "הרים גבוהים תוכנה" || d.Buyer.Name != "מלון הארז" || d.Number != "R2207" || d.IssueDate.String() != "2025-06-12" || d.Totals.Gross.String() != "354.00" {
		t.Errorf("got seller %q, buyer %q, number %q of %s, gross %s", d.Seller.Name, d.Buyer.Name, d.Number, d.IssueDate, d.Totals.Gross.String())
	}
	for _, e := range got.Evidence {
		if e.Pointer == "/totals/gross" && (e.Box == nil || e.Box[0] > .5) {
			t.Errorf("the total is seen at %v, it stands on the left", e.Box)
		}
	}
}
