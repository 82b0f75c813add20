package schema

import (
	"regexp"
	"strings"
	"time"
)

var (
	decimalForm = regexp.MustCompile(`^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$`)
	zoneForm    = regexp.MustCompile(`(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)$`)
	timeForm    = regexp.MustCompile(`^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)$`)
)

// fits tells whether the text is a value of the kind.
func fits(kind, text string) bool {
	text = strings.Trim(text, " \t\r\n")
	switch kind {
	case "decimal":
		return decimalForm.MatchString(text)
	case "boolean":
		return text == "true" || text == "false" || text == "1" || text == "0"
	case "date":
		return isDate(withoutZone(text))
	case "time":
		return timeForm.MatchString(withoutZone(text))
	case "datetime":
		day, clock, ok := strings.Cut(withoutZone(text), "T")
		return ok && isDate(day) && timeForm.MatchString(clock)
	case "base64":
		return isBase64(text)
	}
	return true
}

func withoutZone(text string) string {
	if len(text) < len("2006-01-02") {
		return zoneForm.ReplaceAllString(text, "")
	}
	if at := zoneForm.FindStringIndex(text); at != nil && at[0] >= len("00:00:00") {
		return text[:at[0]]
	}
	return text
}

// isDate knows years of four digits: no invoice has others.
func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// isBase64 looks at the alphabet and the padding, white space left out.
func isBase64(text string) bool {
	count, padding := 0, 0
	for _, c := range []byte(text) {
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			continue
		case c == '=':
			padding++
		case padding > 0 || !isAlphabet(c):
			return false
		}
		count++
	}
	return count%4 == 0 && padding <= 2
}

func isAlphabet(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}
