package expr

import "strings"

// words are the functions that XPath lacks: the field's own.
var words = map[string]builtin{
	// filled(x): x is there and holds more than white space.
	"filled": {1, 1, func(d *Doc, c item, a []expression) bool {
		return trimSpace(text(a[0], d, c)) != ""
	}, nil},
	// round2(x): to two decimals, halves up.
	"round2": number1(Number.Round2),
	// decimals(x): the digits behind the point, as written.
	"decimals": {1, 1, nil, func(d *Doc, c item, a []expression) {
		_, fraction, _ := strings.Cut(text(a[0], d, c), ".")
		d.stack = append(d.stack, numberItem(Int(len(fraction))))
	}},
	// code('list', x): x, blanks around it ignored, is a code of the list.
	"code": {2, 2, func(d *Doc, c item, a []expression) bool {
		return d.program.lists[text(a[0], d, c)].Has(normalizeSpace(text(a[1], d, c)))
	}, nil},
	// exact('list', x): code without leave for blanks.
	"exact": {2, 2, func(d *Doc, c item, a []expression) bool {
		return d.program.lists[text(a[0], d, c)].Has(text(a[1], d, c))
	}, nil},
	// part('list', x): x is a piece of the list's text.
	"part": {2, 2, func(d *Doc, c item, a []expression) bool {
		return d.program.lists[text(a[0], d, c)].HasPart(text(a[1], d, c))
	}, nil},
	// is(actual, expected): equal amounts. near(actual, expected, x): they differ by less than x.
	// within(actual, expected, x): they differ by x at most.
	"is":     {2, 2, func(d *Doc, c item, a []expression) bool { return agree(d, c, a, opEq) }, nil},
	"near":   {3, 3, func(d *Doc, c item, a []expression) bool { return agree(d, c, a, opLt) }, nil},
	"within": {3, 3, func(d *Doc, c item, a []expression) bool { return agree(d, c, a, opLe) }, nil},
	// or0(x): x, or 0 when there is none.
	"or0": {1, 1, nil, func(d *Doc, c item, a []expression) {
		n := Int(0)
		if it, ok := first(a[0], d, c); ok {
			n = it.number()
		}
		d.stack = append(d.stack, numberItem(n))
	}},
	"total": {5, 5, nil, total},
}

// agree compares two amounts and keeps both for the finding when they differ.
func agree(d *Doc, c item, args []expression, op comparison) bool {
	x, ok1 := first(args[0], d, c)
	y, ok2 := first(args[1], d, c)
	if !ok2 {
		return false
	}
	if !ok1 {
		d.compared, d.actual, d.expected = true, nan, y.number()
		return false
	}
	tolerance := Int(0)
	if len(args) == 3 {
		it, _ := first(args[2], d, c)
		tolerance = it.number()
	}
	actual, expected := x.number(), y.number()
	difference := actual.Sub(expected).Abs()
	if !difference.nan && op.holds(difference.Cmp(tolerance)) {
		return true
	}
	d.compared, d.actual, d.expected = true, actual, expected
	return false
}

// total is total('name', list, key, amount, wanted): the sum of amount over the items of list, a list that does not depend
// on the context, one of whose keys is wanted. All sums of a list are made in one pass and kept under its name.
func total(d *Doc, c item, args []expression) {
	name := text(args[0], d, c)
	sums, ok := d.sums[name]
	if !ok {
		sums = d.totals(c, args[1:])
		if d.sums == nil {
			d.sums = map[string]map[string]Number{}
		}
		d.sums[name] = sums
	}
	d.stack = append(d.stack, numberItem(sums[text(args[4], d, c)]))
}

func (d *Doc) totals(c item, args []expression) map[string]Number {
	sums := map[string]Number{}
	base := len(d.stack)
	args[0].push(d, c)
	end := len(d.stack)
	for i := base; i < end; i++ {
		it := d.stack[i]
		keys := len(d.stack)
		args[1].push(d, it)
		amounts := len(d.stack)
		args[2].push(d, it)
		for k := keys; k < amounts; k++ {
			key := d.stack[k].text()
			for _, amount := range d.stack[amounts:] {
				sums[key] = sums[key].Add(amount.number())
			}
		}
		d.stack = d.stack[:keys]
	}
	d.stack = d.stack[:base]
	return sums
}
