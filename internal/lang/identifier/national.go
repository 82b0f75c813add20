package identifier

import (
	"strings"
)

// unsaid are the countries whose prefix says more than the number: that the firm is registered for VAT, or another number than
// the tax number that is printed without it. There only what is printed counts.
var unsaid = map[string]bool{"CY": true, "EE": true, "EL": true, "HR": true, "HU": true, "IE": true, "MT": true, "RO": true, "SK": true}

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
		if form == nil || check == nil || unsaid[prefix] || !form.MatchString(compact) || strings.Trim(compact, "0") == "" {
			continue
		}
		if check(compact) {
			return prefix + compact, true
		}
	}
	return compact, false
}
