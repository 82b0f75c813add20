// Package display puts an invoice in the order and the words in which people read it: labelled values and tables, in a language.
//
// It owns what is shown, under which label and business term, and how numbers and days are written. It shows what the invoice
// says and computes nothing. How a sheet becomes a page is package webpage's and package typeset's.
package display

import (
	_ "embed"
	"encoding/json"
	"sync"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/ubl"
)

// Language of the labels: en, de or fr.
type Language string

// The languages.
const (
	English Language = "en"
	German  Language = "de"
	French  Language = "fr"
)

// Sheet is an invoice for people.
type Sheet struct {
	Language Language
	Title    string // "Invoice 17"
	From     string // the seller's name
	Page     string // the word for a page
	Sections []Section
}

// Section is a part of a sheet: values, or a table.
type Section struct {
	Title  string
	Term   string // of the group, "" for none: BG-4
	Pairs  []Pair
	Table  *Table
	Beside bool // values that may stand beside those of the next section
	Sums   bool // the values are amounts, one below the other
}

// Pair is a value with its label.
type Pair struct {
	Label, Term, Value string
	Strong             bool // what a reader looks for first
}

// Table is a table of the sheet.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is a column of a table. Width is its share of the table's, all together one.
type Column struct {
	Label, Term string
	Number      bool // set to the right
	Width       float64
}

// Row is a row of a table: a cell for each column, and what stands below the cells of the column Under.
type Row struct {
	Cells []string
	More  []string
	Under int
}

//go:embed words.json
var wordsFile []byte

var words = sync.OnceValue(func() map[Language]map[string]string {
	var out map[Language]map[string]string
	if err := json.Unmarshal(wordsFile, &out); err != nil {
		panic(err) // part of the program, which every test finds
	}
	return out
})

// writer makes a sheet.
type writer struct {
	inv   *en16931.Invoice
	lang  Language
	words map[string]string
	out   Sheet
}

// Of is the invoice's sheet.
func Of(inv *en16931.Invoice, lang Language) Sheet {
	w := &writer{inv: inv, lang: lang, words: words()[lang]}
	w.out = Sheet{Language: lang, Title: join(" ", kindOf(inv.TypeCode, w.words), inv.Number), From: inv.Seller.Name, Page: w.words["page"]}
	for _, part := range []func(){w.facts, w.parties, w.lines, w.adjustments, w.totals, w.taxes, w.payments, w.instalments, w.notes, w.attachments} {
		part()
	}
	return w.out
}

// kindOf is what a document of a type is called.
func kindOf(code string, words map[string]string) string {
	if name, known := words[code]; known {
		return name
	}
	if ubl.IsCreditNote(code) {
		return words["381"]
	}
	return words["380"]
}

// section adds a section that has something in it.
func (w *writer) section(s Section) {
	kept := s.Pairs[:0]
	for _, p := range s.Pairs {
		if p.Value != "" {
			kept = append(kept, p)
		}
	}
	if s.Pairs = kept; len(s.Pairs) > 0 || s.Table != nil && len(s.Table.Rows) > 0 {
		w.out.Sections = append(w.out.Sections, s)
	}
}

func (w *writer) pair(label, term, value string) Pair {
	return Pair{Label: w.words[label], Term: term, Value: value}
}

func (w *writer) column(label, term string, number bool, width float64) Column {
	return Column{Label: w.words[label], Term: term, Number: number, Width: width}
}
