package rules

import (
	"slices"
	"strings"
	"testing"
)

// national is the valid invoice moved to other countries.
func national(t *testing.T, country, vatID string, edits ...string) string {
	t.Helper()
	doc := edit(t, base(t, "ubl"), "urn:cen.eu:en16931:2017<", peppolBisID+"<")
	doc = strings.ReplaceAll(doc, "<cbc:IdentificationCode>DE<", "<cbc:IdentificationCode>"+country+"<")
	doc = strings.ReplaceAll(doc, "<cbc:CompanyID>DE314159265<", "<cbc:CompanyID>"+vatID+"<")
	return edit(t, doc, edits...)
}

func TestNationalRules(t *testing.T) {
	t.Parallel()
	const means = `<cbc:PaymentMeansCode name="SEPA transfer">58<`
	for name, c := range map[string]struct {
		doc           string
		fires, silent string
	}{
		"NO good":       {national(t, "NO", "NO974760673MVA"), "NO-R-002", "NO-R-001"},
		"NO check":      {national(t, "NO", "NO974760674MVA"), "NO-R-001", ""},
		"NO register":   {national(t, "NO", "NO974760673MVA", "60A271828182", "Foretaksregisteret", "<cbc:ID>FC<", "<cbc:ID>TAX<"), "", "NO-R-002"},
		"DK scheme":     {national(t, "DK", "DK12345674"), "DK-R-014", "DK-R-002"},
		"DK means":      {national(t, "DK", "DK12345674", means, "<cbc:PaymentMeansCode>30<"), "DK-R-005", ""},
		"DK giro":       {national(t, "DK", "DK12345674", means, "<cbc:PaymentMeansCode>50<"), "DK-R-008", "DK-R-005"},
		"DK giro good":  {national(t, "DK", "DK12345674", means, "<cbc:PaymentMeansCode>50<", "RF18-5390-0754-7034", "01#", "DE75512108001245126199", "1234567"), "", "DK-R-008"},
		"IT tax id":     {national(t, "IT", "IT00743110157", "60A271828182", "ab"), "IT-R-001", "IT-R-002"},
		"IT street":     {national(t, "IT", "IT00743110157", "<cbc:StreetName>Werftkai 7</cbc:StreetName>", ""), "IT-R-002", "IT-R-001"},
		"NL good":       {national(t, "NL", "NL123456789B01", `schemeID="0060">HRB4711`, `schemeID="0106">12345678`), "", "NL-R-003"},
		"NL register":   {national(t, "NL", "NL123456789B01"), "NL-R-003", "NL-R-008"},
		"NL means":      {national(t, "NL", "NL123456789B01", means, "<cbc:PaymentMeansCode>97<"), "NL-R-008", ""},
		"SE good":       {national(t, "SE", "SE556703748501", "HRB4711", "5567037485"), "SE-R-005", "SE-R-013"},
		"SE number":     {national(t, "SE", "SE556703748501", "HRB4711", "5567037486"), "SE-R-013", "SE-R-004"},
		"SE VAT id":     {national(t, "SE", "SE5567037485"), "SE-R-001", ""},
		"SE rate":       {national(t, "SE", "SE556703748501"), "SE-R-006", ""},
		"GR number":     {national(t, "GR", "EL094259216"), "GR-R-001-1", ""},
		"GR good":       {national(t, "GR", "EL094259216", "<cbc:ID>HK-2031-0007<", "<cbc:ID>094259216|14/03/2031|0|1.1|A|7<"), "GR-R-004-1", "GR-R-001-2"},
		"GR date":       {national(t, "GR", "EL094259216", "<cbc:ID>HK-2031-0007<", "<cbc:ID>094259216|15/03/2031|0|1.1|A|7<"), "GR-R-001-3", "GR-R-001-2"},
		"IS kennitala":  {national(t, "IS", "IS12345"), "IS-R-002", "IS-R-003"},
		"DE good":       {national(t, "DE", "DE314159265"), "", "DE-R-019"},
		"DE IBAN":       {national(t, "DE", "DE314159265", "DE75512108001245126199", "DE75512108001245126190"), "DE-R-019", ""},
		"other country": {national(t, "FR", "FR12345678901"), "", "DE-R-001"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ids(check(t, c.doc, Auto))
			if c.fires != "" && !slices.Contains(got, c.fires) {
				t.Errorf("%s does not fire; these do: %v", c.fires, got)
			}
			if c.silent != "" && slices.Contains(got, c.silent) {
				t.Errorf("%s fires", c.silent)
			}
		})
	}
}

func TestIdentifierChecks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ good, bad []string }{
		"gln":              {[]string{"4006381333931", "0"}, []string{"4006381333930", "", "40063A"}},
		"norwegian-number": {[]string{"974760673", "123456785"}, []string{"974760674", "000000000", "", "x"}},
		"belgian-number":   {[]string{"0403170701"}, []string{"0403170702", "403170701", "04031707O1"}},
		"codice-ipa":       {[]string{"ABC123"}, []string{"ABC12", "ABC-12"}},
		"codice-fiscale":   {[]string{"RSSMRA80A01H501U", "00743110157"}, []string{"RSSMRA80A01H501", "0074311015", ""}},
		"partita-iva":      {[]string{"IT00743110157", "DE1"}, []string{"IT00743110158", "IT1", "IT"}},
		"swedish-number":   {[]string{"5567037485"}, []string{"5567037486", "556703748", "55670A7485"}},
		"abn":              {[]string{"51824753556"}, []string{"51824753557", "5182475355", "x"}},
		"greek-tin":        {[]string{"094259216"}, []string{"094259217", "09425921", ""}},
		"iban":             {[]string{"DE75512108001245126199", "DE75 5121 0800 1245 1261 99"}, []string{"DE75512108001245126198", "75DE", ""}},
	} {
		for _, s := range c.good {
			if !identifierChecks[name](s) {
				t.Errorf("%s refuses %q", name, s)
			}
		}
		for _, s := range c.bad {
			if identifierChecks[name](s) {
				t.Errorf("%s takes %q", name, s)
			}
		}
	}
}
