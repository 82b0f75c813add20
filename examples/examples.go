// Package examples holds the documents that a newcomer's first request sends. They are made by the project: their
// parties, numbers and accounts do not exist.
package examples

import _ "embed"

// InvoicePDF is an invoice as most come: a PDF with text and no XML.
//
//go:embed invoice.pdf
var InvoicePDF []byte
