package region_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/region"
)

func TestCurrencyOfACountry(t *testing.T) {
	t.Parallel()
	for country, want := range map[string]string{"DE": "EUR", "SE": "SEK", "CH": "CHF", "US": "USD", "XX": "", "": ""} {
		if got := region.Currency(country); got != want {
			t.Errorf("%q pays in %q, want %q", country, got, want)
		}
	}
}

func TestCountryOfAVATPrefix(t *testing.T) {
	t.Parallel()
	for prefix, want := range map[string]string{"DE": "DE", "EL": "GR", "XI": "GB", "FR": "FR"} {
		if got := region.OfVATPrefix(prefix); got != want {
			t.Errorf("%s is of %q, want %q", prefix, got, want)
		}
	}
}

func TestNoPagesNameNothing(t *testing.T) {
	t.Parallel()
	if country, currency := region.Of(nil, ""); country != "" || currency != "" {
		t.Errorf("have %q and %q", country, currency)
	}
	if _, ok := region.Named(nil, "EUR", "DE"); ok {
		t.Error("a currency is named on no page")
	}
}
