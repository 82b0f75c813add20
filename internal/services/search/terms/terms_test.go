package terms_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/services/search/terms"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Die Rechnung, bitte":         "die rechnung bitte",
		"l'impôt":                     "l impôt",
		"E-Mail z.B.":                 "e mail +email z b +zb",
		"RE-2031/0017":                "re =2031 =0017 +=re20310017",
		"1.234,56 1,234.56 1'234.56":  "=1234.56 =1234.56 =1234.56",
		"7 654,30":                    "=7 =654.30 +=7654.30",
		"1 234 567,8":                 "=1 =234 =567.8 +=1234567.8 +=234567.8",
		"12,00":                       "=12.00 +=12",
		"1.234":                       "=1234",
		"0.514":                       "=0.514",
		"17.08.2029":                  "=17 =08 =2029 +=17082029 +=2029-08-17",
		"17. 8. 2029":                 "=17 =8 =2029 +=2029-08-17",
		"August 17th, 2029":           "august =17th =2029 +=2029-08-17",
		"17. August 2029":             "=17 august =2029 +=2029-08-17",
		"17 de agosto de 2029":        "=17 de agosto de =2029 +=2029-08-17",
		"08/17/2029":                  "=08 =17 =2029 +=08172029 +=2029-08-17",
		"3/4/2029":                    "=3 =4 =2029 +=342029 +=2029-04-03 +=2029-03-04",
		"2029-08-17":                  "=2029 =08 =17 +=20290817 +=2029-08-17",
		"99.99.2029":                  "=99 =99 =2029 +=99992029",
		"DE 136 695 976":              "de =136 =695 =976 +=de136695 +=de136695976",
		"DE136695976":                 "=de136695976",
		"Gr\u00fc\u00dfe":             "grüße",
		"Gru\u0308\u00dfe":            "grüße",
		"Trenn\u00adung":              "trennung",
		"ﬁnal":                        "final",
		"請求書":                         "=請求 =求書",
		strings.Repeat("請", 40):       strings.Repeat("=請請 ", 39),
		strings.Repeat("a", 65):       "",
		"":                            "",
		"\xff\xfe a":                  "a",
		"...---...":                   "",
		"https://docket.example/a/b/": "https docket example a b",
	} {
		tokens := terms.Of(text)
		var got []string
		for _, k := range tokens {
			w := k.Word
			if k.Exact {
				w = "=" + w
			}
			if k.Extra {
				w = "+" + w
			}
			got = append(got, w)
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%q: %v, want %v", text, got, wanted)
		}
	}
}

// TestEveryLengthOfAnIBAN holds that an IBAN in fours has its whole, and that its rest does not multiply.
func TestEveryLengthOfAnIBAN(t *testing.T) {
	t.Parallel()
	tokens := terms.Of("an DE02 1203 0000 0000 2020 51 bis")
	if !slices.ContainsFunc(tokens, func(k terms.Token) bool { return k.Word == "de02120300000000202051" && k.Exact && k.Extra }) {
		t.Errorf("no whole IBAN in %v", tokens)
	}
	if len(tokens) > 24 {
		t.Errorf("%d tokens: %v", len(tokens), tokens)
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"müller": "müller mueller muller", "größe": "größe groesse grosse", "ano": "ano", "año": "año ano", "smørrebrød": "smørrebrød smoerrebroed smorrebrod",
		"œuvre": "œuvre oeuvre", "łódź": "łódź lodz",
	} {
		if got := strings.Join(terms.Forms(word), " "); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
	if got := terms.Folded("müller"); got != "mueller muller" {
		t.Errorf("folded: %s", got)
	}
}

// FuzzOf holds that any text has tokens within it, whose number is bounded by its length.
func FuzzOf(f *testing.F) {
	for _, s := range []string{"RE-2031/0017 vom 17.08.2029", "DE02 1203 0000 0000 2020 51", "1.2.3.4.5 6'7", "東京 a\u0308\u0308", "\xff1.\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, list := range [][]terms.Token{terms.Of(text), terms.OfQuestion(text)} {
			if len(list) > 12*len(text) {
				t.Fatalf("%d tokens of %d bytes", len(list), len(text))
			}
			for _, k := range list {
				if k.Word == "" || k.Start < 0 || k.End > len(text) || k.Start >= k.End || len(k.Word) > 64 {
					t.Fatalf("token %+v of %d bytes", k, len(text))
				}
				terms.Forms(k.Word)
				terms.Folded(k.Word)
			}
		}
	})
}
