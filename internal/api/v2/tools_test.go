package v2_test

import (
	"encoding/json"
	"slices"
	"testing"

	v2 "github.com/docketapi/docket/internal/api/v2"
	"github.com/docketapi/docket/internal/services/chat"
)

func TestChatToolsSpeakTheContract(t *testing.T) {
	t.Parallel()
	tools, err := v2.ChatTools()
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(tools))
	for n, tool := range tools {
		names[n] = tool.Name
		var schema struct {
			Type                 string                     `json:"type"`
			Properties           map[string]json.RawMessage `json:"properties"`
			AdditionalProperties *bool                      `json:"additionalProperties"`
		}
		if err := json.Unmarshal(tool.Parameters, &schema); err != nil {
			t.Fatal(err)
		}
		if schema.Type != "object" || len(schema.Properties) == 0 || schema.AdditionalProperties == nil || *schema.AdditionalProperties || len(tool.Scopes) != 1 {
			t.Errorf("%s: %s %v", tool.Name, tool.Parameters, tool.Scopes)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"query_invoices", "search_documents"}) {
		t.Errorf("tools %v", names)
	}
	if err := chat.CheckTools(tools); err != nil {
		t.Error(err)
	}
}
