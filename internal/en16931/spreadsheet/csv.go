package spreadsheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/en16931"
)

// WriteCSV writes the invoices as RFC 4180 CSV in UTF-8: a header row, then a row per line item with the invoice's terms
// repeated in front. Decimals have a point and keep their scale, dates are YYYY-MM-DD.
//
// A text cell that a spreadsheet would run as a formula gets an apostrophe in front: an invoice is somebody else's input.
func WriteCSV(w io.Writer, invoices ...*en16931.Invoice) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(append(names(headerColumns), names(lineColumns)...)); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	for _, inv := range invoices {
		for _, l := range linesOf(inv) {
			if err := out.Write(csvRow(l)); err != nil {
				return fmt.Errorf("write CSV: %w", err)
			}
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(l lineOf) []string {
	row := make([]string, 0, len(headerColumns)+len(lineColumns))
	for _, c := range values(headerColumns, l.invoice) {
		row = append(row, csvText(c))
	}
	if l.line == nil {
		return append(row, make([]string, len(lineColumns))...)
	}
	for _, c := range values(lineColumns, l.line) {
		row = append(row, csvText(c))
	}
	return row
}

// formulaStarts are the characters that make a formula of a cell's text, those of full width among them.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

func csvText(c cell) string {
	text, isText := c.(string)
	if !isText {
		return fmt.Sprint(c)
	}
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(formulaStarts, first) {
		return "'" + text
	}
	return text
}
