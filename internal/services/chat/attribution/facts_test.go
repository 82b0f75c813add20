package attribution_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/services/chat/attribution"
)

func TestFactsAgree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sentence, quote string
		want            bool
	}{
		{"1234.56", "1.234,56", true}, {"1 234,56", "1,234.56", true}, {"1'234.50", "1234,5", true}, {"1.234", "1234", true},
		{"5", "5,00", true}, {"19 %", "19%", true}, {"0,5", "0.50", true}, {"12", "1.2", false}, {"1.243,56", "1.234,56", false},
		{"am 3. März 2026", "2026-03-03", true}, {"March 3, 2026", "03.03.2026", true}, {"3rd of March 2026", "3.3.26", true},
		{"le 3 mars 2026", "3/3/2026", true}, {"im März 2026", "2026-03-17", true}, {"2026", "17.03.2026", true}, {"2026-03-03", "2026-03-04", false},
		{"3 April 2026", "4/3/2026", true}, {"am 3. März", "3. März 2026", true}, {"3. März 2027", "3. März 2026", false},
		{"RE-2026-001", "Nr. RE 2026 001", true}, {"DE44500105175407324931", "DE44 5001 0517 5407 3249 31", true}, {"RE-2026-001", "RE-2026-010", false},
		{"DN25", "DN 25", true}, {"30kg", "30 kg", true},
	} {
		if got := attribution.FactsOf(c.sentence).In(attribution.Quote(c.quote)); got != c.want {
			t.Errorf("%q in %q: %v, facts %+v", c.sentence, c.quote, got, attribution.FactsOf(c.sentence))
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	for _, parts := range [][]string{
		{"Das ist z. B. so.", "Und das auch!"}, {"Am 3. März 2026 kam Nr. 5 an.", "Danach nichts."}, {"Es kostet 1.234,56 EUR.", "Gut?"},
		{"Mr. Wexley called.", "He left at 5 p.m. and paid."}, {"Die Firma (s. Anlage 2.) zahlt.", "„Ja.“", "Ende"},
		{"- eins", "- zwei"}, {"Il a dit « oui. »", "Puis M. Tanguy est parti."}, {"Siehe example.com/a.b für mehr.", "OK."},
		{"Wait… What?", "Yes."},
	} {
		text := strings.Join(parts, " ")
		if strings.HasPrefix(parts[0], "-") {
			text = strings.Join(parts, "\n")
		}
		var got []string
		for _, s := range attribution.Sentences(text) {
			got = append(got, text[s.Start:s.End])
		}
		want := fmt.Sprintf("%q", parts)
		if parts[0] == "Wait… What?" {
			want = fmt.Sprintf("%q", []string{"Wait…", "What?", "Yes."})
		}
		if fmt.Sprintf("%q", got) != want {
			t.Errorf("got %q, want %s", got, want)
		}
	}
}

// FuzzSupport holds what every caller relies on: stretches are inside the text, on whole characters, in order; a stream gives
// the same sentences as the whole text does.
func FuzzSupport(f *testing.F) {
	f.Add("Die Miete beträgt 2.450,00 EUR. Sie ist am 3. fällig!", "Miete: 2450 EUR\nfällig am 3.")
	f.Add("a. B.\x00 „c.“ 1..2 ...", "\xff\xfe 12.34.56 DE44 ")
	f.Fuzz(func(t *testing.T, sentence, passage string) {
		if len(sentence)+len(passage) > 1500 {
			t.Skip("long enough to be slow")
		}
		sentence, passage = strings.ToValidUTF8(sentence, "?"), strings.ToValidUTF8(passage, "?")
		at := 0
		for _, s := range attribution.Sentences(passage) {
			if s.Start < at || s.End <= s.Start || s.End > len(passage) || strings.TrimSpace(passage[at:s.Start]) != "" || !utf8.ValidString(passage[s.Start:s.End]) {
				t.Fatalf("%q: stretch %v after %d", passage, s, at)
			}
			at = s.End
		}
		if strings.TrimSpace(passage[at:]) != "" {
			t.Fatalf("%q: left %q", passage, passage[at:])
		}
		if q, ok := attribution.New(passage).Support(sentence); ok && (q.Start < 0 || q.End > len(passage) || q.Start >= q.End) {
			t.Fatalf("quote %v of %d bytes", q.Stretch, len(passage))
		}
	})
}
