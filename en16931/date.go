package en16931

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a calendar day that may be absent. The zero value is absent; its JSON form is YYYY-MM-DD.
type Date struct{ t time.Time }

// NewDate is the given day. Days outside their month are carried over, as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// ParseDate reads YYYY-MM-DD; the day must exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%.50q is not a date", s)
	}
	return Date{t}, nil
}

// MustDate is ParseDate for literals in tests and tables.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Time is midnight UTC of the day.
func (d Date) Time() time.Time { return d.t }

// IsZero tells whether the date is absent.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Equal tells whether both are the same day, or both absent.
func (d Date) Equal(o Date) bool { return d.t.Equal(o.t) }

// Before tells whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.t.Before(o.t) }

// String is YYYY-MM-DD, "" when absent.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// MarshalJSON writes YYYY-MM-DD.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads YYYY-MM-DD; null is absent.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("want a date string: %w", err)
	}
	parsed, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
