package attribution

import (
	"regexp"
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/lang"
)

// What a text may mean of a number: those above it, or those below.
var numberBounds = map[string]*regexp.Regexp{
	"above": regexp.MustCompile(`\b(?:over|above|more than|exceeding|in excess of|uber|mehr als|oberhalb von|ab|plus de|au dela de|superieure?s? a|mas de)` + limitedNumber),
	"below": regexp.MustCompile(`\b(?:up to|no more than|not more than|at most|below|under|less than|bis zu|bis|hochstens|maximal|nicht mehr als|unter|weniger als|jusqu'a|jusqu’a|moins de|au plus|inferieure?s? a|hasta|menos de)` + limitedNumber),
}

const limitedNumber = ` (?:eur|usd|gbp|chf|€|\$|£)? ?(\d[\d.,'’]*)`

// limit is a number that bounds others from above or below.
type limit struct {
	bound  string
	values []string
}

func limitsOf(text string) []limit {
	var out []limit
	folded := lang.Fold(text)
	for bound, re := range numberBounds {
		for _, m := range re.FindAllStringSubmatch(folded, -1) {
			out = append(out, limit{bound, valuesOf(strings.TrimRight(m[1], ".,'’"))})
		}
	}
	return out
}

// otherBound tells whether the claim takes the other side of a number than the quote: damage over five millions is not damage up to
// five millions.
func (c claim) otherBound(w *window) bool {
	if len(c.limits) == 0 {
		return false
	}
	quoted := limitsOf(w.quote)
	return slices.ContainsFunc(c.limits, func(l limit) bool {
		other, same := false, false
		for _, q := range quoted {
			if slices.ContainsFunc(q.values, func(v string) bool { return slices.Contains(l.values, v) }) {
				other, same = other || q.bound != l.bound, same || q.bound == l.bound
			}
		}
		return other && !same
	})
}
