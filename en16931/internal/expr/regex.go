package expr

import (
	"regexp"
	"strings"
)

// specialise compiles the regular expression of a call and looks code lists up: both have to be literals.
func (prog *Program) specialise(p *parser, c *call) expression {
	if c.name == "code" || c.name == "exact" || c.name == "part" {
		name, _ := prog.constant(c.args[0])
		if _, known := prog.lists[name]; !known {
			p.fail("no code list %q", name)
		}
	}
	if c.fn.test != nil || c.fn.push != nil {
		return c
	}
	source, ok := prog.constant(c.args[1])
	if !ok {
		p.fail("%s() needs a literal pattern", c.name)
	}
	flags := ""
	if len(c.args) == 3 && c.name == "matches" {
		l, _ := c.args[2].(literal)
		if flags = l.it.s; flags == "" || strings.Trim(flags, "ims") != "" {
			p.fail("%s() knows the flags i, m and s, as a literal", c.name)
		}
	}
	re, err := compilePattern(source, flags)
	if err != nil {
		p.fail("%v", err)
	}
	if c.name != "matches" && re.MatchString("") {
		p.fail("%s() with a pattern that matches nothing", c.name)
	}
	c.fn = regexCall(c.name, re)
	return c
}

func regexCall(name string, re *regexp.Regexp) builtin {
	switch name {
	case "matches":
		return builtin{test: func(d *Doc, c item, args []expression) bool {
			return re.MatchString(text(args[0], d, c))
		}}
	case "replace":
		return builtin{push: func(d *Doc, c item, args []expression) {
			s := replaceAll(re, text(args[0], d, c), text(args[2], d, c))
			d.stack = append(d.stack, stringItem(s))
		}}
	}
	return builtin{push: func(d *Doc, c item, args []expression) {
		s := text(args[0], d, c)
		if s == "" {
			return
		}
		parts := re.Split(s, maxItems+1)
		if len(parts) > maxItems {
			d.exhaust()
			return
		}
		for _, part := range parts {
			d.stack = append(d.stack, stringItem(part))
		}
	}}
}

// constant is the text of a literal, or of a document-wide variable that is one.
func (prog *Program) constant(e expression) (string, bool) {
	if g, ok := e.(global); ok && g.slot < len(prog.globals) {
		e = prog.globals[g.slot]
	}
	l, ok := e.(literal)
	return l.it.s, ok
}

// replaceAll replaces each match. In the replacement $0 to $9 are groups, \$ and \\ the characters.
func replaceAll(re *regexp.Regexp, s, replacement string) string {
	var b strings.Builder
	end := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(s[end:m[0]])
		writeReplacement(&b, s, replacement, m)
		end = m[1]
	}
	b.WriteString(s[end:])
	return b.String()
}

// writeReplacement takes as many digits behind a $ as there are groups for.
func writeReplacement(b *strings.Builder, s, replacement string, match []int) {
	for i := 0; i < len(replacement); i++ {
		c := replacement[i]
		if i+1 == len(replacement) || c != '$' && c != '\\' {
			b.WriteByte(c)
			continue
		}
		i++
		if c == '\\' || !isDigit(replacement[i]) {
			b.WriteByte(replacement[i])
			continue
		}
		group := int(replacement[i] - '0')
		for i+1 < len(replacement) && isDigit(replacement[i+1]) && 10*group+int(replacement[i+1]-'0') < len(match)/2 {
			i++
			group = 10*group + int(replacement[i]-'0')
		}
		if 2*group < len(match) && match[2*group] >= 0 {
			b.WriteString(s[match[2*group]:match[2*group+1]])
		}
	}
}
