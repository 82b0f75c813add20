package xmltree

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// text reads character data up to the next markup.
func (p *parser) text() error {
	from, i, plain := p.pos, p.pos, true
	for ; i < len(p.src); i++ {
		c := p.src[i]
		if class[c]&textStop == 0 {
			continue
		}
		switch {
		case c == '<':
			return p.endText(from, i, plain)
		case c == '&':
			plain = false
		case c != ']':
			return p.fail(CodeMalformed, "a control character", i)
		case strings.HasPrefix(p.src[i:], "]]>"):
			return p.fail(CodeMalformed, "]]> outside a CDATA section", i)
		}
	}
	return p.endText(from, i, plain)
}

func (p *parser) endText(from, to int, plain bool) error {
	run := p.src[from:to]
	p.pos = to
	if !plain {
		var err error
		if run, err = p.expand(run, from, false); err != nil {
			return err
		}
		if len(p.frames) == 0 {
			return p.fail(CodeMalformed, "text outside the root element", from)
		}
	}
	return p.addText(run, from)
}

// expand replaces references, and in an attribute's value also white space by blanks.
func (p *parser) expand(s string, at int, inAttribute bool) (string, error) {
	p.buf = p.buf[:0]
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '&':
			size, err := p.reference(s[i:], at+i)
			if err != nil {
				return "", err
			}
			i += size
			continue
		case inAttribute && isSpace(c):
			p.buf = append(p.buf, ' ')
		default:
			p.buf = append(p.buf, c)
		}
		i++
	}
	return string(p.buf), nil
}

var predefined = map[string]byte{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

// reference appends what the reference at the start of s stands for and gives the reference's length.
func (p *parser) reference(s string, at int) (int, error) {
	end := strings.IndexByte(s[:min(len(s), 64)], ';')
	if end < 0 {
		return 0, p.fail(CodeMalformed, "an ampersand that starts no reference", at)
	}
	body := s[1:end]
	if c, ok := predefined[body]; ok {
		p.buf = append(p.buf, c)
		return end + 1, nil
	}
	digits, base := body, 0
	if d, ok := strings.CutPrefix(body, "#x"); ok {
		digits, base = d, 16
	} else if d, ok := strings.CutPrefix(body, "#"); ok {
		digits, base = d, 10
	}
	if base == 0 {
		return 0, p.fail(CodeMalformed, "an entity that XML does not predefine", at)
	}
	r, err := strconv.ParseUint(digits, base, 32)
	if err != nil || r > utf8.MaxRune || !isChar(rune(r)) {
		return 0, p.fail(CodeMalformed, "a reference to no character", at)
	}
	p.buf = utf8.AppendRune(p.buf, rune(r))
	return end + 1, nil
}
