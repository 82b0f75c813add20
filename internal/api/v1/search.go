package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/passages"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/job"
	"github.com/docketapi/docket/internal/services/search"
)

// Searcher finds passages; search.Service is one.
type Searcher interface {
	Search(ctx context.Context, p auth.Principal, q search.Query) (search.Result, error)
}

// Catalog tells of the index that finds them; search.Catalog is one.
type Catalog interface {
	Generations(ctx context.Context, p auth.Principal) ([]search.Generation, error)
}

// Rebuilder builds it anew; search.Rebuilder is one.
type Rebuilder interface {
	StartReindex(ctx context.Context, p auth.Principal, a *idempotency.Attempt) (job.Job, error)
}

// Search finds passages of the workspace's documents.
func (s *Server) Search(ctx context.Context, req apiv1.SearchRequestObject) (apiv1.SearchResponseObject, error) {
	found, err := s.services.Passages.Search(ctx, principal(ctx), search.Query{
		Text: req.Body.Query, Mode: search.Mode(or(req.Body.Mode)), Filter: passages.Filter(req.Body.Filters), Limit: or(req.Body.Limit),
		Cursor: or(req.Body.Cursor), Sort: search.Sort(or(req.Body.Sort)), ByDocument: req.Body.GroupBy != nil,
		Facets:    mapped(or(req.Body.Facets), func(f apiv1.SearchFacet) search.Facet { return search.Facet(f) }),
		Operators: true, Count: true,
	})
	if err != nil {
		return nil, err
	}
	return apiv1.Search200JSONResponse{Body: apiv1.SearchResult{
		Items: mapped(found.Hits, toAPIHit), Mode: apiv1.SearchResultMode(found.Mode), Degraded: found.Degraded, Detail: textOrNil(found.Detail),
		Pending: found.Pending, Total: found.Total, NextCursor: textOrNil(found.NextCursor), Facets: toAPIFacets(found.Facets),
	}}, nil
}

func toAPIFacets(f map[search.Facet][]search.Count) *apiv1.SearchFacets {
	if len(f) == 0 {
		return nil
	}
	counts := func(by search.Facet) *[]apiv1.SearchCount {
		list, asked := f[by]
		if !asked {
			return nil
		}
		out := mapped(list, func(c search.Count) apiv1.SearchCount { return apiv1.SearchCount{Value: c.Value, Count: c.Hits} })
		return &out
	}
	return &apiv1.SearchFacets{Kind: counts(search.FacetKind), Language: counts(search.FacetLanguage)}
}

func toAPIHit(h search.Hit) apiv1.SearchHit {
	return apiv1.SearchHit{
		DocumentID: h.DocumentID, ChunkID: h.ChunkID, Name: h.Name, Page: passages.Page(h.Page), Boxes: passages.Boxes(h.Boxes),
		Language: textOrNil(h.Language), Snippet: h.Snippet, Score: h.Score, Passages: countOrNil(h.Passages),
	}
}

// GetIndex tells the generations of the index.
func (s *Server) GetIndex(ctx context.Context, _ apiv1.GetIndexRequestObject) (apiv1.GetIndexResponseObject, error) {
	list, err := s.services.Catalog.Generations(ctx, principal(ctx))
	if err != nil {
		return nil, err
	}
	return apiv1.GetIndex200JSONResponse{Body: apiv1.Index{Generations: mapped(list, toAPIGeneration)}}, nil
}

func toAPIGeneration(g search.Generation) apiv1.IndexGeneration {
	return apiv1.IndexGeneration{
		ID: g.ID, State: apiv1.IndexGenerationState(g.State), Engine: textOrNil(g.Engine), Embedder: textOrNil(g.Embedder),
		Dimensions: countOrNil(g.Dimensions), Chunker: g.Chunker, Documents: g.Documents, Chunks: g.Chunks, Recall: g.Recall,
		MeasuredAt: timeOrNil(g.MeasuredAt), CreatedAt: g.CreatedAt.UTC(), FinishedAt: timeOrNil(g.FinishedAt),
	}
}

// Reindex has the index built anew.
func (s *Server) Reindex(ctx context.Context, _ apiv1.ReindexRequestObject) (apiv1.ReindexResponseObject, error) {
	made, err := s.services.Rebuilder.StartReindex(ctx, principal(ctx), attempt(ctx))
	if err != nil {
		return nil, err
	}
	return apiv1.Reindex202JSONResponse{Body: toAPIJob(made), Headers: apiv1.Reindex202ResponseHeaders{Location: location("jobs", made.ID)}}, nil
}
