// Package rules judges invoices by the business rules of EN 16931, Peppol BIS Billing 3.0 and XRechnung.
//
// It owns the rules, as text: sets/ says per release which rules a publisher asks for and which specification identifiers
// name them; published/ says per syntax which elements a rule is asked of and what must hold, in the
// language of package expr; catalog/ says once for all syntaxes what a rule is, its severity, its business terms and its
// message; lists/ holds the code lists. It does not own XML (package xmltree), nor the reading of invoices (ubl, cii).
//
// Rules judge the XML tree as their publishers' tests do, so a fragment gets the findings of a fragment and an element in
// the wrong place is judged where it stands. Rule ids, severities and tolerances are those published.
package rules
