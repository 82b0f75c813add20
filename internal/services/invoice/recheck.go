package invoice

import (
	"context"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// recheck judges corrected data as its reading was judged. Reading also finds what data alone does not tell: faults of the
// file, a page that contradicts its XML. Those stay unless the value they speak of was corrected. Findings that the data of
// the reading would have had too, had it not been a file, are no news and stay out.
func recheck(ctx context.Context, read evidence.Invoice, data *en16931.Invoice, proof []evidence.Evidence, touched map[string]bool) ([]en16931.Finding, error) {
	was, err := findings(ctx, read.Source, &read.Data, read.Evidence)
	if err != nil {
		was = nil // the file says more than can be written again; all that holds now is news
	}
	is, err := findings(ctx, read.Source, data, proof)
	if err != nil {
		return nil, err
	}
	before, found, above := change.FindingKeys(was), change.FindingKeys(read.Checks), withParents(touched)
	out := []en16931.Finding{}
	for _, f := range read.Checks {
		spoken := slices.ContainsFunc(f.Pointers, func(p string) bool { return above[p] })
		if f.Rule != ruleNewAccount && !before[change.FindingKey(f)] && !spoken {
			out = append(out, f)
		}
	}
	stays := change.FindingKeys(out)
	for _, f := range is {
		if k := change.FindingKey(f); !stays[k] && (found[k] || !before[k]) {
			out = append(out, f)
		}
	}
	return out, nil
}

// findings is what can be told from data alone.
func findings(ctx context.Context, source evidence.Kind, data *en16931.Invoice, proof []evidence.Evidence) ([]en16931.Finding, error) {
	if source.OfPages() {
		return fields.Findings(data, proof), nil
	}
	out, err := checksOf(ctx, source, data)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeValidation, "the data cannot be written as an invoice")
	}
	return out, nil
}

// checksOf judges data as the XML that it came from is judged.
func checksOf(ctx context.Context, source evidence.Kind, data *en16931.Invoice) ([]en16931.Finding, error) {
	if slices.Contains(einvoice.Nationals(), einvoice.Syntax(source)) {
		return einvoice.CheckNational(ctx, data, false)
	}
	return einvoice.CheckUntil(ctx, data, rules.Auto)
}

// withParents are pointers with those of all that they are in.
func withParents(pointers map[string]bool) map[string]bool {
	out := make(map[string]bool, 2*len(pointers))
	for p := range pointers {
		for !out[p] {
			out[p] = true
			end := strings.LastIndexByte(p, '/')
			if end < 0 {
				break
			}
			p = p[:end]
		}
	}
	return out
}
