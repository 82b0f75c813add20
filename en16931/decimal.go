package en16931

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// maxDecimalLen bounds what ParseDecimal reads: no amount needs more, and arithmetic on longer ones is an attack.
const maxDecimalLen = 40

// Decimal is an exact decimal number that may be absent and keeps the scale it was written with: "10.00" stays "10.00".
// The zero value is absent; its JSON form is a string.
type Decimal struct {
	value   decimal.Decimal
	present bool
}

// NewDecimal wraps a computed number.
func NewDecimal(d decimal.Decimal) Decimal { return Decimal{value: d, present: true} }

// ParseDecimal reads an xs:decimal: optional sign, digits, optional fraction. It refuses exponents and other notations.
func ParseDecimal(s string) (Decimal, error) {
	if len(s) > maxDecimalLen || strings.Trim(s, "+-.0123456789") != "" || strings.Trim(s, "+-.") == "" {
		return Decimal{}, fmt.Errorf("%.50q is not a decimal number", s)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Decimal{}, fmt.Errorf("%q is not a decimal number", s)
	}
	return NewDecimal(d), nil
}

// MustDecimal is ParseDecimal for literals in tests and tables.
func MustDecimal(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Value is the number, zero when absent.
func (d Decimal) Value() decimal.Decimal { return d.value }

// IsPresent tells a written number, also a zero, from none.
func (d Decimal) IsPresent() bool { return d.present }

// IsZero tells whether the number is absent: it is what encoding/json's omitzero asks. For the number's value use Value.
func (d Decimal) IsZero() bool { return !d.present }

// Equal compares by value; two absent numbers are equal, an absent one and 0 are not.
func (d Decimal) Equal(o Decimal) bool { return d.present == o.present && d.value.Equal(o.value) }

// String writes the number with its own scale, "" when absent.
func (d Decimal) String() string {
	switch {
	case !d.present:
		return ""
	case d.value.Exponent() < 0:
		return d.value.StringFixed(-d.value.Exponent())
	default:
		return d.value.String()
	}
}

// MarshalJSON writes a decimal string.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if !d.present {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads a decimal string; null is absent. JSON numbers are refused: they lose scale and precision.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Decimal{}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("want a decimal string: %w", err)
	}
	parsed, err := ParseDecimal(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
