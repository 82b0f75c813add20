// Package facturx knows the hybrid invoices Factur-X and ZUGFeRD: the profiles, and which of a PDF's attachments is the
// invoice.
//
// It reads no PDF and writes none.
package facturx
