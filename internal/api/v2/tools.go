package v2

import (
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/chat"
)

// chatTools are the operations that a language model may call, with the arguments that it has no use for: which documents are
// searched is the question's own choice, a model needs no pages, and it reads passages, not counts of them.
var chatTools = []struct {
	name, operation string
	without         []string
}{
	{chat.ToolSearch, "search", []string{"filters", "cursor", "group_by", "facets"}},
	{chat.ToolQuery, "queryInvoices", nil},
}

// ChatTools are the tools of chat in the contract's words.
func ChatTools() ([]chat.ToolSpec, error) {
	out := make([]chat.ToolSpec, 0, len(chatTools))
	for _, tool := range chatTools {
		arguments, err := contract.ArgumentsOf(openapi.V1, tool.without, tool.operation)
		if err != nil {
			return nil, err
		}
		a := arguments[tool.operation]
		out = append(out, chat.ToolSpec{Name: tool.name, Description: a.Description, Parameters: a.Schema, Scopes: a.Scopes})
	}
	return out, nil
}
