package xmltree

import (
	"context"
	"strings"
)

// frame is an open element.
type frame struct {
	node     *Node
	raw      string // the name as written, which the end tag repeats
	children int    // where the element's children start in parser.pending
	bindings int    // the namespace declarations outside the element
	text     string
	more     []byte // text of more than one run, instead of text
}

type rawAttr struct {
	name, value string
	at          int
}

type nameCount struct {
	closing, n int32
	first      *Node
}

type parser struct {
	src    string
	pos    int
	limits Limits
	tokens int

	root     *Node
	doc      *document
	arena    arena
	scopes   scopes
	names    names
	frames   []frame
	pending  []*Node // children of the open elements
	attrs    []Attr  // scratch of one start tag
	rawAttrs []rawAttr
	buf      []byte      // scratch of one text with references
	counts   []nameCount // by name, of the element being closed
	closing  int32
}

// Parse reads a whole document and gives its root element. The error is an *Error. The data is not kept.
func Parse(data []byte, limits Limits) (*Node, error) {
	return parse(data, limits, func() error { return nil })
}

// ParseUntil is Parse as long as ctx lasts; the error is also that of ctx.
func ParseUntil(ctx context.Context, data []byte, limits Limits) (*Node, error) {
	return parse(data, limits, ctx.Err)
}

// parse ends with the first error that ended gives.
func parse(data []byte, limits Limits, ended func() error) (*Node, error) {
	limits = limits.withDefaults()
	if len(data) > limits.Bytes {
		return nil, &Error{Code: CodeTooComplex, Message: "the document is larger than accepted"}
	}
	src, err := decode(data)
	if err != nil {
		return nil, err
	}
	p := &parser{src: src, limits: limits, doc: &document{src: src}}
	p.names.known, p.names.most = make(map[expandedName]*name, 128), limits.Most
	if err := p.document(ended); err != nil {
		return nil, err
	}
	return p.root, nil
}

func (p *parser) fail(code, message string, at int) error {
	line, column := position(p.src, at)
	return &Error{Code: code, Message: message, Line: line, Column: column}
}

func (p *parser) malformed(message string) error { return p.fail(CodeMalformed, message, p.pos) }

// piecesAtATime is how many pieces of markup and text are read between two looks at the context: less than a millisecond's work.
const piecesAtATime = 4096

func (p *parser) document(ended func() error) error {
	for _, forbidden := range []string{"\uFFFE", "\uFFFF"} {
		if at := strings.Index(p.src, forbidden); at >= 0 {
			return p.fail(CodeMalformed, "a character that XML does not allow", at)
		}
	}
	if err := p.declaration(); err != nil {
		return err
	}
	for pieces := 0; p.pos < len(p.src); pieces++ {
		if pieces%piecesAtATime == 0 {
			if err := ended(); err != nil {
				return err
			}
		}
		if err := p.next(); err != nil {
			return err
		}
	}
	switch {
	case len(p.frames) > 0:
		return p.malformed("the document ends inside element " + p.frames[len(p.frames)-1].raw)
	case p.root == nil:
		return p.malformed("there is no element")
	}
	return nil
}

// next reads one piece of markup or text.
func (p *parser) next() error {
	if p.src[p.pos] != '<' {
		return p.text()
	}
	rest := p.src[p.pos:]
	switch {
	case len(rest) < 2:
		return p.malformed("the document ends inside a tag")
	case rest[1] == '/':
		return p.endTag()
	case rest[1] == '?':
		return p.instruction()
	case rest[1] != '!':
		return p.startTag()
	case strings.HasPrefix(rest, "<!--"):
		return p.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return p.cdata()
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		return p.fail(CodeDTD, "a document type declaration is not accepted", p.pos)
	}
	return p.malformed("markup that XML does not know")
}

func (p *parser) skipSpace() {
	for p.pos < len(p.src) && isSpace(p.src[p.pos]) {
		p.pos++
	}
}

// addText appends a run of character data to the open element.
func (p *parser) addText(run string, at int) error {
	if len(p.frames) == 0 {
		if isBlank(run) {
			return nil
		}
		return p.fail(CodeMalformed, "text outside the root element", at)
	}
	f := &p.frames[len(p.frames)-1]
	switch {
	case len(p.pending) > f.children && isBlank(run):
	case f.more != nil:
		f.more = append(f.more, run...)
	case f.text == "":
		f.text = run
	default:
		f.more = append(append(f.more, f.text...), run...)
	}
	return nil
}
