package invoice

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
)

// recheck judges corrected data as its reading was judged. Reading also finds what data alone does not tell: faults of the
// file, a page that contradicts its XML. Those stay unless the value they speak of was corrected. Findings that the data of
// the reading would have had too, had it not been a file, are no news and stay out.
func recheck(read evidence.Invoice, data *en16931.Invoice, proof []evidence.Evidence, touched map[string]bool) ([]en16931.Finding, error) {
	was, err := findings(read.Source, &read.Data, read.Evidence)
	if err != nil {
		was = nil // the file says more than can be written again; all that holds now is news
	}
	is, err := findings(read.Source, data, proof)
	if err != nil {
		return nil, err
	}
	before, found := keys(was), keys(read.Checks)
	out := []en16931.Finding{}
	for _, f := range read.Checks {
		spoken := slices.ContainsFunc(f.Pointers, func(p string) bool { return touches(touched, p) })
		if f.Rule != ruleNewAccount && !before[key(f)] && !spoken {
			out = append(out, f)
		}
	}
	stays := keys(out)
	for _, f := range is {
		if k := key(f); !stays[k] && (found[k] || !before[k]) {
			out = append(out, f)
		}
	}
	return out, nil
}

// findings is what can be told from data alone.
func findings(source evidence.Kind, data *en16931.Invoice, proof []evidence.Evidence) ([]en16931.Finding, error) {
	if source == evidence.Text || source == evidence.OCR {
		return fields.Findings(data, proof), nil
	}
	out, err := einvoice.Check(data, rules.Auto)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeValidation, "the data cannot be written as an invoice")
	}
	return out, nil
}

func key(f en16931.Finding) string { return f.Rule + " " + strings.Join(f.Pointers, " ") }

func keys(list []en16931.Finding) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, f := range list {
		out[key(f)] = true
	}
	return out
}

// touches tells whether a value at the pointer, or below it, is among the touched ones.
func touches(touched map[string]bool, pointer string) bool {
	if touched[pointer] {
		return true
	}
	for p := range touched {
		if strings.HasPrefix(p, pointer+"/") {
			return true
		}
	}
	return false
}
