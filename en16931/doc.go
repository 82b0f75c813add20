// Package en16931 is the semantic model of the European e-invoice, EN 16931-1:2017: its business terms (BT) and groups
// (BG) as Go values whose JSON form is the contract's `data`.
//
// It owns the model, its decimals, dates and JSON, and the Finding that every check answers with. The packages below
// it own the syntaxes (ubl, cii, facturx) and the business rules (rules). It knows nothing of files, pages, databases
// or HTTP, and imports nothing of this project.
//
// Conventions: an absent term is the zero value and is left out of the JSON, never null. Amounts, quantities and rates
// are Decimals that keep the scale they were written with. Dates are calendar days. Codes are strings as published.
package en16931

// SchemaVersion is stored beside every marshalled Invoice. It grows when a stored form needs a migration to be read.
const SchemaVersion = 1
