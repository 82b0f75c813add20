package terms

import (
	"slices"
	"strings"
)

// group is atoms with one character of punctuation between each, as in RE-2024/17, 1.234,56 or e-mail.
type group struct {
	atoms []atom
}

// gluing are the characters that hold a group together.
const gluing = "-\u2010\u2011/._:+&'\u2019,#*@"

func glue(all []atom) []group {
	var out []group
	for start := 0; start < len(all); {
		end := start + 1
		for end < len(all) && all[end-1].after != "" && glues(all[end-1].after) {
			end++
		}
		out = append(out, group{all[start:end]})
		start = end
	}
	return out
}

func glues(mark string) bool {
	for _, g := range gluing {
		if mark == string(g) {
			return true
		}
	}
	return false
}

func (g group) digits() bool {
	for _, a := range g.atoms {
		if a.digits > 0 {
			return true
		}
	}
	return false
}

var (
	joining   = []string{"-", "\u2010", "\u2011", "."} // the pieces of a word
	thousands = []string{".", ",", "'", "\u2019"}      // the digits of a number
)

// longestCompound is how many words a compound has at most; what is longer is a path or a list.
const longestCompound = 4

// compound tells a word in several pieces (e-mail, z.B.) from words that stand together for other reasons.
func (g group) compound() bool {
	if len(g.atoms) > longestCompound {
		return false
	}
	for _, a := range g.atoms[:len(g.atoms)-1] {
		if !slices.Contains(joining, a.after) {
			return false
		}
	}
	return true
}

func (g group) joined() string {
	if len(g.atoms) == 1 {
		return g.atoms[0].word
	}
	var b strings.Builder
	for _, a := range g.atoms {
		b.WriteString(a.word)
	}
	return b.String()
}

// number gives a group that is a number with thousands or decimals in one spelling: 1234.56 for 1.234,56 and 1,234.56.
// A lone separator before three digits is taken for thousands unless a lone zero stands before it.
func (g group) number() (string, bool) {
	n := len(g.atoms)
	if n == 1 || !g.onlyDigits() {
		return "", false
	}
	last := g.atoms[n-1]
	mark := g.atoms[n-2].after
	decimals := len(last.word) != 3 || g.atoms[0].word == "0" || n > 2 && g.atoms[n-3].after != mark
	whole := g.atoms
	if decimals {
		if mark == "'" || mark == "\u2019" {
			return "", false
		}
		whole = g.atoms[:n-1]
	}
	if len(whole) > 1 && len(whole[0].word) > 3 {
		return "", false
	}
	for i, a := range whole {
		if i > 0 && (len(a.word) != 3 || whole[i-1].after != whole[0].after) {
			return "", false
		}
	}
	digits := strings.TrimLeft(group{whole}.joined(), "0")
	if digits == "" {
		digits = "0"
	}
	if decimals {
		digits += "." + last.word
	}
	return digits, len(digits) <= maxWord
}

func (g group) onlyDigits() bool {
	for i, a := range g.atoms {
		if a.digits != a.runes || i < len(g.atoms)-1 && !slices.Contains(thousands, a.after) {
			return false
		}
	}
	return true
}
