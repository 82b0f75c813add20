package expr

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

var (
	yes = builtin{0, 0, func(*Doc, item, []expression) bool { return true }, nil}
	no  = builtin{0, 0, func(*Doc, item, []expression) bool { return false }, nil}
)

// functions are those of XPath that the rules use.
var functions = map[string]builtin{
	"true":    yes,
	"false":   no,
	"not":     {1, 1, func(d *Doc, c item, a []expression) bool { return !truth(a[0], d, c) }, nil},
	"boolean": {1, 1, func(d *Doc, c item, a []expression) bool { return truth(a[0], d, c) }, nil},
	"exists":  {1, 1, func(d *Doc, c item, a []expression) bool { return exists(a[0], d, c) }, nil},
	"empty":   {1, 1, func(d *Doc, c item, a []expression) bool { return !exists(a[0], d, c) }, nil},

	"count":           {1, 1, nil, count},
	"sum":             fold(sum),
	"min":             {1, 1, nil, func(d *Doc, c item, a []expression) { extreme(d, c, a[0], opLt) }},
	"max":             {1, 1, nil, func(d *Doc, c item, a []expression) { extreme(d, c, a[0], opGt) }},
	"abs":             number1(Number.Abs),
	"round":           number1(Number.Round),
	"floor":           number1(Number.Floor),
	"ceiling":         number1(func(n Number) Number { return n.Neg().Floor().Neg() }),
	"number":          {0, 1, nil, toNumber},
	"xs:decimal":      number1(func(n Number) Number { return n }),
	"xs:double":       number1(func(n Number) Number { return n }),
	"xs:integer":      number1(truncate),
	"xs:date":         {1, 1, nil, toDate},
	"distinct-values": {1, 1, nil, distinct},
	"reverse":         {1, 1, nil, reverse},
	"last":            {0, 0, nil, func(d *Doc, _ item, _ []expression) { d.stack = append(d.stack, numberItem(Int(d.focus.size))) }},
	"position":        {0, 0, nil, func(d *Doc, _ item, _ []expression) { d.stack = append(d.stack, numberItem(Int(d.focus.position))) }},

	"string":           text1(func(s string) string { return s }),
	"xs:string":        {1, 1, nil, toString},
	"normalize-space":  text1(normalizeSpace),
	"upper-case":       text1(upper),
	"lower-case":       text1(lower),
	"local-name":       {0, 1, nil, localName},
	"contains":         text2(strings.Contains),
	"starts-with":      text2(strings.HasPrefix),
	"ends-with":        text2(strings.HasSuffix),
	"substring-after":  cut(func(a, b string) string { _, after, _ := strings.Cut(a, b); return after }),
	"substring-before": cut(before),
	"substring":        {2, 3, nil, substring},
	"string-length":    {0, 1, nil, stringLength},
	"concat":           {2, -1, nil, concat},
	"string-join":      {1, 2, nil, stringJoin},
	"translate":        {3, 3, nil, translate},

	"string-to-codepoints": {1, 1, nil, codepoints},

	"matches":  {2, 3, nil, nil}, // these three get their code with their pattern, see specialise
	"replace":  {3, 3, nil, nil},
	"tokenize": {2, 2, nil, nil},
}

func exists(e expression, d *Doc, c item) bool {
	switch p := e.(type) {
	case *path:
		if p.simple {
			return p.test(d, c)
		}
	case anyAttribute:
		return p.test(d, c)
	}
	base := len(d.stack)
	e.push(d, c)
	found := len(d.stack) > base
	d.stack = d.stack[:base]
	return found
}

func count(d *Doc, c item, args []expression) {
	if a, ok := args[0].(anyAttribute); ok {
		d.stack = append(d.stack, numberItem(Int(d.attrs[a.name])))
		return
	}
	base := len(d.stack)
	args[0].push(d, c)
	n := len(d.stack) - base
	d.stack = append(d.stack[:base], numberItem(Int(n)))
}

func sum(items []item) item {
	total := Int(0)
	for _, it := range items {
		total = total.Add(it.number())
	}
	return numberItem(total)
}

// extreme is the least or greatest value: of dates, of strings, else of numbers. One that is no number makes it NaN.
func extreme(d *Doc, c item, e expression, better comparison) {
	base := len(d.stack)
	e.push(d, c)
	items := d.stack[base:]
	d.stack = d.stack[:base]
	if len(items) == 0 {
		return
	}
	best := asComparable(items[0])
	for _, it := range items[1:] {
		it = asComparable(it)
		switch {
		case best.kind == kNumber && best.num.nan:
		case it.kind == kNumber && it.num.nan, compare(better, it, best):
			best = it
		}
	}
	d.stack = append(d.stack, best)
}

// asComparable is an item as min() and max() see it: what has no type is a number.
func asComparable(it item) item {
	if it.kind == kString || it.kind == kDate || it.kind == kNumber {
		return it
	}
	return numberItem(it.number())
}

func toNumber(d *Doc, c item, args []expression) {
	it, ok := c, true
	if len(args) == 1 {
		it, ok = first(args[0], d, c)
	}
	n := nan
	if ok {
		n = it.number()
	}
	d.stack = append(d.stack, numberItem(n))
}

func toDate(d *Doc, c item, args []expression) {
	if t, ok := parseDate(text(args[0], d, c)); ok {
		d.stack = append(d.stack, t)
	}
}

func toString(d *Doc, c item, args []expression) {
	if it, ok := first(args[0], d, c); ok {
		d.stack = append(d.stack, stringItem(it.text()))
	}
}

func distinct(d *Doc, c item, args []expression) {
	base := len(d.stack)
	args[0].push(d, c)
	if len(d.stack) == base+1 && !d.stack[base].isNodeLike() {
		return
	}
	keep := base
	var seen map[string]bool // for long lists; short ones are compared each with each
	if len(d.stack)-base > 8 {
		seen = make(map[string]bool, 8)
	}
	for i := base; i < len(d.stack); i++ {
		it := d.stack[i]
		if it.isNodeLike() {
			it = item{kind: kText, s: it.text()}
		}
		key := it.text()
		if it.kind > kString {
			key = string(rune(it.kind)) + key // a number is no string, though both are written 1
		}
		if seen == nil && !hasKey(d.stack[base:keep], it) || seen != nil && !seen[key] {
			if seen != nil {
				seen[key] = true
			}
			d.stack[keep] = it
			keep++
		}
	}
	d.stack = d.stack[:keep]
}

func hasKey(items []item, like item) bool {
	for _, it := range items {
		if it.isAnyText() == like.isAnyText() && (it.isAnyText() || it.kind == like.kind) && it.text() == like.text() {
			return true
		}
	}
	return false
}

func reverse(d *Doc, c item, args []expression) {
	base := len(d.stack)
	args[0].push(d, c)
	for i, k := base, len(d.stack)-1; i < k; i, k = i+1, k-1 {
		d.stack[i], d.stack[k] = d.stack[k], d.stack[i]
	}
}

// upper maps as XPath does, where ß becomes SS.
func upper(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return cases.Upper(language.Und).String(s)
		}
	}
	return strings.ToUpper(s)
}

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return cases.Lower(language.Und).String(s)
		}
	}
	return strings.ToLower(s)
}

func before(a, b string) string {
	if s, _, found := strings.Cut(a, b); found {
		return s
	}
	return ""
}

func localName(d *Doc, c item, args []expression) {
	it, ok := c, true
	if len(args) == 1 {
		it, ok = first(args[0], d, c)
	}
	name := ""
	switch {
	case ok && it.kind == kNode && !it.node.isDocument():
		name = it.node.src.Local
	case ok && it.kind == kAttr:
		name = it.attr().Local
	}
	d.stack = append(d.stack, stringItem(name))
}

// substring counts characters from 1, as XPath does, and forgives a start before the first.
func substring(d *Doc, c item, args []expression) {
	runes := []rune(text(args[0], d, c))
	end := Int(len(runes) + 1)
	from, _ := first(args[1], d, c)
	start := from.number().Round()
	if len(args) == 3 {
		length, _ := first(args[2], d, c)
		if stop := start.Add(length.number().Round()); stop.nan || stop.Cmp(end) < 0 {
			end = stop
		}
	}
	if start.Sign() <= 0 && !start.nan {
		start = Int(1)
	}
	s := ""
	if !start.nan && !end.nan && start.Cmp(end) < 0 { // both lie within the text now
		i, _ := start.Int()
		k, _ := end.Int()
		s = string(runes[i-1 : k-1])
	}
	d.stack = append(d.stack, stringItem(s))
}

func stringLength(d *Doc, c item, args []expression) {
	d.stack = append(d.stack, numberItem(Int(utf8.RuneCountInString(argText(d, c, args)))))
}

func concat(d *Doc, c item, args []expression) {
	var b strings.Builder
	for _, a := range args {
		b.WriteString(text(a, d, c))
	}
	d.stack = append(d.stack, stringItem(b.String()))
}

func stringJoin(d *Doc, c item, args []expression) {
	separator := ""
	if len(args) == 2 {
		separator = text(args[1], d, c)
	}
	base := len(d.stack)
	args[0].push(d, c)
	parts := make([]string, 0, len(d.stack)-base)
	for _, it := range d.stack[base:] {
		parts = append(parts, it.text())
	}
	d.stack = append(d.stack[:base], stringItem(strings.Join(parts, separator)))
}

func translate(d *Doc, c item, args []expression) {
	from, to := []rune(text(args[1], d, c)), []rune(text(args[2], d, c))
	s := strings.Map(func(r rune) rune {
		for i, f := range from {
			if f == r {
				if i < len(to) {
					return to[i]
				}
				return -1
			}
		}
		return r
	}, text(args[0], d, c))
	d.stack = append(d.stack, stringItem(s))
}

func codepoints(d *Doc, c item, args []expression) {
	s := text(args[0], d, c)
	if len(s) > maxItems {
		d.exhaust()
		return
	}
	for _, r := range s {
		d.stack = append(d.stack, numberItem(Int(int(r))))
	}
}
