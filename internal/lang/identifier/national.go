package identifier

import (
	"strings"
)

// CompleteVAT puts the country before an identifier that is printed as its own country writes it, as BT-31 wants it
// (BR-CO-09). Only check digits make it sure: a number alone could be any other.
func CompleteVAT(compact string, countries []string) (string, bool) {
	for _, c := range countries {
		prefix := c
		switch c {
		case "GR":
			prefix = "EL"
		case "CH", "LI":
			continue // CHE belongs to the number
		}
		form, check := vatForms()[prefix], vatChecks[prefix]
		if form == nil || check == nil || !form.MatchString(compact) || strings.Trim(compact, "0") == "" {
			continue
		}
		if check(compact) {
			return prefix + compact, true
		}
	}
	return compact, false
}
