package rules

import "strings"

// compareIDs orders rule ids as people do: BR-2 before BR-10.
func compareIDs(a, b string) int {
	for a != "" && b != "" {
		x, y := leadingNumber(a), leadingNumber(b)
		if x != "" && y != "" {
			if c := compareNumbers(x, y); c != 0 {
				return c
			}
			a, b = a[len(x):], b[len(y):]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func leadingNumber(s string) string {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n]
}

func compareNumbers(x, y string) int {
	p, q := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
	if len(p) != len(q) {
		return len(p) - len(q)
	}
	if c := strings.Compare(p, q); c != 0 {
		return c
	}
	return len(x) - len(y)
}
