package proof_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/proof"
)

func TestWhatIsReplacedLosesItsProof(t *testing.T) {
	t.Parallel()
	var l proof.List
	l.Computed("/totals/net", 0.5)
	l.Computed("/lines/0/net", 0.5)
	l.Add(evidence.Evidence{Pointer: "/lines/1/net"})
	l.Drop(func(pointer string) bool { return strings.HasPrefix(pointer, "/lines/") })
	if len(l) != 1 || l[0].Pointer != "/totals/net" || l[0].Confidence != 0.5 {
		t.Errorf("have %v", l)
	}
}
