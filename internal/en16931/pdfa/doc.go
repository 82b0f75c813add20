// Package pdfa writes PDF/A-3b files with an invoice's XML attached, as Factur-X and ZUGFeRD ask for.
//
// A Writer makes a PDF of its own: from pictures of pages with their words as text that is not seen but found, or from
// pages of text. It never changes a given PDF: text PDFs mostly lack what PDF/A asks for (embedded fonts, colour
// spaces), and a file that merely claims PDF/A is worse than none. Drawing pages is the caller's, what stands on a page
// of text is package typeset's, names and profiles are package facturx's.
package pdfa
