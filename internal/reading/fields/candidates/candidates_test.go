package candidates_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
)

func segment(source pages.Source, text string) *layout.Segment {
	var l pages.Line
	x := 0.05
	for w := range strings.FieldsSeq(text) {
		l.Words = append(l.Words, pages.Word{Text: w, Box: pages.Box{X0: x, Y0: .1, X1: x + .008*float64(len(w)), Y1: .112}, Confidence: 1})
		x += .008*float64(len(w)) + .004
	}
	p := layout.Build(pages.Page{Number: 1, Width: 595, Height: 842, Source: source, Lines: []pages.Line{l}})
	return p.Segments[0]
}

func texts(vs []candidates.Value, of func(candidates.Value) string) string {
	var out []string
	for _, v := range vs {
		out = append(out, of(v))
	}
	return strings.Join(out, " | ")
}

func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"from 01.02.2024 to 28.02.2024": "2024-02-01 | 2024-02-28", "Date:30-04-201819:50:14": "2018-04-30",
		"due 3 May 2024 please": "2024-05-03", "on May 3, 2024.": "2024-05-03", "1.234,56": "", "Tel. 030/12/34567": "",
		"version 1.2.3.4": "", "den 5. Januar 2024": "2024-01-05",
	} {
		got := texts(candidates.Dates(segment(pages.FromText, text), locale.DayFirst), func(v candidates.Value) string { return v.Date.Date.String() })
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Total: EUR 1.250,00": "1250.00", "-12,50 €": "-12.50", "19 % of 100,00": "19 | 100.00", "AB-12/34": "", "item4711": "",
		"3 x 10,00": "3 | 10.00", "1 250,00": "1250.00", "12.00A": "12.00",
	} {
		got := texts(candidates.Amounts(segment(pages.FromText, text), nil, locale.Numbers{Decimal: ','}), func(v candidates.Value) string { return v.Decimal().String() })
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// Where the pages group by spaces, or pay in whole units, a number is read as a whole.
func TestAmountsByHowThePagesWrite(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"Total R 9 182.65": "9182.65", "740 664 Ft": "740664", "12.00 9 182.65": "12.00 | 9182.65"} {
		got := texts(candidates.Amounts(segment(pages.FromText, text), nil, locale.Numbers{Decimal: '.', Spaces: true}), func(v candidates.Value) string { return v.Decimal().String() })
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	vs := candidates.Amounts(segment(pages.FromText, "Total Rp 53.500"), nil, locale.Numbers{Decimal: ',', Whole: true})
	if len(vs) != 1 || vs[0].Decimal().String() != "53500" || !vs[0].Amount.Cents {
		t.Errorf("got %+v", vs)
	}
}

func TestAmountsOfRecognisedTextAreMended(t *testing.T) {
	t.Parallel()
	vs := candidates.Amounts(segment(pages.FromOCR, "Total 12.O0"), nil, locale.Numbers{})
	if len(vs) != 1 || vs[0].Decimal().String() != "12.00" || vs[0].Repaired != "12.O0" {
		t.Errorf("got %+v", vs)
	}
}

func TestIBANs(t *testing.T) {
	t.Parallel()
	vs := candidates.IBANs(segment(pages.FromText, "IBAN: DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX"))
	if len(vs) != 1 || vs[0].Text != "DE89370400440532013000" || vs[0].Quality != 1 || vs[0].Span.Text() != "DE89 3704 0044 0532 0130 00" {
		t.Errorf("got %+v", vs)
	}
	vs = candidates.IBANs(segment(pages.FromOCR, "IBAN DE89 3704 OO44 0532 0130 00"))
	if len(vs) != 1 || vs[0].Text != "DE89370400440532013000" || vs[0].Repaired == "" {
		t.Errorf("recognised: got %+v", vs)
	}
}

// unsure is a recognised segment with a word whose character at may as well be one of others.
func unsure(text, word string, at int, others string) *layout.Segment {
	s := segment(pages.FromOCR, text)
	for i := range s.Words {
		for o := range strings.FieldsSeq(others) {
			if s.Words[i].Text == word {
				s.Words[i].Alternatives = append(s.Words[i].Alternatives, pages.Alternative{At: at, Text: o, Confidence: .2})
			}
		}
	}
	return s
}

// Where check digits do not agree, another reading of a character that recognition was unsure of is taken if they do then.
func TestOtherReadingsMendIdentifiers(t *testing.T) {
	t.Parallel()
	say := func(v candidates.Value) string { return v.Text + " from " + v.Repaired }
	for _, tc := range []struct {
		text, word string
		at         int
		others     string
		want       string
	}{
		{"Ä IBAN DE89 3704 0044 0532 0180 00", "0180", 2, "6 3", "DE89370400440532013000 from DE89 3704 0044 0532 0180 00"},
		{"Ä IBAN DE89 3704 0044 0532 0180 00", "0180", 2, "5 6", "DE89370400440532018000 from "},
		{"Ä IBAN DE89 3704 0044 0532 0130 00", "0130", 2, "8", "DE89370400440532013000 from "},
		{"ÄÖ IBAN:DE89370400440532018000", "IBAN:DE89370400440532018000", 23, "3", "DE89370400440532013000 from DE89370400440532018000"},
	} {
		if got := texts(candidates.IBANs(unsure(tc.text, tc.word, tc.at, tc.others)), say); got != tc.want {
			t.Errorf("%s with %s: got %q, want %q", tc.text, tc.others, got, tc.want)
		}
	}
	for others, want := range map[string]string{"6 1": "DE711904339 from DE 771 904 339", "2": "DE771904339 from "} {
		if got := texts(candidates.VATIDs(unsure("USt-IdNr.: DE 771 904 339", "771", 1, others), nil), say); got != want {
			t.Errorf("VAT id with %s: got %q, want %q", others, got, want)
		}
	}
}

func TestVATIDs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"BTW NL004495445B01": "NL004495445B01", "USt-IdNr.: DE 711 904 339": "DE711904339", "N° TVA : FR 83 404 833 048 - SIREN": "FR83404833048",
		"Order AB123": "",
	} {
		got := texts(candidates.VATIDs(segment(pages.FromText, text), nil), func(v candidates.Value) string { return v.Text })
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestTheNearerLabelNamesTheValue(t *testing.T) {
	t.Parallel()
	s := segment(pages.FromText, "Invoice No: 4711 Order No: 815")
	bound := candidates.Bind(s.Page, candidates.Codes(s, nil))
	even := func(string) float64 { return 1 }
	for _, b := range bound {
		number, _ := b.As(even, locale.Number)
		order, _ := b.As(even, locale.PurchaseOrder)
		if (b.Text == "4711") != (number > order) {
			t.Errorf("%s: number %v, order %v", b.Text, number, order)
		}
	}
}
