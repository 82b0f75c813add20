package v2

import (
	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/chat"
)

// toolOperations are the operations that a language model may call, by the tools' names.
var toolOperations = map[string]string{chat.ToolSearch: "search", chat.ToolQuery: "queryInvoices"}

// ChatTools are the tools of chat in the contract's words. Which documents are searched is the question's own choice, and a
// model needs no pages: it gets the first.
func ChatTools() ([]chat.ToolSpec, error) {
	var ids []string
	for _, id := range toolOperations {
		ids = append(ids, id)
	}
	arguments, err := contract.ArgumentsOf(openapi.V1, []string{"filters"}, ids...)
	if err != nil {
		return nil, err
	}
	var out []chat.ToolSpec
	for _, name := range []string{chat.ToolSearch, chat.ToolQuery} {
		a := arguments[toolOperations[name]]
		out = append(out, chat.ToolSpec{Name: name, Description: a.Description, Parameters: a.Schema, Scopes: a.Scopes})
	}
	return out, nil
}
