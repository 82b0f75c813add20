// Package binding reads and writes invoices by a table that ties the elements of an XML syntax to the terms of the
// model: one line says both how a term is read and how it is written.
//
// It owns the table's language, the conversion of values, what becomes of XML that no line of the table claims
// (Extensions), and the order of elements in the output. It knows neither UBL nor CII: their packages own the tables.
//
// A table is indented text. A line is
//
//	step [target] [:codec] [= fixed value]
//
// with a step of an element (cbc:ID), an attribute (@schemeID) or another shape (use address). A target is the JSON
// name of a field, or a path of them, in the struct that the enclosing line is tied to; from the invoice with a leading
// slash; with [] behind it, each element is one more item. Conditions in brackets stand behind the element:
//
//	[path=a|b]  the value is one of these; the first is written     [path!=a]  it is none of these
//	[path]      there is such a value                               [!path]    there is none
//
// A value $currency is the invoice's currency, $tax_currency the one for tax accounting when it differs. $own_currency is
// the invoice's currency or none: what an amount of the invoice bears, and any but $tax_currency where the invoice names
// no currency. The codecs are in codec.go. The flags :same (repeats in the source what another place says), :peek (is read, and kept as an
// extension all the same), :read_only, :once (is written in the first only of the elements that it may stand in) and :always (is
// written even when empty), :counted (of lines, only those that the invoice sums are written) go where a codec goes.
//
// What no line claims, or claims without understanding its value, is kept: the element itself where none of its
// content is known, else the unknown parts of it. Writing puts these parts back at their places.
package binding
