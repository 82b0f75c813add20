package content

import (
	"encoding/xml"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxFormulas is how many formulas without a value are kept of a workbook.
const maxFormulas = 20_000

// formulas are those of a workbook whose value was never worked out, by the name of the sheet and the cell: programs write such
// workbooks, and no value is better than a wrong one, so they are shown as they are.
type formulas map[string]map[string]string

// readFormulas looks through the sheets of a workbook.
func (b *builder) readFormulas(f *os.File) formulas {
	a, err := b.openArchive(f)
	if err != nil {
		b.err = err
		return nil
	}
	book, parts := sheetNames{}, relations{}
	if !b.part(a, "xl/workbook.xml", &book, false) || !b.part(a, "xl/_rels/workbook.xml.rels", &parts, false) {
		return nil
	}
	out, left := formulas{}, maxFormulas
	for _, s := range book.list {
		found := sheetFormulas{cells: map[string]string{}, left: left}
		if !b.part(a, parts.target(s[1], "xl"), &found, false) {
			return nil
		}
		out[s[0]], left = found.cells, found.left
	}
	return out
}

// fill puts the formulas of a row into its cells. Rows count from 1.
func (f formulas) fill(sheet string, row int, cells []string) []string {
	if len(f[sheet]) == 0 {
		return cells
	}
	for i := 0; i < len(cells) || i < maxFormulaColumn; i++ {
		if i < len(cells) && cells[i] != "" {
			continue
		}
		at, err := excelize.CoordinatesToCellName(i+1, row)
		if err != nil {
			return cells
		}
		if formula := f[sheet][at]; formula != "" {
			for len(cells) <= i {
				cells = append(cells, "")
			}
			cells[i] = "=" + strings.TrimPrefix(formula, "=")
		}
	}
	return cells
}

// maxFormulaColumn is up to which column formulas behind the last value of a row are looked for.
const maxFormulaColumn = 64

// sheetNames are the sheets of a workbook with the ids of their parts.
type sheetNames struct{ list [][2]string }

func (s *sheetNames) start(e xml.StartElement) {
	if e.Name.Local != "sheet" {
		return
	}
	for _, x := range e.Attr {
		if x.Name.Local == "id" && x.Name.Space != "" { // of the relation
			s.list = append(s.list, [2]string{attr(e, "name"), x.Value})
		}
	}
}
func (s *sheetNames) end(string)  {}
func (s *sheetNames) text(string) {}

// sheetFormulas collects the cells of a sheet that have a formula and no value.
type sheetFormulas struct {
	cells   map[string]string
	left    int
	at, in  string
	formula strings.Builder
	value   bool
}

func (s *sheetFormulas) start(e xml.StartElement) {
	s.in = e.Name.Local
	switch s.in {
	case "c":
		s.at, s.value = attr(e, "r"), false
		s.formula.Reset()
	case "is":
		s.value = true
	}
}

func (s *sheetFormulas) text(text string) {
	switch s.in {
	case "f":
		if s.formula.Len() < maxHeading {
			s.formula.WriteString(text)
		}
	case "v":
		s.value = s.value || strings.TrimSpace(text) != ""
	}
}

func (s *sheetFormulas) end(name string) {
	s.in = ""
	if name == "c" && !s.value && s.formula.Len() > 0 && s.left > 0 {
		s.cells[s.at] = s.formula.String()
		s.left--
	}
}
