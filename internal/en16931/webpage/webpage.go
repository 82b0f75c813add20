package webpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sync"

	"github.com/docketapi/docket/internal/en16931/display"
)

var (
	//go:embed page.html
	pageText string
	//go:embed page.css
	style string
)

// Policy is the Content-Security-Policy of the page: nothing is loaded, run, framed or sent, and the page's style is the only one.
var Policy = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
})

var pages = map[bool]func() *template.Template{false: page(false), true: page(true)}

// page makes the template, with business terms or without. It is part of the program: a mistake in it is found by every test.
func page(terms bool) func() *template.Template {
	return sync.OnceValue(func() *template.Template {
		return template.Must(template.New("page").Funcs(template.FuncMap{
			"style": func() template.CSS { return template.CSS(style) }, // ours alone
			"terms": func() bool { return terms },
			"class": class,
		}).Parse(pageText))
	})
}

// class is how a section is set.
func class(s display.Section) string {
	switch {
	case s.Beside:
		return "half"
	case s.Sums:
		return "sums"
	}
	return ""
}

// Write writes the page; terms puts its business term to each label. The error is that of w.
func Write(w io.Writer, s display.Sheet, terms bool) error {
	if err := pages[terms]().Execute(w, s); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
