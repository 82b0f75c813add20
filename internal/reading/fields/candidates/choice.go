package candidates

import (
	"regexp"

	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// Choice is a candidate that was weighed: the label that speaks for it, nil when none does, and its score.
type Choice struct {
	*Bound
	Label *Label
	Score float64
}

// Found tells whether there is a candidate at all.
func (c Choice) Found() bool { return c.Bound != nil }

// Better tells whether the choice beats another; among equals the first stays.
func (c Choice) Better(than Choice) bool { return c.Score > than.Score+1e-9 }

// Best is the candidate with the highest score above zero.
func Best(from []*Bound, score func(*Bound) float64) Choice {
	best := Choice{}
	for _, b := range from {
		if got := (Choice{Bound: b, Score: score(b)}); got.Score > 0 && got.Better(best) {
			best = got
		}
	}
	return best
}

// Strongest is the value's best label whatever its role.
func (b *Bound) Strongest() (*Label, float64) {
	var best *Label
	score := 0.0
	for i := range b.Labels {
		if b.Labels[i].Score > score {
			best, score = &b.Labels[i], b.Labels[i].Score
		}
	}
	return best, score
}

var codeForm = regexp.MustCompile(`^[A-Za-z0-9#][A-Za-z0-9/\-_.+#*]*$`)

// IsCode tells whether a text is written like an identifier.
func IsCode(text string) bool { return codeForm.MatchString(text) }

// BestCode is the code that a label names best for a role, when it does so clearly.
func (s *Set) BestCode(role locale.Role) Choice {
	best := Choice{}
	for _, b := range s.Codes {
		score, label := s.As(b, role)
		if label == nil || !IsCode(b.Text) || len(b.Text) < 2 {
			continue
		}
		if got := (Choice{b, label, score}); got.Better(best) {
			best = got
		}
	}
	if best.Score < clearCode {
		return Choice{}
	}
	return best
}
