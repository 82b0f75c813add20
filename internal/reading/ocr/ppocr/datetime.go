package ppocr

// dateTimeCuts finds where a date runs into a time without a space (24-12-202418:30:05): till slips print them close
// together. It gives the indexes of the time's first symbol.
func dateTimeCuts(symbols []symbol) []int {
	var cuts []int
	for i := range symbols {
		if n := gluedDate(symbols[i:]); n > 0 && (i == 0 || !digit(symbols[i-1])) {
			cuts = append(cuts, i+n)
		}
	}
	return cuts
}

// Forms of a date: 9 is a digit, s a separator.
var dateForms = [...]string{"99s99s9999", "9999s99s99"}

const timeForm = "99:99"

// gluedDate is the length of a date at the start when a time follows at once, else 0.
func gluedDate(s []symbol) int {
	for _, form := range dateForms {
		if matches(s, form+timeForm) {
			return len(form)
		}
	}
	return 0
}

func matches(s []symbol, form string) bool {
	if len(s) < len(form) {
		return false
	}
	for i, f := range []byte(form) {
		t := s[i].text
		switch f {
		case '9':
			if !digit(s[i]) {
				return false
			}
		case 's':
			if t != "." && t != "-" && t != "/" {
				return false
			}
		default:
			if t != string(f) {
				return false
			}
		}
	}
	return true
}

func digit(s symbol) bool { return len(s.text) == 1 && s.text[0] >= '0' && s.text[0] <= '9' }
