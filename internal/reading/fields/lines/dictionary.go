package lines

import (
	"fmt"
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/lang"
)

// role is what a table's column holds.
type role string

const (
	position    role = "position"
	article     role = "article"
	description role = "description"
	quantity    role = "quantity"
	unit        role = "unit"
	price       role = "price"
	priceGross  role = "price_gross"
	base        role = "base" // the quantity that the price is for
	discount    role = "discount"
	rate        role = "rate"
	tax         role = "tax" // a rate or an amount: the values tell
	taxAmount   role = "tax_amount"
	amount      role = "amount"
	netAmount   role = "net_amount"
	grossAmount role = "gross_amount"
	other       role = "other"
)

var roles = map[role]bool{
	position: true, article: true, description: true, quantity: true, unit: true, price: true, priceGross: true, base: true,
	discount: true, rate: true, tax: true, taxAmount: true, amount: true, netAmount: true, grossAmount: true, other: true,
}

// file is one language's columns.json.
type file struct {
	Columns map[role][]string `json:"columns"`
	// Net and Gross are words that a heading may carry: without and with VAT. Filler is what may follow them.
	Net    []string `json:"net"`
	Gross  []string `json:"gross"`
	Filler []string `json:"filler"`
	// Carry begins rows that repeat a sum at a page's end or start, Subtotal rows that sum a group of items.
	Carry    []string `json:"carry"`
	Subtotal []string `json:"subtotal"`
	// Discounts begin rows that take something off; Charges, with a colon, rows that add something.
	Discounts []string `json:"discounts"`
	Charges   []string `json:"charges"`
	// Units are the language's own names of units, by their codes in UNECE Rec 20 or 21.
	Units map[string][]string `json:"units"`
}

type dictionary struct {
	columns                             map[string]role
	byLength                            map[int][]string
	net, gross, filler                  map[string]bool
	carry, subtotal, discounts, charges map[string]bool
	units                               map[string]string // folded -> UNECE Rec 20 or 21
	longest                             int
}

// words is the dictionary of all languages.
var words = sync.OnceValue(func() *dictionary {
	d := &dictionary{
		columns: map[string]role{}, byLength: map[int][]string{}, net: map[string]bool{}, gross: map[string]bool{},
		filler: map[string]bool{}, carry: map[string]bool{}, subtotal: map[string]bool{}, discounts: map[string]bool{}, charges: map[string]bool{},
		units: map[string]string{},
	}
	d.addUnits(lang.ReadCommon[map[string][]string]("units.json"))
	for _, f := range lang.ReadJSON[file]("columns.json") {
		if err := d.add(f.Data); err != nil {
			panic(fmt.Sprintf("columns of %s: %v", f.Language, err)) // a build with broken data; a test loads every file
		}
	}
	return d
})

func (d *dictionary) addUnits(units map[string][]string) {
	for code, names := range units {
		for _, n := range names {
			d.units[unitKey(n)] = code
		}
	}
}

func (d *dictionary) add(f file) error {
	d.addUnits(f.Units)
	for r, labels := range f.Columns {
		if !roles[r] {
			return fmt.Errorf("unknown column role %q", r)
		}
		for _, l := range labels {
			d.addColumn(lang.Key(l), r)
		}
	}
	for _, set := range []struct {
		to    map[string]bool
		words []string
	}{{d.net, f.Net}, {d.gross, f.Gross}, {d.filler, f.Filler}, {d.carry, f.Carry}, {d.subtotal, f.Subtotal}, {d.discounts, f.Discounts}, {d.charges, f.Charges}} {
		for _, w := range set.words {
			set.to[lang.Key(w)] = true
		}
	}
	return nil
}

// rank chooses among headings that two languages use for different things: the lower one stays.
var rank = map[role]int{description: 1, quantity: 2, price: 3, netAmount: 4, amount: 5, rate: 6, unit: 7, tax: 8, article: 9, position: 10}

func (d *dictionary) addColumn(key string, r role) {
	have, ok := d.columns[key]
	if ok && (rank[r] == 0 || rank[have] != 0 && rank[have] <= rank[r]) {
		return
	}
	if !ok {
		d.byLength[len(key)] = append(d.byLength[len(key)], key)
	}
	d.columns[key] = r
	d.longest = max(d.longest, len(key))
}

// near finds a heading that OCR or a typist wrote with one letter wrong, two in long ones.
func (d *dictionary) near(key string) (role, bool) {
	if len(key) < 6 {
		return "", false
	}
	allowed := 1 + len(key)/10
	best, bestDistance := "", allowed+1
	for n := len(key) - allowed; n <= len(key)+allowed; n++ {
		for _, have := range d.byLength[n] {
			if len(have) < 6 || have[0] != key[0] {
				continue
			}
			if dist := distance(key, have, bestDistance); dist < bestDistance || dist == bestDistance && have < best {
				best, bestDistance = have, dist
			}
		}
	}
	if bestDistance > allowed {
		return "", false
	}
	return d.columns[best], true
}

// distance is the number of letters to change, add or leave out; anything from limit on counts as limit+1.
func distance(a, b string, limit int) int {
	prev := make([]int, len(b)+1)
	cur := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			least = min(least, cur[j])
		}
		if least > limit {
			return limit + 1
		}
		prev, cur = cur, prev
	}
	return prev[len(b)]
}

func unitKey(s string) string {
	return strings.ToLower(strings.Trim(s, ".,;:()[] "))
}

// unitCode is the code of a unit's name in any of the languages.
func (d *dictionary) unitCode(word string) (string, bool) {
	code, ok := d.units[unitKey(word)]
	return code, ok
}

// begins tells whether a row's text starts with an entry.
func begins(set map[string]bool, text string) bool {
	key := ""
	for i, w := range strings.Fields(text) {
		if i == 5 {
			break
		}
		key += lang.Key(w)
		if set[key] {
			return true
		}
	}
	return false
}
