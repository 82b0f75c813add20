package spreadsheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/docketapi/docket/en16931"
)

// The sheets of a workbook.
const (
	invoiceSheet = "Invoice"
	linesSheet   = "Lines"
	taxesSheet   = "Taxes"
)

// WriteXLSX writes a workbook with the invoice's terms, its lines and its VAT breakdown. Amounts are numbers and dates
// are dates, so that they can be summed and sorted; text is never a formula.
func WriteXLSX(w io.Writer, inv *en16931.Invoice) (err error) {
	book := excelize.NewFile()
	defer func() { err = closeWith(book, err) }()
	b, err := newBook(book)
	if err != nil {
		return err
	}
	if err := b.terms(inv); err != nil {
		return err
	}
	if err := table(b, linesSheet, lineColumns, pointers(inv.Lines)); err != nil {
		return err
	}
	if err := table(b, taxesSheet, taxColumns, pointers(inv.Taxes)); err != nil {
		return err
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

type builder struct {
	book       *excelize.File
	bold, date int // style ids
}

func newBook(book *excelize.File) (*builder, error) {
	b := &builder{book: book}
	var err error
	if b.bold, err = book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, fmt.Errorf("make style: %w", err)
	}
	format := "yyyy-mm-dd"
	if b.date, err = book.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return nil, fmt.Errorf("make style: %w", err)
	}
	if err := book.SetSheetName("Sheet1", invoiceSheet); err != nil {
		return nil, fmt.Errorf("name sheet: %w", err)
	}
	for _, name := range []string{linesSheet, taxesSheet} {
		if _, err := book.NewSheet(name); err != nil {
			return nil, fmt.Errorf("add sheet: %w", err)
		}
	}
	return b, nil
}

// terms writes the header as two columns, name and value: it is read by people, one under the other.
func (b *builder) terms(inv *en16931.Invoice) error {
	for i, c := range headerColumns {
		if err := b.set(invoiceSheet, 1, i+1, c.name, b.bold); err != nil {
			return err
		}
		if err := b.set(invoiceSheet, 2, i+1, c.value(inv), 0); err != nil {
			return err
		}
	}
	return b.book.SetColWidth(invoiceSheet, "A", "B", 28)
}

func table[T any](b *builder, sheet string, cols []column[T], rows []T) error {
	for x, name := range names(cols) {
		if err := b.set(sheet, x+1, 1, name, b.bold); err != nil {
			return err
		}
	}
	for y, row := range rows {
		for x, c := range values(cols, row) {
			if err := b.set(sheet, x+1, y+2, c, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) set(sheet string, x, y int, c cell, style int) error {
	at, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return fmt.Errorf("place cell: %w", err)
	}
	switch v := c.(type) {
	case en16931.Decimal:
		if !v.IsPresent() {
			return nil
		}
		f, _ := v.Value().Float64()
		err = b.book.SetCellValue(sheet, at, f)
	case en16931.Date:
		if v.IsZero() {
			return nil
		}
		err, style = b.book.SetCellValue(sheet, at, v.Time()), b.date
	case string:
		err = b.book.SetCellStr(sheet, at, v)
	}
	if err != nil {
		return fmt.Errorf("set cell %s: %w", at, err)
	}
	if style == 0 {
		return nil
	}
	return b.book.SetCellStyle(sheet, at, at, style)
}

func pointers[T any](of []T) []*T {
	out := make([]*T, len(of))
	for i := range of {
		out[i] = &of[i]
	}
	return out
}

func closeWith(book *excelize.File, err error) error {
	if cerr := book.Close(); err == nil && cerr != nil {
		return fmt.Errorf("close workbook: %w", cerr)
	}
	return err
}
