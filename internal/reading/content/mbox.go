package content

import (
	"bytes"
	"fmt"
	"regexp"
)

// readMbox reads a mailbox: its messages one after the other.
func readMbox(b *builder, data []byte) {
	n := 0
	for m := range messages(data) {
		if !b.ok() {
			return
		}
		if n++; n > b.limits.Messages {
			b.doc.Skipped = append(b.doc.Skipped, fmt.Sprintf("more than %d messages", b.limits.Messages))
			return
		}
		b.email(m)
	}
}

// fromLine begins a message of a mailbox: the sender, and a day with its year.
var fromLine = regexp.MustCompile(`(?m)^From [^\r\n]*\b\d{4}\b[^\r\n]*\r?\n`)

// messages parts a mailbox where such a line stands at its beginning or below an empty one, before a header.
func messages(data []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		start := 0
		for _, at := range fromLine.FindAllIndex(data, -1) {
			if at[0] == 0 {
				start = at[1]
				continue
			}
			empty := bytes.HasSuffix(data[:at[0]], []byte("\n\n")) || bytes.HasSuffix(data[:at[0]], []byte("\r\n\r\n"))
			if !empty || !headerLine.Match(data[at[1]:]) {
				continue
			}
			if !yield(unquoted(data[start:at[0]])) {
				return
			}
			start = at[1]
		}
		yield(unquoted(data[start:]))
	}
}

var quotedFrom = regexp.MustCompile(`(?m)^>(>*From )`)

// unquoted takes away the signs that lines got so that they begin no message.
func unquoted(m []byte) []byte { return quotedFrom.ReplaceAll(m, []byte("$1")) }

// isMbox tells that more than one message stands in what begins like a mailbox.
func isMbox(head []byte) bool {
	n := 0
	for range messages(head) {
		n++
	}
	return n > 1
}
