// Package schema tells whether a document has the structure of its syntax: the elements that there are, in their order, as
// often as they may stand, with the attributes and the kinds of values that the official XML schemas of UBL 2.1, CII D16B
// and Factur-X give them. Receivers refuse a document for these faults before they look at any rule.
//
// It owns the tables of structure, which tools/schema derives from the schemas, and the findings DOCKET-XSD-*. What the
// elements mean is not asked here.
package schema
