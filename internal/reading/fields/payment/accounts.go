package payment

import (
	"fmt"
	"sort"

	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// accounts are the IBANs, each once, in the order of the pages but for doubtful ones.
func (r *reader) accounts() []candidates.Choice {
	seen := map[string]int{}
	var out []candidates.Choice
	for _, c := range r.IBANs {
		named, _ := r.As(c, locale.IBAN, locale.Bank, locale.Account)
		score := ibanNamed*named + ibanFound
		if c.Quality > 0 {
			score += ibanChecked
		}
		if score < ibanLeast {
			continue
		}
		if r.OfBuyer(c.Span.Seg) {
			score *= ibanOfBuyer
		}
		if i, ok := seen[c.Text]; ok {
			out[i].Score = max(out[i].Score, score)
			continue
		}
		seen[c.Text] = len(out)
		out = append(out, candidates.Choice{Bound: c, Score: score})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Quality > 0 && out[i].Score > out[j].Score+ibanOutranks })
	return out
}

// accountDetails takes the nearest BIC of the bank's country, and the holder's name.
func (r *reader) accountDetails(i int, f candidates.Choice) {
	var best *candidates.Bound
	bestFar := bicReach * f.Page().Em
	for _, c := range r.BICs {
		named, _ := r.As(c, locale.BIC)
		if named < bicNamed || len(c.Text) != 8 && len(c.Text) != 11 || c.Text[4:6] != f.Text[:2] || c.Page() != f.Page() {
			continue
		}
		if far := c.Span.Seg.Box.Gap(f.Span.Seg.Box); far < bestFar {
			best, bestFar = c, far
		}
	}
	if best != nil {
		r.out.Accounts[i].BIC = best.Text
		r.out.Proofs.Value(fmt.Sprintf("/payment/accounts/%d/bic", i), &best.Value, bicConfidence)
	}
	if span, ok := f.Page().LabelValue(locale.AccountName); ok && i == 0 {
		r.out.Accounts[i].Name = span.Text()
		r.out.Proofs.Span(fmt.Sprintf("/payment/accounts/%d/name", i), span, holderConfidence)
	}
}
