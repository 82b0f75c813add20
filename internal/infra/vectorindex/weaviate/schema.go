package weaviate

import (
	"context"
	"encoding/hex"
	"net/http"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
)

// Name is the engine's name.
const Name = "weaviate"

// Engine is weaviate.
func (e *Engine) Engine() string { return Name }

// collection is the name of a generation's collection; such names begin with a capital.
func collection(generation uuid.UUID) string {
	return "DocketVectors" + hex.EncodeToString(generation[:])
}

// Properties of an object. Texts are compared whole.
const (
	propDocument  = "document"
	propLanguage  = "language"
	propMediaType = "mediaType"
	propCreated   = "created"
)

type object map[string]any

// Prepare makes the generation's collection. It may be called again. The server learns the dimensions from the first
// vector.
func (e *Engine) Prepare(ctx context.Context, generation uuid.UUID, _ int) error {
	if there, err := e.prepared(ctx, generation); err != nil || there {
		return err
	}
	text := func(name string) object {
		return object{"name": name, "dataType": []string{"text"}, "tokenization": "field", "indexFilterable": true, "indexSearchable": false}
	}
	err := e.do(ctx, http.MethodPost, "/schema", object{
		"class":      collection(generation),
		"vectorizer": "none",
		// Tenants come with their first object. Vectors are not shortened: similarities are to be exact.
		"multiTenancyConfig": object{"enabled": true, "autoTenantCreation": true, "autoTenantActivation": true},
		"vectorIndexType":    "hnsw",
		"vectorIndexConfig":  object{"distance": "cosine", "efConstruction": 128, "skipDefaultQuantization": true},
		"properties": []object{
			text(propDocument), text(propLanguage), text(propMediaType),
			{"name": propCreated, "dataType": []string{"date"}, "indexFilterable": true, "indexRangeFilters": true},
		},
	}, nil)
	if isStatus(err, http.StatusUnprocessableEntity) { // another process may have been quicker
		if there, again := e.prepared(ctx, generation); again == nil && there {
			return nil
		}
	}
	return err
}

// prepared tells whether the generation's collection is there.
func (e *Engine) prepared(ctx context.Context, generation uuid.UUID) (bool, error) {
	return found(e.do(ctx, http.MethodGet, "/schema/"+collection(generation), nil, nil))
}

// hasTenant tells whether the workspace has ever had an object in the generation.
func (e *Engine) hasTenant(ctx context.Context, generation, workspace uuid.UUID) (bool, error) {
	there, err := found(e.do(ctx, http.MethodHead, "/schema/"+collection(generation)+"/tenants/"+workspace.String(), nil, nil))
	if isStatus(err, http.StatusUnprocessableEntity) { // of a collection that is not there
		return false, nil
	}
	return there, err
}

func found(err error) (bool, error) {
	if isStatus(err, http.StatusNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Drop forgets a generation.
func (e *Engine) Drop(ctx context.Context, generation uuid.UUID) error {
	_, err := found(e.do(ctx, http.MethodDelete, "/schema/"+collection(generation), nil, nil))
	return err
}

// Count is how many items a generation has, over all workspaces.
func (e *Engine) Count(ctx context.Context, generation uuid.UUID) (int64, error) {
	var tenants []struct {
		Name string `json:"name"`
	}
	if there, err := e.prepared(ctx, generation); err != nil || !there {
		return 0, err
	}
	if err := e.do(ctx, http.MethodGet, "/schema/"+collection(generation)+"/tenants", nil, &tenants); err != nil {
		return 0, err
	}
	var total int64
	for _, t := range tenants {
		workspace, err := uuid.Parse(t.Name)
		if err != nil {
			continue // not ours
		}
		n, err := e.count(ctx, generation, workspace, "")
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func errNotThere() error {
	return fault.New(fault.CodeUnavailable, "this generation of the index is not there")
}
