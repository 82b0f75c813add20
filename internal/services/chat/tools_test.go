package chat_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/internal/services/chat"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice"
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

// unused stands for parts that counting does not call.
type unused struct {
	document.Blobs
	document.Pager
	document.Index
	invoice.Reader
	invoice.Notices
}

// counted are invoices to count, of which none is read.
func (st *stack) counted() *invoice.Service {
	orders := job.NewOrders(st.pool, numbers{})
	intake := invoice.NewIntake(orders)
	documents, err := document.New(document.Config{DB: st.pool, Blobs: unused{}, Pager: unused{}, Jobs: orders, Processor: intake, Index: unused{}, SpoolDir: st.dir})
	if err != nil {
		panic(err)
	}
	s, err := invoice.New(invoice.Config{DB: st.pool, Documents: documents, Jobs: orders, Intake: intake, Reader: unused{}, Notices: unused{}})
	if err != nil {
		panic(err)
	}
	return s.Invoices
}
