// Package fields reads an invoice off its pages: words with boxes in, EN 16931 data with evidence out, without templates
// and without a model.
//
// It owns the way from pages to data: candidates for each field, then the candidates.Choice that the equations, checksums and the
// order of dates agree with. It does not own recognition (ocr), geometry of sources (pages) or business rules (en16931).
package fields
