package chat_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
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

// numbers is a queue that only hands out numbers.
type numbers struct{}

func (numbers) Enqueue(_ context.Context, _ pgx.Tx, list []job.Order) ([]int64, error) {
	out := make([]int64, len(list))
	for i := range out {
		out[i] = rand.Int64()
	}
	return out, nil
}
func (numbers) Cancel(context.Context, pgx.Tx, int64) error { return nil }

func jobs(st *stack) *job.Orders { return job.NewOrders(st.pool, numbers{}) }

func documents(st *stack) *document.Service {
	d, err := document.New(document.Deps{DB: st.pool, Jobs: jobs(st), SpoolDir: st.dir})
	if err != nil {
		panic(err)
	}
	return d
}
