package locale_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

func TestParseAmount(t *testing.T) {
	t.Parallel()
	comma, dot, open := locale.Numbers{Decimal: ','}, locale.Numbers{Decimal: '.'}, locale.Numbers{}
	whole := locale.Numbers{Decimal: '.', Whole: true}
	for _, c := range []struct {
		text     string
		n        locale.Numbers
		want     string
		currency string
	}{
		{"1.234,56", open, "1234.56", ""}, {"1,234.56", open, "1234.56", ""}, {"1 234,56", open, "1234.56", ""},
		{"1'234.50", open, "1234.50", ""}, {"1’234.50", open, "1234.50", ""}, {"12.50", comma, "12.50", ""},
		{"1.234", comma, "1234", ""}, {"1.234", dot, "1.234", ""}, {"1,234", dot, "1234", ""}, {"0.125", comma, "0.125", ""},
		{"12,34,567.00", open, "1234567.00", ""}, {"-12,00", open, "-12.00", ""}, {"12,00-", open, "-12.00", ""},
		{"(12.00)", open, "-12.00", ""}, {"−5,00", open, "-5.00", ""}, {"€ 12,00", open, "12.00", "EUR"},
		{"12,00 €", open, "12.00", "EUR"}, {"EUR 12", open, "12", "EUR"}, {"12.00 USD", open, "12.00", "USD"},
		{"$1,000.00", open, "1000.00", "$"}, {"US$ 9.00", open, "9.00", "USD"}, {"-$5.00", open, "-5.00", "$"}, {"RM 3.40", open, "3.40", "MYR"},
		{"25.-", open, "25", ""}, {"25,–", open, "25", ""}, {"19%", open, "19", ""}, {"7,7 %", open, "7.7", ""},
		{"1.234.567", open, "1234567", ""}, {".50", open, "0.50", ""}, {"1 234", open, "1234", ""},
		{"€ 863 107.34", open, "863107.34", "EUR"}, {"1, 926.56", open, "1926.56", ""}, {"(1,234.50)", open, "-1234.50", ""}, {"1.234,56-", open, "-1234.56", ""},
		{"1\u202f234,50", open, "1234.50", ""}, {"1\u2009234.50", open, "1234.50", ""}, {"12,10,500.75", open, "1210500.75", ""},
		{"53.500", whole, "53500", ""}, {"Rp 12.100", whole, "12100", "IDR"}, {"₩12,100", whole, "12100", "KRW"}, {"12.5", whole, "12.5", ""},
	} {
		got, ok := locale.ParseAmount(c.text, c.n)
		if !ok || got.Value.String() != c.want || got.Currency != c.currency {
			t.Errorf("%q: got %s %q %v, want %s %q", c.text, got.Value, got.Currency, ok, c.want, c.currency)
		}
	}
}

func TestParseAmountRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "abc", "1.2.3", "12a", "1,23,4", "12..5", "1 23 4", "--5", "€", "1.23.456,7.8"} {
		if got, ok := locale.ParseAmount(text, locale.Numbers{}); ok {
			t.Errorf("%q: got %s", text, got.Value)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"1.234,56 €", "(1'000.00)", "CHF 5.-", "−1 000,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if a, ok := locale.ParseAmount(s, locale.Numbers{Decimal: ','}); ok && !a.Value.IsPresent() {
			t.Errorf("%q has no value", s)
		}
	})
}
