package expr

import (
	"math"
	"math/big"
	"strings"
)

// Number is an exact rational, or not a number. Up to 18 digits are held in m * 10^-scale, all others in r.
type Number struct {
	m     int64
	r     *big.Rat
	scale uint8
	nan   bool
}

// maxDigits bounds the numbers that are read: no invoice needs more, and arithmetic on longer ones is an attack.
const maxDigits = 60

var (
	nan     = Number{nan: true}
	pow10   = powers()
	hundred = Int(100)
)

func powers() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}

// Int is the whole number i.
func Int(i int) Number { return Number{m: int64(i)} }

// ParseNumber reads an xs:decimal, blanks around it ignored. Anything else is not a number.
func ParseNumber(s string) Number {
	s = trimSpace(s)
	digits, point, neg, i := 0, -1, false, 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		neg = s[i] == '-'
		i++
	}
	var m int64
	for start := i; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.' && point < 0:
			point = i
		case c >= '0' && c <= '9':
			if digits++; digits > 18 {
				return parseLong(s, start)
			}
			m = m*10 + int64(c-'0')
		default:
			return nan
		}
	}
	if digits == 0 {
		return nan
	}
	n := Number{m: m}
	if point >= 0 {
		n.scale = uint8(len(s) - point - 1)
	}
	if neg {
		n.m = -n.m
	}
	return n
}

func parseLong(s string, start int) Number {
	body := s[start:]
	if len(body) > maxDigits || strings.Trim(body, "0123456789.") != "" || strings.Count(body, ".") > 1 {
		return nan
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nan
	}
	return Number{r: r}
}

// IsNaN tells whether n is not a number.
func (n Number) IsNaN() bool { return n.nan }

func (n Number) rat() *big.Rat {
	if n.r != nil {
		return n.r
	}
	return big.NewRat(n.m, pow10[n.scale])
}

// aligned gives both mantissas at a common scale, when they fit.
func aligned(a, b Number) (x, y int64, scale uint8, ok bool) {
	if a.r != nil || b.r != nil {
		return 0, 0, 0, false
	}
	x, y, scale = a.m, b.m, a.scale
	switch {
	case a.scale < b.scale:
		scale = b.scale
		x, ok = mulInt(x, pow10[b.scale-a.scale])
	case a.scale > b.scale:
		y, ok = mulInt(y, pow10[a.scale-b.scale])
	default:
		ok = true
	}
	return x, y, scale, ok
}

func mulInt(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	p := a * b
	return p, p/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
}

// Add is n + o.
func (n Number) Add(o Number) Number {
	if n.nan || o.nan {
		return nan
	}
	if x, y, scale, ok := aligned(n, o); ok {
		if s := x + y; (s > x) == (y > 0) {
			return Number{m: s, scale: scale}
		}
	}
	return Number{r: new(big.Rat).Add(n.rat(), o.rat())}
}

// Neg is -n.
func (n Number) Neg() Number {
	switch {
	case n.nan:
		return nan
	case n.r != nil:
		return Number{r: new(big.Rat).Neg(n.r)}
	}
	return Number{m: -n.m, scale: n.scale}
}

// Sub is n - o.
func (n Number) Sub(o Number) Number { return n.Add(o.Neg()) }

// Mul is n * o.
func (n Number) Mul(o Number) Number {
	if n.nan || o.nan {
		return nan
	}
	if n.r == nil && o.r == nil && n.scale+o.scale <= 18 {
		if p, ok := mulInt(n.m, o.m); ok {
			return Number{m: p, scale: n.scale + o.scale}
		}
	}
	return Number{r: new(big.Rat).Mul(n.rat(), o.rat())}
}

// Div is n / o; division by zero is not a number.
func (n Number) Div(o Number) Number {
	if n.nan || o.nan || o.Sign() == 0 {
		return nan
	}
	if n.r == nil && o.r == nil && o.m == 100 && o.scale == 0 && n.scale <= 16 {
		return Number{m: n.m, scale: n.scale + 2}
	}
	return Number{r: new(big.Rat).Quo(n.rat(), o.rat())}
}

// Sign is -1, 0 or 1; 0 for what is not a number.
func (n Number) Sign() int {
	switch {
	case n.r != nil:
		return n.r.Sign()
	case n.m < 0:
		return -1
	case n.m > 0:
		return 1
	}
	return 0
}

// Cmp compares by value. Callers have to look for NaN before.
func (n Number) Cmp(o Number) int {
	if x, y, _, ok := aligned(n, o); ok {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return n.rat().Cmp(o.rat())
}

// Abs is the absolute value.
func (n Number) Abs() Number {
	if n.Sign() < 0 {
		return n.Neg()
	}
	return n
}

// Floor is the largest whole number not above n.
func (n Number) Floor() Number {
	if n.nan || (n.r == nil && n.scale == 0) {
		return n
	}
	if n.r == nil {
		q := n.m / pow10[n.scale]
		if n.m < 0 && n.m%pow10[n.scale] != 0 {
			q--
		}
		return Number{m: q}
	}
	q := new(big.Int)
	q.Div(n.r.Num(), n.r.Denom()) // Euclidean: the floor, since denominators are positive
	return Number{r: new(big.Rat).SetInt(q)}
}

// Round is the nearest whole number; a half goes up, as XPath's round() has it, for negative numbers too.
func (n Number) Round() Number {
	if n.nan || (n.r == nil && n.scale == 0) {
		return n
	}
	return n.Add(Number{m: 5, scale: 1}).Floor()
}

// Round2 rounds to two decimals with Round's halves.
func (n Number) Round2() Number { return n.Mul(hundred).Round().Div(hundred) }

// Int is n as an int when it is a small whole number.
func (n Number) Int() (int, bool) {
	f := n.Floor()
	if f.nan || f.Cmp(n) != 0 || f.r != nil && !f.r.Num().IsInt64() {
		return 0, false
	}
	if f.r != nil {
		return int(f.r.Num().Int64()), true
	}
	return int(f.m), true
}

// String writes the number as a decimal without an exponent, at most 10 digits behind the point, no needless zeros.
func (n Number) String() string {
	if n.nan {
		return "NaN"
	}
	s := n.rat().FloatString(10)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Money writes the number with two decimals at least.
func (n Number) Money() string {
	s := n.String()
	point := strings.IndexByte(s, '.')
	switch {
	case n.nan:
		return s
	case point < 0:
		return s + ".00"
	case len(s)-point == 2:
		return s + "0"
	}
	return s
}
