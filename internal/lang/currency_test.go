package lang_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang"
)

// A mark with the country of the page that it stands on means one currency.
func TestCurrencyMarksInTheirCountries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, country, want string }{
		{"R$ 1.250,00", "BR", "BRL"}, {"A$99.00", "", "AUD"}, {"S$ 10.00", "SG", "SGD"}, {"HK$5", "", "HKD"}, {"C$7.10", "US", "CAD"},
		{"NZ$ 3.00", "", "NZD"}, {"MX$400.00", "", "MXN"}, {"US$ 12.00", "CA", "USD"}, {"12.00 USD", "AU", "USD"}, {"$ 12.00", "AU", "AUD"},
		{"$12.00", "", "USD"}, {"129,00 zł", "", "PLN"}, {"1 290 Kč", "", "CZK"}, {"₺ 15,00", "", "TRY"}, {"₪15.00", "", "ILS"},
		{"Fr. 15.50", "", "CHF"}, {"15.50 SFr.", "", "CHF"}, {"15 000 Ft", "", "HUF"}, {"99,90 lei", "RO", "RON"}, {"99,90 lei", "MD", "MDL"},
		{"20,00 лв.", "", "BGN"}, {"75,00 kn", "", "HRK"}, {"R 50.00", "ZA", "ZAR"}, {"R1 250,00", "", "ZAR"}, {"Rp 53.500", "", "IDR"},
		{"Rs. 1,23,456.78", "IN", "INR"}, {"Rs 500", "PK", "PKR"}, {"₹ 500", "", "INR"}, {"৳ 1,200.00", "", "BDT"}, {"₩12,000", "", "KRW"},
		{"¥1,980", "JP", "JPY"}, {"¥ 88.00", "CN", "CNY"}, {"1,980円", "", "JPY"}, {"88.00元", "", "CNY"}, {"250,00 грн", "", "UAH"},
		{"45,00 kr", "SE", "SEK"}, {"45,00 kr.", "DK", "DKK"}, {"45,00 kr", "", ""},
	} {
		marks := lang.FindCurrencies(c.text)
		if len(marks) != 1 || !marks[0].AtNumber {
			t.Errorf("%q: got %+v", c.text, marks)
			continue
		}
		if got := lang.CurrencyIn(marks[0].Code, c.country); got != c.want {
			t.Errorf("%q in %q: got %q, want %q", c.text, c.country, got, c.want)
		}
	}
}

func TestWordsAndUnknownDollarsAreNoCurrency(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Z$ 10.00", "Frist 10.00", "Herr 10.00", "Fr. 05.06.2026", "R 134 a", "Rsum 3", "ALL 3 boxes", "knob 3.00"} {
		if got := lang.FindCurrencies(text); len(got) != 0 {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}
