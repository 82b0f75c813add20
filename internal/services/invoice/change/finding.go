package change

import (
	"strings"

	"github.com/docketapi/docket/en16931"
)

// FindingKey is equal for findings of the same rule about the same places.
func FindingKey(f en16931.Finding) string { return f.Rule + " " + strings.Join(f.Pointers, " ") }

// FindingKeys are the keys of findings.
func FindingKeys(list []en16931.Finding) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, f := range list {
		out[FindingKey(f)] = true
	}
	return out
}
