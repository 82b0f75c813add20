package content

import (
	"encoding/xml"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/docketapi/docket/internal/core/fault"
)

// readEPUB reads a book chapter by chapter in the order of its spine, under its title and those who wrote it.
func readEPUB(b *builder, f *os.File) {
	a, err := b.openArchive(f)
	if err != nil {
		b.err = err
		return
	}
	locked := encryption{}
	if !b.part(a, "META-INF/encryption.xml", &locked, false) {
		return
	}
	if locked.chapters {
		b.err = fault.New(fault.CodeDocumentEncrypted, "the book is encrypted")
		return
	}
	root := container{}
	if !b.part(a, "META-INF/container.xml", &root, true) {
		return
	}
	book := packageDoc{files: map[string]string{}}
	if !b.part(a, root.path, &book, true) {
		return
	}
	b.add(Block{Kind: Heading, Level: 1, Text: Clean(book.title)})
	b.add(Block{Kind: Paragraph, Text: Clean(strings.Join(book.creators, ", "))})
	for _, id := range book.spine {
		href, err := url.PathUnescape(book.files[id])
		if err != nil || href == "" {
			continue
		}
		if !b.chapter(a, path.Join(path.Dir(root.path), href)) {
			return
		}
	}
}

func (b *builder) chapter(a *archive, name string) bool {
	r, err := a.open(name)
	switch {
	case err != nil:
		b.err = err
	case r != nil:
		b.html(r)
		_ = r.Close() // read to its end, or given up
	}
	return b.err == nil
}

// encryption tells whether more is encrypted than fonts.
type encryption struct{ chapters bool }

func (x *encryption) start(e xml.StartElement) {
	if e.Name.Local == "EncryptionMethod" {
		how := attr(e, "Algorithm")
		x.chapters = x.chapters || !strings.Contains(how, "idpf.org") && !strings.Contains(how, "ns.adobe.com")
	}
}
func (x *encryption) end(string)  {}
func (x *encryption) text(string) {}

// container names the file that lists the others.
type container struct{ path string }

func (c *container) start(e xml.StartElement) {
	if e.Name.Local == "rootfile" && c.path == "" {
		c.path = attr(e, "full-path")
	}
}
func (c *container) end(string)  {}
func (c *container) text(string) {}

// packageDoc is a book's list of its files.
type packageDoc struct {
	title    string
	creators []string
	files    map[string]string // by id
	spine    []string          // ids in reading order
	in       string
}

func (p *packageDoc) start(e xml.StartElement) {
	p.in = e.Name.Local
	switch p.in {
	case "item":
		p.files[attr(e, "id")] = attr(e, "href")
	case "itemref":
		p.spine = append(p.spine, attr(e, "idref"))
	case "creator":
		p.creators = append(p.creators, "")
	}
}

func (p *packageDoc) end(string) { p.in = "" }

func (p *packageDoc) text(s string) {
	switch p.in {
	case "title":
		p.title += s
	case "creator":
		p.creators[len(p.creators)-1] += s
	}
}
