package content

import (
	"errors"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/docketapi/docket/internal/core/fault"
)

// readXLSX reads the sheets of a workbook row by row, as their cells show: a sheet's name is a heading.
func readXLSX(b *builder, f *os.File) {
	// Checked before the library unpacks: it unpacks all.
	if b.err = b.checkArchive(f); b.err != nil {
		return
	}
	book, err := excelize.OpenFile(f.Name(), excelize.Options{UnzipSizeLimit: b.limits.Unpacked, UnzipXMLSizeLimit: b.limits.Unpacked})
	switch {
	case errors.Is(err, excelize.ErrWorkbookFileFormat) || err != nil && strings.Contains(err.Error(), "encrypt"):
		b.err = fault.Wrap(err, fault.CodeDocumentEncrypted, "the workbook is encrypted")
		return
	case err != nil:
		b.err = damaged(err, "the workbook is damaged")
		return
	}
	defer book.Close()
	open := b.readFormulas(f)
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); err == nil && !visible {
			continue
		}
		if !b.add(Block{Kind: Heading, Level: 1, Text: Clean(name)}) || !b.sheet(book, name, open) {
			return
		}
	}
}

func (b *builder) sheet(book *excelize.File, name string, open formulas) bool {
	rows, err := book.Rows(name)
	if err != nil {
		b.err = damaged(err, "the sheet %.80q cannot be read", name)
		return false
	}
	defer rows.Close()
	t := tableWriter{b: b}
	for n := 0; rows.Next() && b.ok(); n++ {
		if n > maxSheetRows {
			b.err = tooComplex("a sheet has more than %d rows", maxSheetRows)
			return false
		}
		cells, err := rows.Columns()
		if err != nil {
			b.err = damaged(err, "the sheet %.80q cannot be read", name)
			return false
		}
		if !t.row(open.fill(name, n+1, cells)) {
			return false
		}
	}
	if err := rows.Error(); err != nil && b.err == nil {
		b.err = damaged(err, "the sheet %.80q cannot be read", name)
	}
	return b.err == nil && t.finish()
}

// maxSheetRows is what a sheet can have.
const maxSheetRows = 1 << 20

// checkArchive refuses what unpacks to more than the limits.
func (b *builder) checkArchive(f *os.File) error {
	a, err := b.openArchive(f)
	if err != nil {
		return err
	}
	for name := range a.files {
		r, err := a.open(name)
		if err != nil {
			return err
		}
		if err := r.Close(); err != nil {
			return damaged(err, "the part %.80q cannot be unpacked", name)
		}
	}
	return nil
}
