package terms

import (
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
)

// months are the numbers of the months by their names and abbreviations, of all languages, without accents.
var months = sync.OnceValue(func() map[string]int { return lang.Months(lang.Fold) })

// dates adds the days that begin with the atom at i, each in one spelling: 2026-10-07 for 7.10.2026, October 7, 2026 and
// 7 de octubre de 2026. What may be the day or the month is both.
func dates(out []Token, all []atom, i int) []Token {
	first := all[i]
	switch {
	case first.unspaced:
		return writtenOut(out, first)
	case first.runes != first.digits:
		if month := months()[lang.Fold(first.word)]; month > 0 {
			return monthFirst(out, all[i:], month)
		}
		return out
	case i > 0 && all[i-1].digits == all[i-1].runes && (all[i-1].after == "." || all[i-1].after == "-" || all[i-1].after == "/"):
		return out // in the middle of a longer number
	}
	if out, found := numeric(out, all[i:]); found {
		return out
	}
	return dayFirst(out, all[i:])
}

// numeric adds a day that is written in figures.
func numeric(out []Token, a []atom) ([]Token, bool) {
	if len(a) < 3 || a[0].after != a[1].after || a[1].digits != a[1].runes || a[2].digits != a[2].runes {
		return out, false
	}
	mark := a[0].after
	if mark == ". " {
		mark = "." // 7. 10. 2026
	}
	if mark != "." && mark != "/" && mark != "-" {
		return out, false
	}
	x, y, z := value(a[0]), value(a[1]), value(a[2])
	before := len(out)
	switch {
	case a[0].runes == 4:
		out = day(out, a[0], a[2], x, y, z)
	case a[2].runes == 4 || a[2].runes == 2 && mark != "-":
		if a[2].runes == 2 {
			z += century
		}
		out = day(out, a[0], a[2], z, y, x)
		if mark == "/" && x != y {
			out = day(out, a[0], a[2], z, x, y)
		}
	}
	return out, len(out) > before
}

// century is that of years of two digits.
const century = 2000

// dayFirst adds a day with the name of its month behind it: 7 October 2026, 7. Oktober 2026, 7 de octubre de 2026.
func dayFirst(out []Token, a []atom) []Token {
	at := 1
	for at < len(a) && at < 3 && months()[lang.Fold(a[at].word)] == 0 {
		if a[at].digits > 0 || a[at].runes > longestFiller {
			return out
		}
		at++
	}
	if at >= len(a) || a[0].runes > 2 {
		return out
	}
	month := months()[lang.Fold(a[at].word)]
	for at++; at < len(a) && at < 5; at++ {
		if a[at].digits == 4 && a[at].runes == 4 {
			return day(out, a[0], a[at], value(a[at]), month, value(a[0]))
		}
		if a[at].digits > 0 || a[at].runes > longestFiller {
			return out
		}
	}
	return out
}

// longestFiller is how many letters a word inside a date has at most: de, of, den, er.
const longestFiller = 3

// monthFirst adds a day behind the name of its month: October 7, 2026.
func monthFirst(out []Token, a []atom, month int) []Token {
	if len(a) < 3 || a[1].digits == 0 || a[1].runes > 4 || a[2].digits != 4 || a[2].runes != 4 {
		return out
	}
	n, err := strconv.Atoi(a[1].word[:a[1].digits]) // 7 or 7th
	if err != nil {
		return out
	}
	return day(out, a[0], a[2], value(a[2]), month, n)
}

var eastern = regexp.MustCompile(`(\d{4})[年년](\d{1,2})[月월](\d{1,2})[日일]`)

// writtenOut adds the days of a run of Chinese or Japanese.
func writtenOut(out []Token, a atom) []Token {
	for _, m := range eastern.FindAllStringSubmatch(a.word, -1) {
		y, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		d, _ := strconv.Atoi(m[3])
		out = day(out, a, a, y, month, d)
	}
	return out
}

func value(a atom) int {
	n, err := strconv.Atoi(a.word)
	if err != nil {
		return 0
	}
	return n
}

// day adds a day that the calendar may have.
func day(out []Token, from, to atom, year, month, d int) []Token {
	if year < 1800 || year > 2200 || month < 1 || month > 12 || d < 1 || d > 31 {
		return out
	}
	return append(out, Token{Word: fmt.Sprintf("%04d-%02d-%02d", year, month, d), Start: from.start, End: to.end, Exact: true, Extra: true})
}

// places are where the runes of a word stand in the text, and where the last ends; nil where composing has changed their number.
func places(text string, a atom) []int {
	written := text[a.start:a.end]
	if utf8.RuneCountInString(written) != utf8.RuneCountInString(a.word) {
		return nil
	}
	out := make([]int, 0, len(written)/3+1)
	for i := range written {
		out = append(out, a.start+i)
	}
	return append(out, a.end)
}
