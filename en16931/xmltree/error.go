package xmltree

import (
	"fmt"
	"strings"
)

// The codes of an Error. They are the same words as the contract's error codes.
const (
	CodeMalformed  = "xml_malformed"
	CodeDTD        = "xml_dtd_forbidden"
	CodeTooComplex = "xml_too_complex"
	CodeEncoding   = "xml_encoding"
	CodeTooMany    = "too_many_elements" // of a name in Limits.Most; those who set it know what it means
)

// Error tells why bytes are no acceptable XML document and where. Compare with errors.Is to one of the Err values,
// which stand for their whole code.
type Error struct {
	Code    string
	Message string
	Line    int // from 1; 0 when there is no place
	Column  int // in characters, from 1
}

// One error for each code, for errors.Is.
var (
	ErrMalformed  = &Error{Code: CodeMalformed, Message: "the XML is not well-formed"}
	ErrDTD        = &Error{Code: CodeDTD, Message: "a document type declaration is not accepted"}
	ErrTooComplex = &Error{Code: CodeTooComplex, Message: "the XML is over a limit"}
	ErrTooMany    = &Error{Code: CodeTooMany, Message: "an element stands in the XML too often"}
	ErrEncoding   = &Error{Code: CodeEncoding, Message: "the XML's encoding is not supported or broken"}
)

// Error is the message with its place.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}

// Is tells whether target is an Error of the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// position is the line and column of a byte offset, both from 1.
func position(src string, offset int) (line, column int) {
	before := src[:min(offset, len(src))]
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, len([]rune(before[start:])) + 1
}
