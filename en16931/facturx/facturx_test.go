package facturx_test

import (
	"slices"
	"testing"

	"github.com/docketapi/docket/en16931/facturx"
)

func TestProfileOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]facturx.Profile{
		"urn:factur-x.eu:1p0:minimum": facturx.Minimum, "urn:factur-x.eu:1p0:basicwl": facturx.BasicWL,
		"urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic":           facturx.Basic,
		"urn:cen.eu:en16931:2017":                                               facturx.EN16931,
		"urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended":       facturx.Extended,
		"urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0": facturx.XRechnung,
		"urn:ferd:CrossIndustryDocument:invoice:1p0:comfort":                    facturx.EN16931,
		"urn:ferd:CrossIndustryDocument:invoice:1p0:extended":                   facturx.Extended,
		"urn:cen.eu:en16931:2017#compliant#urn:zugferd.de:2p0:basic":            facturx.Basic, "other": "",
	} {
		if got := facturx.ProfileOf(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

func TestChoosePrefersTheStandardsNames(t *testing.T) {
	t.Parallel()
	got := facturx.Choose([]string{"terms.pdf", "", "other.xml", "ZUGFeRD-invoice ", "../factur-x.xml"})
	if !slices.Equal(got, []int{4, 3, 2, 1, 0}) {
		t.Errorf("order is %v", got)
	}
}
