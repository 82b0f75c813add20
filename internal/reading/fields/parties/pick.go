package parties

import (
	"sort"
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

// pickSeller adds up what speaks for the same name at several places and takes the best.
//
// Idea: a seller's name stands in the head, in the sender's line, in the foot and behind "account holder", each time with
// its own reasons. Votes for the same folded text are pooled: the best place counts in full, each further one a little,
// and a name that begins or ends with another shares its votes ("Example" in a logo speaks for "Example Trading Ltd").
// Source: own. Cost: quadratic in the lines that look like names, which are few dozens.
func pickSeller(found []name, buyer string) name {
	total, keys := votes(found)
	best := name{}
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return found[order[a]].score > found[order[b]].score })
	for _, i := range order {
		if buyer != "" && keys[i] == buyer {
			continue
		}
		if s := total[keys[i]]; s > best.score {
			best = found[i]
			best.score = s
		}
	}
	if best.score > 0 {
		chosen := lang.Key(best.span.Text())
		for k, s := range total {
			if k != buyer && !strings.Contains(k, chosen) && !strings.Contains(chosen, k) {
				best.rival = max(best.rival, s/best.score)
			}
		}
	}
	return best
}

// votes pools the scores by folded text.
func votes(found []name) (total map[string]float64, keys []string) {
	total = map[string]float64{}
	keys = make([]string, len(found))
	for i, c := range found {
		keys[i] = lang.Key(c.span.Text())
		total[keys[i]] = max(total[keys[i]], c.score)
	}
	counted := map[string]int{}
	for _, k := range keys {
		if counted[k]++; counted[k] > 1 && counted[k] <= sellerPlaces {
			total[k] += sellerRepeated
		}
	}
	supported := map[[2]string]bool{}
	for i, c := range found { // a name that begins another, longer one supports it, and so does the longer one a part of it
		for j := range found {
			pair := [2]string{keys[i], keys[j]}
			if len(keys[i]) < 4 || len(keys[j]) <= len(keys[i]) || supported[pair] {
				continue
			}
			if strings.HasPrefix(keys[j], keys[i]) {
				total[keys[j]] += sellerPart * c.score
				supported[pair] = true
			} else if strings.HasSuffix(keys[j], keys[i]) {
				total[keys[i]] += sellerPart * found[j].score
				supported[pair] = true
			}
		}
	}
	return total, keys
}
