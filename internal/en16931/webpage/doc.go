// Package webpage makes a web page of an invoice's sheet: one file without scripts, images or links, to read and to print.
//
// It owns the page's markup and style. Everything from the invoice is escaped and may be set from the right to the left. What is
// shown in which order is package display's.
package webpage
