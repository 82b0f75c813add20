package expr

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931/xmltree"
)

const doc = `<o xmlns="urn:x"><n>  two  words </n><a k="1"><v>1.50</v><v>2.25</v><f>true</f></a><a k="2"><v>x</v><f>0</f><d>2031-03-14</d></a><e/></o>`

// holds evaluates a condition at the document element.
func holds(t *testing.T, condition string) bool {
	t.Helper()
	p, err := Compile(Schema{
		Prefixes: map[string]string{"x": "urn:x"},
		Checks:   map[string]func(string) bool{"even": func(s string) bool { return len(s)%2 == 0 }},
		Lists:    map[string]List{"abc": {Has: func(s string) bool { return s == "a" || s == "b" }, HasPart: func(s string) bool { return strings.Contains(" a b ", s) }}},
		Lets:     []Let{{"vs", "//x:v"}},
		Groups:   []Group{{{Match: "/x:o", Rules: []Rule{{"R", condition}}}}},
	})
	if err != nil {
		t.Fatalf("%s: %v", condition, err)
	}
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	ok := true
	NewDoc(p, root).Run(func(Hit) { ok = false })
	return ok
}

func TestConditions(t *testing.T) {
	t.Parallel()
	for condition, want := range map[string]bool{
		"x:a": true, "x:b": false, "not(x:b)": true, "exists(x:a/@k)": true, "exists(x:e)": true, "filled(x:e)": false, "filled(x:n)": true,
		"count(x:a) = 2": true, "count(x:a/x:v) = 3": true, "count(//x:v) = 3": true, "count($vs) = 3": true, "count(x:a[2]/x:v) = 1": true,
		"x:a/@k = '2'": true, "x:a/@k = 2": true, "x:a/@k != '1'": true, "not(x:a/@k = ('3', '4'))": true, "x:a[x:f = true()]/@k = 1": true,
		"x:a[x:f = false()]/@k = 2": true, "(x:a/x:v)[1] = 1.5": true, "(x:a/x:v)[last()] = 'x'": true, "x:a/x:v[1] = '1.5'": false,
		"sum(x:a[1]/x:v) = 3.75": true, "x:a[1]/x:v[1] + x:a[1]/x:v[2] = 3.75": true, "x:a[1]/x:v[1] * 2 div 3 = 1": true,
		"round(2.5) = 3": true, "round(-2.5) = -2": true, "round2(1.005) = 1.01": true, "abs(-1) = 1": true, "7 mod 3 = 1": true, "-7 idiv 2 = -3": true,
		"number(x:a[2]/x:v) = 1": false, "number(x:a[2]/x:v) != 1": true, "x:b = 1": false, "x:b != 1": false,
		"normalize-space(x:n) = 'two words'": true, "substring('abcde', 2, 3) = 'bcd'": true, "substring('abc', 0, 2) = 'a'": true, "substring-after('a|b', '|') = 'b'": true,
		"string-length('äß') = 2": true, "upper-case('ä') = 'Ä'": true, "translate('a1b2', '12', 'x') = 'axb'": true, "contains('abc', 'b')": true,
		"matches('ab12', '^[a-z]+\\d+$')": true, "tokenize('a:b:c', ':')[2] = 'b'": true, "replace('a b', ' ', '') = 'ab'": true,
		"xs:date(x:a[2]/x:d) > xs:date('2031-03-13')": true, "x:a[2]/x:d castable as xs:date": true, "'2031-02-30' castable as xs:date": false,
		"every $v in x:a[1]/x:v satisfies $v > 1": true, "some $v in x:a/x:v satisfies $v > 2": true, "count(for $v in x:a[1]/x:v return $v + 1) = 2": true,
		"if (x:b) then false() else true()": true, "count(distinct-values(('a', 'b', 'a'))) = 2": true, "string-join(('a', 'b'), '-') = 'a-b'": true,
		"x:a/x:v/../@k = 1": true, "x:a[2]/preceding-sibling::x:a/@k = 1": true, "x:n/following-sibling::x:a": true, "x:a/x:v/ancestor::x:o": true, "self::x:o": true,
		"//@k": true, "//@z": false, "count(//@k) = 2": true, "local-name(/*) = 'o'": true, "*": true, "count(*) = 4": true, "(x:a | x:n)[2]/@k = 1": true,
		"decimals('1.250') = 3": true, "decimals('1') = 0": true, "code('abc', ' a ')": true, "code('abc', 'c')": false, "exact('abc', ' a')": false, "part('abc', 'a b')": true,
		"even('ab')": true, "is(x:a[1]/x:v[1], 1.5)": true, "near(1, 1.99, 1)": true, "near(1, 2, 1)": false, "within(1, 2, 1)": true, "or0(x:b) = 0": true,
		"total('t', x:a[1]/x:v, 'k', ., 'k') = 3.75": true, "1 to 3 = 2": true, "count(1 to 3) = 3": true, "(1, 2) = (2, 3)": true, "empty(())": true,
	} {
		if got := holds(t, condition); got != want {
			t.Errorf("%s: have %v", condition, got)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"", "x:a[", "y:a", "nothing()", "count()", "$none", "x:a =", "'open", "code('none', x:a)", "matches(x:a, x:b)", "matches('a', '[')", "x:a x:b", strings.Repeat("(", 200)} {
		_, err := Compile(Schema{Prefixes: map[string]string{"x": "urn:x"}, Groups: []Group{{{Match: "x:a", Rules: []Rule{{"R", source}}}}}})
		if err == nil {
			t.Errorf("%q compiles", source)
		}
	}
}

func TestElementIsJudgedByItsFirstContext(t *testing.T) {
	t.Parallel()
	p, err := Compile(Schema{
		Prefixes: map[string]string{"x": "urn:x"},
		Groups: []Group{
			{{Match: "x:a[@k = '1']", Rules: []Rule{{"first", "false()"}}}, {Match: "x:o/x:a | x:n", Rules: []Rule{{"second", "false()"}}}, {Match: "*", Rules: []Rule{{"rest", "self::x:v"}}}},
			{{Match: "//x:o//x:v", Rules: []Rule{{"deep", "not(@k)"}, {"absent", "not(x:a/x:b)"}}}, {Match: "/x:a", Rules: []Rule{{"anchored", "false()"}}}},
			{{Match: "/x:o", Rules: []Rule{{"forbidden", "not((x:n | x:a)/x:f)"}, {"attribute", "not(x:a/@k)"}, {"allowed", "not(x:a/x:z)"}}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	hits := map[string]int{}
	NewDoc(p, root).Run(func(h Hit) { hits[h.Rule]++ })
	want := map[string]int{"first": 1, "second": 2, "rest": 5, "forbidden": 1, "attribute": 1}
	for id, n := range want {
		if hits[id] != n {
			t.Errorf("%s: %d hits, want %d", id, hits[id], n)
		}
	}
	if len(hits) != len(want) {
		t.Errorf("have %v", hits)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1.50": "1.5", " -3 ": "-3", "+7": "7", ".5": "0.5", "5.": "5", "": "NaN", "1e3": "NaN", "1.2.3": "NaN", "-": "NaN", "١": "NaN",
		"123456789012345678901234567890.5": "123456789012345678901234567890.5", strings.Repeat("9", 80): "NaN",
	} {
		if got := ParseNumber(in).String(); got != want {
			t.Errorf("%q: have %s, want %s", in, got, want)
		}
	}
	big := ParseNumber("999999999999999999")
	if got := big.Mul(big).Sub(Int(1)).String(); got != "999999999999999998000000000000000000" {
		t.Errorf("have %s", got)
	}
	if got := Int(10).Div(Int(4)).Round2().Money(); got != "2.50" {
		t.Errorf("have %s", got)
	}
	if !Int(1).Div(Int(0)).IsNaN() || Int(2).Div(Int(3)).Cmp(Int(2).Div(Int(3))) != 0 {
		t.Error("division")
	}
}

// FuzzCompile compiles and runs any expression: errors are fine, panics are not.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{"x:a/x:v[1] = 1", "every $v in //x:v satisfies $v > 1", "sum(for $i in 1 to 3 return $i) mod 2", "-(x:a | x:n)[last()]/../@k", "substring('a', x:v, -1)"} {
		f.Add(s)
	}
	root, err := xmltree.Parse([]byte(doc), xmltree.Limits{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, source string) {
		p, err := Compile(Schema{Prefixes: map[string]string{"x": "urn:x"}, Groups: []Group{{{Match: "*", Rules: []Rule{{"R", source}}}}}})
		if err != nil {
			return
		}
		NewDoc(p, root).Run(func(Hit) {})
	})
}
