package chat_test

import (
	"encoding/json"

	"github.com/docketapi/docket/internal/services/chat"
)

// specs are the tools as the contract words them, shortened.
var specs = []chat.ToolSpec{
	{Name: chat.ToolSearch, Description: "Find passages.", Scopes: []string{"documents:read"}, Parameters: json.RawMessage(`{"type":"object","additionalProperties":false,
		"required":["query"],"properties":{"query":{"type":"string","minLength":1,"maxLength":1000},"limit":{"type":"integer","minimum":1,"maximum":100}}}`)},
	{Name: chat.ToolQuery, Description: "Ask invoices.", Scopes: []string{"invoices:read"}, Parameters: json.RawMessage(`{"type":"object","additionalProperties":false,
		"required":["measure"],"properties":{"measure":{"enum":["count","sum","list"]},"limit":{"type":"integer","minimum":1,"maximum":200},
		"group_by":{"type":"array","items":{"enum":["seller","month","currency","status"]}},
		"filter":{"type":"object","additionalProperties":false,"properties":{"seller":{"type":"array","items":{"type":"string"}}}}}}`)},
}
