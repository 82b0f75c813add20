// Package facturx knows the hybrid invoices Factur-X and ZUGFeRD: the names and profiles of the XML inside a PDF, and
// the making of such a PDF.
//
// Write makes a PDF/A-3 of its own from pictures of pages. It never changes a given PDF: text PDFs mostly lack what
// PDF/A asks for (embedded fonts, colour spaces), and a file that merely claims PDF/A is worse than none. Rendering
// pages to pictures and reading attachments out of a PDF are the caller's.
package facturx
