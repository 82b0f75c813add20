package expr

import (
	"strconv"
	"time"
)

// parseDate reads an xs:date: a day of the years 1 to 9999, with or without time zone. A day without one begins as in UTC.
func parseDate(s string) (item, bool) {
	s = trimSpace(s)
	if len(s) < len(time.DateOnly) {
		return item{}, false
	}
	day, zone := s[:len(time.DateOnly)], s[len(time.DateOnly):]
	offset, ok := parseZone(zone)
	t, err := time.Parse(time.DateOnly, day)
	if !ok || err != nil || t.Year() < 1 {
		return item{}, false
	}
	return item{kind: kDate, s: s, num: Int(int(t.Unix()/60) - offset)}, true
}

// parseZone is the minutes by which a zone is ahead of UTC.
func parseZone(s string) (minutes int, ok bool) {
	if s == "" || s == "Z" {
		return 0, true
	}
	if len(s) != len("+00:00") || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	h, err1 := strconv.ParseUint(s[1:3], 10, 8)
	m, err2 := strconv.ParseUint(s[4:], 10, 8)
	minutes = int(h)*60 + int(m)
	if err1 != nil || err2 != nil || m > 59 || minutes > 14*60 {
		return 0, false
	}
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

func (it item) asDate() (item, bool) {
	if it.kind == kDate {
		return it, true
	}
	return parseDate(it.text())
}
