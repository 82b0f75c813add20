package rules

import (
	"testing"

	"github.com/docketapi/docket/internal/en16931"
)

func TestEveryRuleSetCompiles(t *testing.T) {
	t.Parallel()
	for _, s := range []*syntax{ubl, cii} {
		for profile, load := range s.sets {
			t.Run(s.name+"/"+string(profile), func(t *testing.T) {
				t.Parallel()
				set, err := load()
				if err != nil {
					t.Fatal(err)
				}
				for id, r := range set.rules {
					if r.ID != id || r.Message == "" {
						t.Errorf("rule %s: %+v", id, r)
					}
					switch r.Severity {
					case en16931.Fatal, en16931.Warning, en16931.Information:
					default:
						t.Errorf("rule %s has no severity: %q", id, r.Severity)
					}
				}
			})
		}
	}
}
