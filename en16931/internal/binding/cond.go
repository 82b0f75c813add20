package binding

import (
	"fmt"
	"slices"
	"strings"

	"github.com/docketapi/docket/en16931/xmltree"
)

// cond is a condition on an element.
type cond struct {
	steps   []*element // of which only the names count
	attr    string
	values  []string
	negated bool // none of the values; without values: absent
}

func (c *compiler) conds(e *element, texts []string) error {
	for _, text := range texts {
		parsed, err := c.cond(e, text)
		if err != nil {
			return err
		}
		e.conds = append(e.conds, parsed)
	}
	return nil
}

func (c *compiler) cond(e *element, text string) (cond, error) {
	var out cond
	path, values, valued := strings.Cut(text, "=")
	if valued {
		out.values = strings.Split(values, "|")
		path, out.negated = strings.CutSuffix(path, "!")
	} else {
		path, out.negated = strings.CutPrefix(path, "!")
	}
	parent := e.out.Local
	for step := range strings.SplitSeq(path, "/") {
		if attr, ok := strings.CutPrefix(step, "@"); ok {
			out.attr = attr
			continue
		}
		prefix, local, _ := strings.Cut(step, ":")
		space, known := c.syntax.Spaces[prefix]
		if !known {
			return out, fmt.Errorf("condition %q: no known prefix", text)
		}
		s := &element{out: Name{space, local}, qname: step, constant: true}
		s.name = s.out
		if c.syntax.Rename != nil {
			s.name = c.syntax.Rename(parent, s.out)
		}
		parent = local
		out.steps = append(out.steps, s)
	}
	return out, nil
}

// find is the element that the condition looks at, nil when there is none.
func (c *cond) find(n *xmltree.Node) *xmltree.Node {
	for _, s := range c.steps {
		if n = n.Child(s.name.Space, s.name.Local); n == nil {
			return nil
		}
	}
	return n
}

func (c *cond) holds(n *xmltree.Node, vars variables) bool {
	found := c.find(n)
	value := ""
	switch {
	case found == nil:
	case c.attr != "":
		value = found.Attr(c.attr)
	default:
		value = strings.TrimSpace(found.Text)
	}
	if len(c.values) == 0 {
		return c.negated == (value == "")
	}
	is := slices.ContainsFunc(c.values, func(want string) bool {
		if want == ownCurrency {
			return vars.isOwn(value)
		}
		want = vars.expand(want)
		return want != "" && strings.EqualFold(want, value)
	})
	return is != c.negated
}

// variables are the values that conditions and codecs take from the whole invoice.
type variables struct {
	currency, taxCurrency string // the second is empty unless it differs
}

func newVariables(currency, taxCurrency string) variables {
	if taxCurrency == currency {
		taxCurrency = ""
	}
	return variables{currency, taxCurrency}
}

// ownCurrency is the value of a condition on amounts of the invoice.
const ownCurrency = "$own_currency"

// isOwn tells whether an amount of this currency is one of the invoice.
func (v variables) isOwn(currency string) bool {
	if v.currency == "" {
		return v.taxCurrency == "" || !strings.EqualFold(currency, v.taxCurrency)
	}
	return currency == "" || strings.EqualFold(currency, v.currency)
}

func (v variables) expand(s string) string {
	switch s {
	case "$currency", ownCurrency:
		return v.currency
	case "$tax_currency":
		return v.taxCurrency
	}
	return s
}
