package region

import (
	"regexp"
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/lang"
)

// postalForms are postal codes that one country writes so, with the state or province that stands before most of them.
var postalForms = []struct {
	country string
	form    *regexp.Regexp
}{
	{"US", regexp.MustCompile(`\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[ ,]+\d{5}(?:-\d{4})?(?:[ ,.]|$)`)},
	{"AU", regexp.MustCompile(`\b(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT)[ ,]+\d{4}(?:[ ,.]|$)`)},
	{"CA", regexp.MustCompile(`\b(?:AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT)[ ,.]+[A-Z]\d[A-Z] ?\d[A-Z]\d(?:[ ,.]|$)`)},
	{"GB", regexp.MustCompile(`(?:^|[ ,])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?:[ ,.]|$)`)},
}

// registers are the names of registers and tax numbers that one country has, by their keys.
var registers = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for name, country := range lang.ReadCommon[map[string]string]("registers.json") {
		out[lang.Key(name)] = country
	}
	return out
})

// countForms counts what only one country writes.
func countForms(text string, place map[string]float64) {
	if strings.ContainsAny(text, "0123456789") {
		for _, f := range postalForms {
			if f.form.MatchString(text) {
				place[f.country] += postalForm
			}
		}
	}
	for word := range strings.FieldsSeq(text) {
		if c := registers()[lang.Key(word)]; c != "" {
			place[c] += registerNamed
			return
		}
	}
}
