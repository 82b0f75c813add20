// Package xmltree parses XML into a small namespace-aware tree, under limits, from bytes nobody vouches for.
//
// It owns well-formedness, encodings, namespaces, the limits and the places in the source (line, column, XPath). It
// knows no invoice. It refuses every document type declaration, so there are no entities but the predefined five, no
// external reference and no expansion. Comments and processing instructions are checked and dropped.
//
// Speed comes from one pass over one string: names are interned, nodes come from slabs, and text is a substring of the
// document wherever no character reference stands in it. A Node therefore keeps its whole document alive.
//
// parser has more than 25 methods: one for each production of XML that it knows, over one position in one text.
package xmltree
