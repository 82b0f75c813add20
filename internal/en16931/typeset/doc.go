// Package typeset sets an invoice's sheet as plain pages: of one that came as XML alone, and of any that people want to read.
//
// It owns where on a page things stand, and how texts and tables go over lines and pages. What is shown, in which order and
// language, is package display's; how pages become a PDF is package pdfa's.
package typeset
