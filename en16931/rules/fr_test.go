package rules

import (
	"slices"
	"testing"

	"github.com/docketapi/docket/en16931"
)

// What France's platforms ask is a warning, but for invoices for several sellers; who asks for it gets it in both syntaxes.
func TestFranceCTC(t *testing.T) {
	t.Parallel()
	for syntax, c := range map[string]struct {
		rules []string
		fatal string
		edits []string // that make it an invoice for several sellers
	}{
		"ubl": {[]string{"BR-FR-05_BT-22-1", "BR-FR-08_BT-23", "BR-FR-10_BT-30"}, "BR-FR-MV-02_EXT-FR-FE-163",
			[]string{"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "S8"}},
		"cii": {[]string{"BR-FR-05_BT-22_PMT", "BR-FR-08_BT-23", "BR-FR-10_BT-30"}, "BR-FR-MV-02_EXT-FR-FE-163",
			[]string{"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "S8"}},
	} {
		findings := check(t, base(t, syntax), CTC)
		for _, rule := range c.rules {
			if !slices.ContainsFunc(findings, func(f en16931.Finding) bool { return f.Rule == rule && f.Severity == en16931.Warning }) {
				t.Errorf("%s: %v lacks the warning %s", syntax, ids(findings), rule)
			}
		}
		if !Valid(findings) {
			t.Errorf("%s: the valid invoice is refused: %v", syntax, ids(findings))
		}
		several := check(t, edit(t, base(t, syntax), c.edits...), CTC)
		if Valid(several) || !slices.Contains(ids(several), c.fatal) {
			t.Errorf("%s: %v lacks %s", syntax, ids(several), c.fatal)
		}
	}
}

func TestFranceCTCByIdentifier(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]Profile{
		"urn:cen.eu:en16931:2017#compliant#urn.cpro.gouv.fr:1p0:example":          CTC,
		"urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr": CTCExtended,
	} {
		if got := ProfileOf(id); got != want {
			t.Errorf("%s: have %s, want %s", id, got, want)
		}
	}
}
