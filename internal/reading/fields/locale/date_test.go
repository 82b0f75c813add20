package locale_test

import (
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		order locale.DateOrder
		want  string
	}{
		{"31.01.2024", locale.DayFirst, "2024-01-31"}, {"31/1/24", locale.MonthFirst, "2024-01-31"}, {"2024-01-31", locale.DayFirst, "2024-01-31"},
		{"03/04/2024", locale.DayFirst, "2024-04-03"}, {"03/04/2024", locale.MonthFirst, "2024-03-04"}, {"12/31/2024", locale.DayFirst, "2024-12-31"},
		{"20240131", locale.DayFirst, "2024-01-31"}, {"31012024", locale.DayFirst, "2024-01-31"}, {"3 May 2024", locale.DayFirst, "2024-05-03"},
		{"May 3rd, 2024", locale.DayFirst, "2024-05-03"}, {"1er mars 2024", locale.DayFirst, "2024-03-01"}, {"3. Januar 2024", locale.DayFirst, "2024-01-03"},
		{"03-MAY-24", locale.DayFirst, "2024-05-03"}, {"15 de março de 2024", locale.DayFirst, "2024-03-15"}, {"2 août 2024", locale.DayFirst, "2024-08-02"},
		{"5. maaliskuuta 2024", locale.DayFirst, "2024-03-05"}, {"29 maart 2024", locale.DayFirst, "2024-03-29"}, {"Fri 3 Mar 2023", locale.DayFirst, "2023-03-03"},
		{"7 giugno 2024", locale.DayFirst, "2024-06-07"}, {"2024 May 3", locale.DayFirst, "2024-05-03"}, {"30-04-2018 19:50", locale.DayFirst, "2018-04-30"},
	} {
		got, ok := locale.ParseDate(c.text, c.order)
		if !ok || got.Date.String() != c.want {
			t.Errorf("%q: got %s %v, want %s", c.text, got.Date, ok, c.want)
		}
	}
}

func TestParseDateSaysWhatItProves(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]locale.DateReading{
		"03/04/2024": {Ambiguous: true}, "13/04/2024": {Proof: true, Order: locale.DayFirst}, "04/13/2024": {Proof: true, Order: locale.MonthFirst},
		"04/04/2024": {},
	} {
		got, ok := locale.ParseDate(text, locale.DayFirst)
		if !ok || got.Ambiguous != want.Ambiguous || got.Proof != want.Proof || got.Proof && got.Order != want.Order {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "32.01.2024", "31.02.2024", "13/13/2024", "1.2.3", "12.50 EUR", "May 2024", "3 Elephant 2024", "1234567890"} {
		if got, ok := locale.ParseDate(text, locale.DayFirst); ok {
			t.Errorf("%q: got %s", text, got.Date)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"31.01.2024", "May 3rd, 2024", "2024-01-31T10:00:00Z", "1er mars 2024"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if r, ok := locale.ParseDate(s, locale.MonthFirst); ok && r.Date.IsZero() {
			t.Errorf("%q is no day", s)
		}
	})
}
