// Package header reads what an invoice says of itself: its number, its type, its dates, its currency and what it refers to.
//
// It owns the choice among the codes and dates of the pages. It does not own which title makes which type (kind), nor which
// currency a country pays in (region).
package header
