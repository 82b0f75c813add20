// Package facturx knows the hybrid invoices Factur-X and ZUGFeRD: the names and profiles of the XML inside a PDF, and
// the making of such a PDF.
//
// A Writer makes a PDF/A-3b of its own: from pictures of pages with their words as text that is not seen but found, or
// from pages of text. It never changes a given PDF: text PDFs mostly lack what PDF/A asks for (embedded fonts, colour
// spaces), and a file that merely claims PDF/A is worse than none. Drawing pages and reading attachments out of a PDF
// are the caller's, what stands on a page of text is package paper's.
package facturx
