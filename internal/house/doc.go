// Package house holds the rules of this house that no linter knows: how large files, packages and types may be, and which names are not
// used again because they misled their readers. make check runs its tests.
//
// It owns the measures and the list of names (names.txt). Import rules, length of functions and documentation of what is
// exported are the linters' (.golangci.yaml).
package house
