package einvoice

import (
	"strings"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// ruleUnreadable is a value that its syntax's schema would refuse: a day that no calendar has, an amount that is no number.
// The standard's rules leave these to the schema, and the value is not in the invoice that was read. A warning: publishers' own
// examples have such days.
const ruleUnreadable = "DOCKET-XML-04"

// notation is how the values of some elements are written.
type notation struct {
	what, expected string
	reads          func(*xmltree.Node, string) bool
}

var (
	dates   = notation{"date", "YYYY-MM-DD", isDate}
	days    = notation{"date", "YYYYMMDD", isDay}
	numbers = notation{"number", "", isNumber}
)

// notations go by the end of an element's name, as both syntaxes name their elements by their type.
var notations = []struct {
	suffix string
	in     notation
}{
	{"DateTimeString", days}, {"Date", dates}, {"Amount", numbers}, {"Quantity", numbers}, {"Percent", numbers}, {"Numeric", numbers},
}

// Findings are what is wrong with the document as XML, beside the rules: values that stand twice, values that cannot be read.
func (d *Document) Findings() []en16931.Finding {
	out := d.Repeated()
	return append(out, d.Unreadable()...)
}

// Unreadable are findings for dates and numbers that are none. The texts are kept as extensions.
func (d *Document) Unreadable() []en16931.Finding {
	var out []en16931.Finding
	d.unreadable(d.Root, &out)
	return out
}

func (d *Document) unreadable(n *xmltree.Node, out *[]en16931.Finding) {
	if len(*out) == maxRepeated {
		return
	}
	for _, c := range n.Children {
		d.unreadable(c, out)
	}
	text := strings.TrimSpace(n.Text)
	if text == "" || len(n.Children) > 0 {
		return
	}
	if f, ok := notationOf(n.Local); ok && !f.reads(n, text) {
		*out = append(*out, d.unreadableFinding(n, f, text))
	}
}

func notationOf(name string) (notation, bool) {
	for _, f := range notations {
		if strings.HasSuffix(name, f.suffix) {
			return f.in, true
		}
	}
	return notation{}, false
}

func (d *Document) unreadableFinding(n *xmltree.Node, f notation, text string) en16931.Finding {
	finding := en16931.Finding{
		Rule: ruleUnreadable, Severity: en16931.Warning, Message: "The value of " + n.Local + " is not a " + f.what + ".",
		XPath: n.XPath(), Actual: shortened(text), Expected: f.expected,
	}
	if pointer := d.Source.Pointer(n); pointer != "" {
		finding.Pointers = []string{pointer}
	}
	return finding
}

// isDate is lenient behind the day, where a time zone and, against the schema, a time may stand.
func isDate(n *xmltree.Node, text string) bool {
	if n.Attr("format") != "" {
		return true
	}
	day, rest := text[:min(len(text), len(time.DateOnly))], text[min(len(text), len(time.DateOnly)):]
	_, err := en16931.ParseDate(day)
	return err == nil && (rest == "" || strings.ContainsAny(rest[:1], "TZ+-"))
}

// isDay knows the format of days; others, months and weeks among them, are not judged.
func isDay(n *xmltree.Node, text string) bool {
	if n.Attr("format") != "102" {
		return true
	}
	_, err := time.Parse("20060102", text)
	return err == nil
}

func isNumber(_ *xmltree.Node, text string) bool {
	_, err := en16931.ParseDecimal(text)
	return err == nil
}
