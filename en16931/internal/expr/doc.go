// Package expr is the small language in which the business rules are written, and its evaluation over an invoice's XML.
//
// The language is a subset of XPath 2.0 (paths, predicates, comparisons, exact decimal arithmetic, quantifiers, if, for)
// with a few words of the field: filled(), round2(), decimals(), code(). Expressions and contexts are compiled once and
// are safe for concurrent use; what one evaluation needs lives in a Doc, which belongs to one goroutine.
//
// It owns no rule and no message. Values follow XPath: a sequence of nodes, attributes, strings, numbers, booleans and
// dates; nodes compare as strings with strings, as numbers with numbers. It deviates where XPath would raise an error
// and end the whole validation: what is not a number is NaN, what is not a date is an empty sequence. The scripts in testdata
// say what expressions give, those of deviations.xpath where that is not what XPath says.
//
// It has more than 3,500 lines, and parser has more than 25 methods: one grammar, whose productions and node kinds read best side by
// side. Cut in two, each half would need the other's unexported types.
package expr
