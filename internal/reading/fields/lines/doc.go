// Package lines reads an invoice's line items off its pages: tables with a header row in any of the supported languages,
// tables without one, and the item lines of till slips.
//
// It owns the finding of tables, columns, items and their cells, and which numbers of an item are its quantity, price
// and net amount. It does not own pages and rows (layout), the spelling of numbers (locale) or the document's totals.
// What it knows of languages stands in the data files: column headings, carry-over rows and units.
//
// table has more than 25 methods: each reads one kind of cell or row from the same columns, in an order that extract.go shows.
package lines
