package chat

import (
	"context"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/services/query"
	"github.com/docketapi/docket/internal/services/search"
)

// searchArguments are those of POST /v1/search; filters are the turn's.
type searchArguments struct {
	Query   string         `json:"query"`
	Mode    search.Mode    `json:"mode"`
	Limit   int            `json:"limit"`
	Sort    search.Sort    `json:"sort"`
	Filters map[string]any `json:"filters"`
}

// passageResult is a passage as a model sees it.
type passageResult struct {
	Document string `json:"document"`
	Page     int    `json:"page,omitempty"`
	Text     string `json:"text"`
}

func runSearch(ctx context.Context, g *generation, raw []byte) (any, error) {
	in, err := decode[searchArguments](raw)
	if err != nil {
		return nil, err
	}
	if len(in.Filters) > 0 {
		return nil, fault.New(fault.CodeValidation, "this tool takes no filters: say what to look for in the query")
	}
	q := search.Query{Text: clip(in.Query, search.MaxQuestion), Mode: in.Mode, Sort: in.Sort, Filter: g.t.filter, Limit: min(max(in.Limit, 1), 8)}
	if in.Limit == 0 {
		q.Limit = 5
	}
	found, err := g.s.search.Search(ctx, g.t.caller, q)
	if err != nil {
		return nil, err
	}
	out := make([]passageResult, 0, len(found.Hits))
	for _, h := range found.Hits {
		g.f.add(h)
		out = append(out, passageResult{Document: short(h.Name), Page: h.Page, Text: clip(h.Text, 1500)})
	}
	return map[string]any{"items": out}, nil
}

// runQuery asks the invoices: the arguments are the query itself, which is checked and run like any other.
func runQuery(ctx context.Context, g *generation, raw []byte) (any, error) {
	q, err := decode[query.Query](raw)
	if err != nil {
		return nil, err
	}
	found, err := g.s.queries.Run(ctx, g.t.caller, q)
	if err != nil {
		return nil, err
	}
	return resultOf(found), nil
}
