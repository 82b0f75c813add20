package content

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// maxMarkdownPart is how much Markdown is parsed at once: the parser's cost grows faster than its input on hostile text.
const maxMarkdownPart = 32 << 10

// readMarkdown reads Markdown part by part, cut at empty lines outside fences.
func readMarkdown(b *builder, data []byte) {
	source, ok := b.decode(data)
	if !ok {
		return
	}
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(source)
	p := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Parser()
	for part := range markdownParts(b.frontMatter(source)) {
		if !b.ok() {
			return
		}
		src := []byte(part)
		m := markdown{b: b, src: src}
		m.walk(p.Parse(text.NewReader(src), parser.WithContext(parser.NewContext())), 0)
	}
}

// maxFrontMatter is how long the settings are that a text may begin with.
const maxFrontMatter = 8 << 10

// frontMatter reads the settings that some tools write before the text, YAML or TOML, line by line: who wrote it, when, what
// about. It gives the text below.
func (b *builder) frontMatter(s string) string {
	for _, fence := range []string{"---", "+++"} {
		rest, ok := strings.CutPrefix(s, fence+"\n")
		if !ok {
			continue
		}
		head, body, ok := strings.Cut("\n"+rest, "\n"+fence+"\n")
		if !ok || len(head) > maxFrontMatter {
			continue
		}
		for line := range strings.Lines(head) {
			name, value, named := strings.Cut(line, ":")
			if fence == "+++" {
				name, value, named = strings.Cut(line, "=")
			}
			if line = Clean(line); named && Clean(value) != "" {
				line = Clean(name) + ": " + strings.Trim(Clean(value), `"'`)
			}
			if !strings.HasPrefix(line, "#") {
				b.add(Block{Kind: Row, Text: line})
			}
		}
		return body
	}
	return s
}

// markdownParts cuts a text at empty lines into parts of a bounded size.
func markdownParts(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		fenced := false
		start, safe, at := 0, 0, 0
		for line := range strings.Lines(s) {
			trimmed := strings.TrimLeft(line, " ")
			if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
				fenced = !fenced
			}
			at += len(line)
			if strings.TrimSpace(line) == "" && !fenced {
				safe = at
			}
			for at-start > maxMarkdownPart {
				end := safe
				if end <= start {
					end = start + len(cutText(s[start:at], maxMarkdownPart))
				}
				if !yield(s[start:end]) {
					return
				}
				start = end
			}
		}
		if start < len(s) {
			yield(s[start:])
		}
	}
}

type markdown struct {
	b   *builder
	src []byte
}

// maxNesting bounds lists and quotes inside each other.
const maxNesting = 50

func (m markdown) walk(n ast.Node, depth int) {
	if depth > maxNesting {
		m.b.err = tooComplex("the Markdown is nested more than %d deep", maxNesting)
		return
	}
	for c := n.FirstChild(); c != nil && m.b.ok(); c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Heading:
			m.b.add(Block{Kind: Heading, Level: c.Level, Text: Clean(m.inline(c))})
		case *ast.Paragraph, *ast.TextBlock:
			m.b.add(Block{Kind: Paragraph, Text: cleanLines(m.inline(c))})
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			m.b.add(Block{Kind: Paragraph, Text: cleanLines(m.raw(c))})
		case *ast.HTMLBlock:
			m.b.html(strings.NewReader(m.raw(c)))
		case *ast.ListItem:
			m.item(c, depth)
		case *east.Table:
			m.table(c)
		default:
			m.walk(c, depth+1)
		}
	}
}

// item adds an item's own text as one block, and the lists inside it after it.
func (m markdown) item(li *ast.ListItem, depth int) {
	level := 0
	for p := li.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindList {
			level++
		}
	}
	var own []string
	first := li.FirstChild()
	for ; first != nil && (first.Kind() == ast.KindTextBlock || first.Kind() == ast.KindParagraph); first = first.NextSibling() {
		own = append(own, cleanLines(m.inline(first)))
	}
	m.b.add(Block{Kind: Item, Level: level, Text: strings.Join(own, "\n")})
	if first == nil {
		return
	}
	rest := ast.NewDocument()
	for first != nil {
		next := first.NextSibling()
		if first.Kind() == ast.KindList { // stays where it is, for the level of its items
			m.walk(first, depth+1)
		} else {
			rest.AppendChild(rest, first)
		}
		first = next
	}
	m.walk(rest, depth+1)
}

func (m markdown) table(t *east.Table) {
	w := tableWriter{b: m.b}
	for r := t.FirstChild(); r != nil && m.b.ok(); r = r.NextSibling() {
		var cells []string
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, Clean(m.inline(c)))
		}
		if r.Kind() == east.KindTableHeader {
			w.header, w.begun = cells, true
			continue
		}
		w.row(cells)
	}
}

// inline is the text of what stands in a line, links and images by their words.
func (m markdown) inline(n ast.Node) string {
	var out strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) { // the function gives no error
		if !entering {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.Text:
			out.Write(c.Value(m.src))
			if c.SoftLineBreak() || c.HardLineBreak() {
				out.WriteByte('\n')
			}
		case *ast.String:
			out.Write(c.Value)
		case *ast.AutoLink:
			out.Write(c.URL(m.src))
		case *ast.RawHTML:
			if tag := strings.ToLower(string(c.Segments.Value(m.src))); strings.HasPrefix(tag, "<br") {
				out.WriteByte('\n')
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

func (m markdown) raw(n ast.Node) string {
	var out bytes.Buffer
	lines := n.Lines()
	for i := range lines.Len() {
		at := lines.At(i)
		out.Write(at.Value(m.src))
	}
	return out.String()
}
