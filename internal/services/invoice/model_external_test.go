//go:build external

package invoice_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llamatest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
)

// TestRealModelReads asks real models for what reading left open. What they find is their luck; what is taken stands on the page.
func TestRealModelReads(t *testing.T) {
	for name, start := range map[string]func(testing.TB) *llamatest.Server{"random weights": llamatest.Tiny, "SmolLM2": llamatest.SmolLM} {
		t.Run(name, func(t *testing.T) {
			st := newStack(t)
			m, err := llm.New(llm.Config{BaseURL: start(t).URL, Model: llamatest.ModelName, ContextTokens: llamatest.ContextTokens, FirstToken: time.Minute})
			must(t, err)
			st.config.Model, st.config.DataSchema = m, dataSchema(t)
			st.remake(t)
			inv := st.look(t, half(), pageOf(openPage, pages.FromText, 1))
			taken := 0
			for _, e := range inv.Evidence {
				if e.Source != evidence.FromModel {
					continue
				}
				taken++
				if !strings.Contains(strings.ReplaceAll(openPage, "  ", " "), e.Text) || e.Page != 1 || e.Box == nil || e.Confidence >= .6 {
					t.Errorf("not on the page: %+v", e)
				}
			}
			noted := checked(inv, "DOCKET-MODEL-01")
			failed := checked(inv, "DOCKET-MODEL-02")
			t.Logf("%d taken, %d dropped, failed: %v", taken, len(noted), len(failed) > 0)
			if taken+len(noted)+len(failed) == 0 {
				t.Errorf("nothing tells that the model was asked: %+v", inv.Checks)
			}
			if slices.Contains(noted, "/totals/net") || inv.Data.Totals.Net.String() != "100.00" {
				t.Errorf("a sure field was asked again: %+v", inv.Data.Totals)
			}
		})
	}
}
