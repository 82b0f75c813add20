// Package postal reads lines of text as parts of a postal address: names, streets, places with postal codes, legal forms.
//
// It owns what single lines are. It does not own where they stand or whose they are (fields).
package postal

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// place patterns: a postal code with its place, by how countries write them. Groups: 1 country prefix, 2 code, 3 place.
var placePatterns = []*regexp.Regexp{
	regexp.MustCompile(`(?:^|[,;•·|] ?| [-–] )(?:([A-Z]{1,3})[ \-–]+)?(\d{4} ?[A-Z]{2}) ([\pL][\pL' .\-]{1,40})`),          // NL 1234 AB Place
	regexp.MustCompile(`(?:^|[,;•·|] ?| [-–] )(?:([A-Z]{1,3})[ \-–]*)?(\d{3} \d{2}) ([\pL][\pL' .\-/]{1,40})`),             // SE 123 45 Place
	regexp.MustCompile(`(?:^|[,;•·|] ?| [-–] )(?:([A-Z]{1,3})[ \-–]*)?(\d{4}-\d{3}|\d{2}-\d{3}) ([\pL][\pL' .\-/]{1,40})`), // PT, PL
	regexp.MustCompile(`(?:^|[,;•·|.] ?| [-–] ?)(?:([A-Z]{1,3})[ \-–]*)?(\d{4,6}) ?,? ([\pL][\pL'’ .\-/()]{1,45})`),        // 12345 Place
	regexp.MustCompile(`(?:^|[ ,])()([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b ?,? ?([\pL][\pL' .\-]{1,40})?`),                    // UK
	regexp.MustCompile(`([\pL][\pL' .\-]{1,40}),? ()(?:` + australianStates + `),? (\d{4})\b`),                             // AU: Place STATE 1234
	regexp.MustCompile(`([\pL][\pL' .\-]{1,40}),? ()([A-Z]{2}),? \d{5}(?:-\d{4})?\b`),                                      // US: Place, ST 12345
}

var (
	ukPlace = placePatterns[len(placePatterns)-3]
	auPlace = placePatterns[len(placePatterns)-2]
	usPlace = placePatterns[len(placePatterns)-1]
)
var usCode = regexp.MustCompile(`\b\d{5}(?:-\d{4})?\b`)

// Place is a postal code with its place.
type Place struct{ Country, Code, City string }

// PlaceOf finds a postal code with its place in a line.
func PlaceOf(line string) (Place, bool) {
	if !strings.ContainsAny(line, "0123456789") || utf8.RuneCountInString(line) > 160 {
		return Place{}, false
	}
	for _, re := range placePatterns {
		m := re.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if re == auPlace {
			return Place{Code: m[3], City: strings.TrimSpace(m[1]), Country: "AU"}, true
		}
		if re == usPlace {
			return Place{Code: usCode.FindString(m[0]), City: strings.TrimSpace(m[1])}, true
		}
		city := strings.TrimSpace(m[3])
		if re == ukPlace {
			if city == "" { // the town stands before its code
				before, _, _ := strings.Cut(line, m[2])
				before = strings.TrimRight(before, " ,")
				city = strings.TrimSpace(before[strings.LastIndexByte(before, ',')+1:])
			}
			return Place{Code: m[2], City: city, Country: "GB"}, true
		}
		if startsLower(city) || isLabel(city) || monthName(city) {
			continue
		}
		return Place{Country: m[1], Code: m[2], City: strings.TrimRight(city, " .-/(")}, true
	}
	return Place{}, false
}

// isLabel tells whether a word names a field; what names goods or costs may be a town too ("Porto").
func isLabel(city string) bool {
	for _, l := range locale.Default().Labels(lang.Key(city)) {
		if l.Role != locale.Charge && l.Role != locale.Column && l.Role != locale.Project && l.Role != locale.Other {
			return true
		}
	}
	return false
}

func monthName(city string) bool {
	first, _, _ := strings.Cut(city, " ")
	_, ok := locale.ParseDate("1 "+first+" 2020", locale.DayFirst)
	return ok
}

func startsLower(s string) bool {
	for _, r := range s {
		return unicode.IsLower(r)
	}
	return true
}

var houseNumber = regexp.MustCompile(`(?:^|[ ,])\d{1,5} ?[a-zA-Z]?(?:[\-/]\d{1,4} ?[a-zA-Z]?)?(?:[ ,]|$)`)

// IsStreet tells whether a line looks like a street with a number, or a post box.
func IsStreet(line string) bool {
	if utf8.RuneCountInString(line) > 100 {
		return false
	}
	hasNumber := houseNumber.MatchString(line)
	if locale.Default().HasStreetWord(line) {
		return hasNumber || len(strings.Fields(line)) <= 6
	}
	if hasNumber && locale.Default().HasStreetEnd(line) {
		return true
	}
	words := strings.Fields(line)
	return hasNumber && len(words) >= 2 && len(words) <= 5 && digitWord(words[len(words)-1]) && !digitWord(words[0])
}

func digitWord(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }

// HasLegalForm tells whether the line names a company by its legal form. Before a postal code the same letters are a state: "SA 5690".
func HasLegalForm(line string) bool {
	d := locale.Default()
	words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' || r == '&' || r == '-' })
	for _, form := range unspacedForms {
		if strings.Contains(line, form) && line != form {
			return true
		}
	}
	for i, w := range words {
		if i == 0 && len(words) > 1 && leadingForms[w] {
			return true
		}
		if i > 0 && d.IsLegalForm(w) && (upperish(w) || len(w) > 3) && !isState(words[i:]) {
			return true
		}
	}
	return false
}

// isState tells whether a line ends with letters and a postal code: a state, not a legal form.
func isState(rest []string) bool {
	return len(rest) == 2 && len(rest[1]) == 4 && digitWord(rest[1]) && slices.Contains(strings.Split(australianStates, "|"), rest[0])
}

// australianStates stand before the postal code there.
const australianStates = "NSW|VIC|QLD|SA|WA|TAS|NT|ACT"

// leadingForms are legal forms that stand before the name; unspacedForms those of scripts that do not part words.
var (
	leadingForms  = map[string]bool{"ТОВ": true, "ПП": true, "ФОП": true, "ПАТ": true, "ПрАТ": true, "АТ": true, "ООО": true, "PT": true, "CV": true, "TNHH": true}
	unspacedForms = []string{"株式会社", "有限会社", "合同会社", "有限公司", "주식회사", "유한회사"}
)

// HasTradeWord tells whether the line names a kind of business: "Restaurant", "Trading".
func HasTradeWord(line string) bool {
	for w := range strings.FieldsSeq(line) {
		if locale.Default().IsTradeWord(strings.Trim(w, ",.()&")) {
			return true
		}
	}
	return false
}

func upperish(w string) bool {
	for _, r := range w {
		if unicode.IsUpper(r) {
			return true
		}
	}
	return false
}

// NameShape scores how much a line looks like a name, 0 to 1: letters, few digits, no end of a sentence.
func NameShape(line string) float64 {
	letters, digits, others, spaces := 0, 0, 0, 0
	for _, r := range line {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r != ' ':
			others++
		default:
			spaces++
		}
	}
	n := letters + digits + others
	words := len(strings.Fields(line))
	switch {
	case letters < nameLetters || words > nameMostWords || n+spaces > nameLongest:
		return 0
	case digits*2 > letters:
		return nameDigits
	case strings.Contains(line, "@"), strings.HasPrefix(strings.ToLower(line), "www."):
		return 0
	}
	score := float64(letters) / float64(n)
	if words > nameManyWords {
		score *= nameLong
	}
	if startsLower(line) {
		score *= nameLower
	}
	return score
}
