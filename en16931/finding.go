package en16931

import "encoding/json"

// Severity says how much a finding weighs, as the rule's publisher states it.
type Severity string

// The published severities. Only a fatal finding makes an invoice invalid.
const (
	Fatal       Severity = "fatal"
	Warning     Severity = "warning"
	Information Severity = "information"
)

// Finding is one broken rule. Pointers are JSON pointers (RFC 6901) into the invoice's data; XPath is the place in the
// source when it was XML.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Terms    []string `json:"terms,omitempty"` // BT-115, BG-22, ...
	Pointers []string `json:"pointers"`
	XPath    string   `json:"xpath,omitempty"`
	Expected string   `json:"expected,omitempty"`
	Actual   string   `json:"actual,omitempty"`
}

// MarshalJSON writes a list of pointers also where there is none: the contract's member is never null.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	if f.Pointers == nil {
		f.Pointers = []string{}
	}
	return json.Marshal(plain(f))
}
