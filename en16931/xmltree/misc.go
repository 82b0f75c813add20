package xmltree

import "strings"

// until gives what stands between the current position and the end mark, and moves behind it.
func (p *parser) until(skip int, end, what string) (string, error) {
	from := p.pos + skip
	size := strings.Index(p.src[from:], end)
	if size < 0 {
		return "", p.malformed("the document ends inside a " + what)
	}
	body := p.src[from : from+size]
	for i := 0; i < len(body); i++ {
		if c := body[i]; c < ' ' && !isSpace(c) {
			return "", p.fail(CodeMalformed, "a control character", from+i)
		}
	}
	p.pos = from + size + len(end)
	return body, nil
}

func (p *parser) comment() error {
	at := p.pos
	body, err := p.until(len("<!--"), "-->", "comment")
	if err != nil {
		return err
	}
	if strings.Contains(body, "--") || strings.HasSuffix(body, "-") {
		return p.fail(CodeMalformed, "two hyphens inside a comment", at)
	}
	return nil
}

func (p *parser) cdata() error {
	at := p.pos
	body, err := p.until(len("<![CDATA["), "]]>", "CDATA section")
	if err != nil {
		return err
	}
	if len(p.frames) == 0 {
		return p.fail(CodeMalformed, "text outside the root element", at)
	}
	return p.addText(body, at)
}

func (p *parser) instruction() error {
	at := p.pos
	body, err := p.until(len("<?"), "?>", "processing instruction")
	if err != nil {
		return err
	}
	target := body
	if i := strings.IndexAny(body, " \t\n"); i >= 0 {
		target = body[:i]
	}
	switch {
	case target == "" || !validWide(target) || strings.Contains(target, ":"):
		return p.fail(CodeMalformed, "a processing instruction without name", at)
	case strings.EqualFold(target, "xml"):
		return p.fail(CodeMalformed, "an XML declaration that does not start the document", at)
	}
	return nil
}

// declaration reads the XML declaration if there is one. What it says of the encoding was heeded before.
func (p *parser) declaration() error {
	if !strings.HasPrefix(p.src, "<?xml") || len(p.src) < 6 || !isSpace(p.src[5]) {
		return nil
	}
	body, err := p.until(len("<?xml"), "?>", "XML declaration")
	if err != nil {
		return err
	}
	for _, want := range []string{"version", "encoding", "standalone"} {
		rest, ok := declared(body, want)
		if !ok && want == "version" {
			return p.fail(CodeMalformed, "the XML declaration gives no version", 0)
		}
		body = rest
	}
	if !isBlank(body) {
		return p.fail(CodeMalformed, "the XML declaration is not well-formed", 0)
	}
	return nil
}

// declared takes ` name="value"` off the front of a declaration's body.
func declared(body, name string) (rest string, ok bool) {
	s := strings.TrimLeft(body, " \t\n")
	if s == body || !strings.HasPrefix(s, name) {
		return body, false
	}
	s = strings.TrimLeft(s[len(name):], " \t\n")
	if !strings.HasPrefix(s, "=") {
		return body, false
	}
	s = strings.TrimLeft(s[1:], " \t\n")
	if s == "" || (s[0] != '"' && s[0] != '\'') {
		return body, false
	}
	value, rest, ok := strings.Cut(s[1:], s[:1])
	if !ok || value == "" || (name == "version" && !strings.HasPrefix(value, "1.")) {
		return body, false
	}
	return rest, true
}
