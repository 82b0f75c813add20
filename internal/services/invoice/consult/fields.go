package consult

import (
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/locate"
)

// question is a field that the model may be asked for.
type question struct {
	pointer string
	find    finding
	// core fields stand on every invoice: without one of them, or with doubt in it, the model is asked at all.
	core bool
	// onlyMissing fields are not asked again for doubt: they are part of an array, which is replaced as a whole.
	onlyMissing bool
}

// finding is how a value of a kind of field is found on the page.
type finding func(f *locate.Finder, said string) (locate.Place, bool)

// questions are the fields of the invoice's head. Lines and the tax breakdown are left out: what belongs to what in a table
// cannot be checked value by value.
var questions = []question{
	{pointer: "/number", find: asWords, core: true},
	{pointer: "/issue_date", find: asDate, core: true},
	{pointer: "/currency", find: asCurrency, core: true},
	{pointer: "/seller/name", find: asWords, core: true},
	{pointer: "/totals/gross", find: asAmount, core: true},
	{pointer: "/totals/net", find: asAmount, core: true},
	{pointer: "/totals/tax", find: asAmount, core: true},
	{pointer: "/totals/due", find: asAmount},
	{pointer: "/due_date", find: asDate},
	{pointer: "/buyer/name", find: asWords},
	{pointer: "/seller/vat_id", find: asVATID},
	{pointer: "/seller/address/line1", find: asWords},
	{pointer: "/seller/address/postal_code", find: asWords},
	{pointer: "/seller/address/city", find: asWords},
	{pointer: "/buyer/vat_id", find: asVATID},
	{pointer: "/purchase_order_ref", find: asWords},
	{pointer: "/payment/accounts/0/iban", find: asIBAN, onlyMissing: true},
}

func asWords(f *locate.Finder, said string) (locate.Place, bool)    { return f.Words(said) }
func asCurrency(f *locate.Finder, said string) (locate.Place, bool) { return f.Currency(said) }
func asVATID(f *locate.Finder, said string) (locate.Place, bool)    { return f.VATID(said) }
func asIBAN(f *locate.Finder, said string) (locate.Place, bool)     { return f.IBAN(said) }

func asAmount(f *locate.Finder, said string) (locate.Place, bool) {
	d, err := en16931.ParseDecimal(said)
	if err != nil {
		return locate.Place{}, false
	}
	return f.Amount(d)
}

func asDate(f *locate.Finder, said string) (locate.Place, bool) {
	d, err := en16931.ParseDate(said)
	if err != nil {
		return locate.Place{}, false
	}
	return f.Date(d)
}

// same tells whether two values of the field say the same.
func (q question) same(a, b string) bool {
	x, errX := en16931.ParseDecimal(a)
	y, errY := en16931.ParseDecimal(b)
	if strings.HasPrefix(q.pointer, "/totals/") && errX == nil && errY == nil {
		return x.Value().Equal(y.Value())
	}
	return lang.LettersAndDigits(a) == lang.LettersAndDigits(b)
}

// put sets a value in a merge patch. A number in the pointer makes an array of one item.
func put(patch map[string]any, pointer, value string) {
	names := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, name := range names {
		if i == len(names)-1 {
			patch[name] = value
			return
		}
		if _, err := strconv.Atoi(names[i+1]); err == nil {
			item := map[string]any{}
			put(item, "/"+strings.Join(names[i+2:], "/"), value)
			patch[name] = []any{item}
			return
		}
		next, ok := patch[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			patch[name] = next
		}
		patch = next
	}
}
