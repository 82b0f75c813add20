package taxes

import "github.com/shopspring/decimal"

// Categories of UNTDID 5305.
const (
	standardRate = "S"
	zeroRate     = "Z"
)

// explained is the confidence of a breakdown whose equations hold. Set by hand.
const explained = 0.9

// Tolerances of printed taxes.
const (
	maxNumbers   = 8     // of a row: more are a table's
	rowTolerance = 0.011 // a cent of rounding, and a tenth for binary fractions
)

var (
	cent         = decimal.New(1, -2)
	sumTolerance = decimal.New(3, -2) // below three cents: each rate may round by one
)

// knownRates are VAT rates in force or known from the past: a number without a sign of per cent is a rate only if it is one
// of them.
var knownRates = map[float64]bool{
	5: true, 5.5: true, 6: true, 7: true, 8.1: true, 9: true, 10: true, 12: true, 13: true, 15: true, 19: true, 20: true,
	21: true, 22: true, 23: true, 24: true, 25: true, 25.5: true,
}
