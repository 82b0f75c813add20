// Package typeset sets an invoice that has no pages, one that came as XML alone, as plain pages that a person can read.
//
// It owns what stands where: title, parties, lines, totals, the rest. It shows what the invoice says and computes
// nothing. How pages become a PDF is package pdfa's.
package typeset
