package lang_test

import (
	"testing"

	"github.com/docketapi/docket/internal/lang"
)

// A language of a folder has what each needs, in files that say nothing else.
func TestEveryLanguageSaysWhatIsNeeded(t *testing.T) {
	t.Parallel()
	words := map[string]lang.Words{}
	for _, f := range lang.ReadJSON[lang.Words]("words.json") {
		words[f.Language] = f.Data
	}
	for _, c := range lang.Codes() {
		l := lang.Of(c)
		if len(c) != 2 || l.Name == "" || len(l.Months) != 12 || l.Decimal != "," && l.Decimal != "." {
			t.Errorf("%s: language.json says too little: %+v", c, l)
		}
		if len(words[c].Stop) == 0 || len(words[c].Telling) == 0 {
			t.Errorf("%s: words.json says too little", c)
		}
		for i := range 12 {
			if lang.MonthName(c, i+1) == "" {
				t.Errorf("%s: no name for month %d", c, i+1)
			}
		}
	}
}

func TestTallyTellsALanguage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"die Rechnung ist nicht bezahlt": "de", "the invoice was not paid": "en", "la facture est payée par nous": "fr",
	} {
		tally := lang.NewTally()
		for _, w := range lang.Split(text) {
			tally.Word(w)
		}
		if got := tally.Ranked(1); len(got) == 0 || got[0] != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestMonthsOfSomeLanguages(t *testing.T) {
	t.Parallel()
	if got := lang.Months(lang.Key, "de"); got["marz"] != 3 || got["dez"] != 12 || got["ago"] != 0 {
		t.Errorf("got %v", got)
	}
	if got := lang.Months(lang.Key); got["agosto"] != 8 || got["heinakuu"] != 7 {
		t.Errorf("got %v", got)
	}
}

// The same word is October in one country and November in another: it must not be read as either.
func TestContestedMonthsAreNoMonths(t *testing.T) {
	t.Parallel()
	all := lang.Months(lang.Key)
	if all["listopada"] != 0 || all["listopadu"] != 11 || all["travnja"] != 4 {
		t.Errorf("listopada %d, listopadu %d, travnja %d", all["listopada"], all["listopadu"], all["travnja"])
	}
	if got := lang.Months(lang.Key, "pl")["listopada"]; got != 11 {
		t.Errorf("in Polish alone: got %d", got)
	}
}
