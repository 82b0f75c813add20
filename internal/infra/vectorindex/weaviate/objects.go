package weaviate

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
)

// batchSize is how many objects go into one request: 1.5 MB of JSON at 384 dimensions.
const batchSize = 200

// Put keeps items; those that are there already are replaced. A failure may leave a part, which the next attempt
// replaces. The generation must be prepared: a server makes up collections that it does not know.
func (e *Engine) Put(ctx context.Context, s vector.Scope, items []vector.Item) error {
	if there, err := e.prepared(ctx, s.Generation); err != nil || !there {
		if err == nil {
			err = errNotThere()
		}
		return err
	}
	for part := range slices.Chunk(items, batchSize) {
		if err := e.putBatch(ctx, s, part); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) putBatch(ctx context.Context, s vector.Scope, items []vector.Item) error {
	objects := make([]object, len(items))
	for i, it := range items {
		objects[i] = object{
			"class": collection(s.Generation), "tenant": s.Workspace.String(), "id": it.ChunkID, "vector": it.Vector,
			"properties": object{propDocument: it.DocumentID.String(), propLanguage: language(it.Language), propMediaType: it.MediaType,
				propCreated: it.CreatedAt.UTC().Format(time.RFC3339Nano)},
		}
	}
	var results []struct {
		Result struct {
			Status string `json:"status"`
			Errors struct {
				Error []struct {
					Message string `json:"message"`
				} `json:"error"`
			} `json:"errors"`
		} `json:"result"`
	}
	if err := e.do(ctx, http.MethodPost, "/batch/objects", object{"objects": objects}, &results); err != nil {
		return err
	}
	if len(results) != len(items) {
		return fault.New(fault.CodeUnavailable, "the vector engine kept %d of %d vectors", len(results), len(items))
	}
	for _, r := range results {
		if len(r.Result.Errors.Error) > 0 {
			return fault.Wrap(fmt.Errorf("weaviate: %s", r.Result.Errors.Error[0].Message), fault.CodeUnavailable, "the vector engine did not keep a vector")
		}
	}
	return nil
}

// language is what stands for a language in the engine, which cannot find empty texts.
func language(l string) string {
	if l == "" {
		return "und"
	}
	return l
}

// Delete forgets a document's items.
func (e *Engine) Delete(ctx context.Context, s vector.Scope, document uuid.UUID) error {
	if there, err := e.hasTenant(ctx, s.Generation, s.Workspace); err != nil || !there {
		return err
	}
	ask := object{"output": "minimal", "match": object{"class": collection(s.Generation),
		"where": object{"path": []string{propDocument}, "operator": "Equal", "valueText": document.String()}}}
	for {
		var answer struct {
			Results struct {
				Matches    int `json:"matches"`
				Limit      int `json:"limit"`
				Successful int `json:"successful"`
				Failed     int `json:"failed"`
			} `json:"results"`
		}
		if err := e.do(ctx, http.MethodDelete, "/batch/objects?tenant="+s.Workspace.String(), ask, &answer); err != nil {
			return err
		}
		switch r := answer.Results; {
		case r.Failed > 0:
			return fault.New(fault.CodeUnavailable, "the vector engine could not delete %d vectors", r.Failed)
		case r.Matches <= r.Limit || r.Successful == 0: // it deletes so many at once
			return nil
		}
	}
}
