package national

import (
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
)

// mergeTaxes makes one row of the VAT breakdown of those with one category and rate: the standard has a row for each, where
// countries part them by the ground for charging no VAT.
func (r *Reading) mergeTaxes() {
	kept := r.inv.Taxes[:0:0]
	rows := make([]int, 0, len(r.inv.Taxes))
	first, merged := make(map[string]int, len(r.inv.Taxes)), map[int]bool{}
	for _, t := range r.inv.Taxes {
		key := t.Category
		if usable(t.Rate) {
			key += " " + t.Rate.Value().String()
		}
		at, seen := first[key]
		if !seen || t.Category == "" {
			at = len(kept)
			first[key], kept = at, append(kept, t)
		} else {
			merge(&kept[at], t)
			if !merged[at] {
				merged[at] = true
				r.Computed = append(r.Computed, "/taxes/"+strconv.Itoa(at)+"/base", "/taxes/"+strconv.Itoa(at)+"/amount")
			}
		}
		rows = append(rows, at)
	}
	if len(kept) < len(r.inv.Taxes) {
		r.inv.Taxes, r.rows = kept, rows
	}
}

// maxReasons is how long the grounds of one row may become together, in bytes, before no further one is added.
const maxReasons = 4000

func merge(into *en16931.Tax, t en16931.Tax) {
	into.Base, into.Amount = Sum(into.Base, t.Base), Sum(into.Amount, t.Amount)
	if t.ExemptionReason != "" && len(into.ExemptionReason) < maxReasons && !strings.Contains(into.ExemptionReason, t.ExemptionReason) {
		into.ExemptionReason = strings.TrimPrefix(into.ExemptionReason+"; "+t.ExemptionReason, "; ")
	}
	if into.ExemptionCode != t.ExemptionCode {
		into.ExemptionCode = ""
	}
}

// moved is the pointer, where rows of the breakdown became one that of this one.
func (r *Reading) moved(pointer string) string {
	rest, taxes := strings.CutPrefix(pointer, "/taxes/")
	if !taxes || r.rows == nil {
		return pointer
	}
	index, below, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(index)
	if err != nil || i >= len(r.rows) {
		return pointer
	}
	return strings.TrimSuffix("/taxes/"+strconv.Itoa(r.rows[i])+"/"+below, "/")
}
