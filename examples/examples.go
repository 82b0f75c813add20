// Package examples holds the documents that a newcomer's first request sends. They are made by the project: their
// parties, numbers and accounts do not exist.
package examples

import _ "embed"

// InvoicePDF is an invoice as most come: a PDF with text and no XML.
//
//go:embed invoice.pdf
var InvoicePDF []byte

// InvoiceXML is the same invoice as UBL 2.1, valid under EN 16931.
//
//go:embed invoice.xml
var InvoiceXML []byte

// PictureHEIC is a black square as a phone stores pictures: whether they can be decoded shows on it.
//
//go:embed picture.heic
var PictureHEIC []byte
