package parties

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/pages"
)

func TestMendName(t *testing.T) {
	t.Parallel()
	read := layout.Span{Seg: &layout.Segment{Page: &layout.Page{Source: pages.FromOCR}}}
	for name, want := range map[string]string{
		"HoIzbau WorId AG": "Holzbau World AG", "Officina S.r.I.": "Officina S.r.l.", "MacIver Ltd": "MacIver Ltd", "ProInvest SA": "ProInvest SA",
		"AXI GmbH": "AXI GmbH",
	} {
		if got, _ := repairName(name, read); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if got, _ := repairName("HoIzbau", layout.Span{Seg: &layout.Segment{Page: &layout.Page{Source: pages.FromText}}}); got != "HoIzbau" {
		t.Errorf("a text layer's name became %s", got)
	}
}
